import { z } from "zod";
import { isGuid } from "../microsoft/guid";
import { UserError } from "../errors/userError";
import { foreignText } from "../http/foreignText";
import type { Graph } from "./graph";

/** A sign-in of an application with a certificate. */
export interface CertificateSignIn {
    /** SHA-1 thumbprint of the certificate: 40 upper-case hex digits. */
    readonly thumbprint: string;
    /** RFC 3339, UTC, with milliseconds. */
    readonly at: string;
    readonly address: string;
    readonly succeeded: boolean;
}

/** The log, or why there is none. */
export type SignInLog =
    | { readonly kind: "sign-in log"; readonly signIns: readonly CertificateSignIn[] }
    | { readonly kind: "none"; readonly reason: string };

// learn.microsoft.com/graph/api/resources/signin (beta: version 1.0 does not list service principals)
const signIn = z.object({
    createdDateTime: z.iso.datetime(),
    ipAddress: z.string().nullish(),
    servicePrincipalCredentialThumbprint: z.string().nullish(),
    status: z.object({ errorCode: z.number() }).nullish(),
});

/**
 * The sign-ins of an application in the tenant's log: each names its certificate, and appears with a delay. It takes
 * Microsoft Entra ID P1 or P2 and the permission AuditLog.Read.All (learn.microsoft.com/graph/api/signin-list).
 * @throws UserError when Graph does not answer; a tenant or a deployer without access is a result
 */
export async function readSignIns(graph: Graph, clientId: string): Promise<SignInLog> {
    if (!isGuid(clientId)) {
        throw new UserError("the client id of the application is not a GUID");
    }
    const filter = `signInEventTypes/any(t: t eq 'servicePrincipal') and appId eq '${clientId}'`;
    try {
        const found = await licensed(() =>
            graph.list(`/auditLogs/signIns?$filter=${encodeURIComponent(filter)}`, signIn, "beta"),
        );
        return {
            kind: "sign-in log",
            signIns: found.flatMap(({ createdDateTime, ipAddress, servicePrincipalCredentialThumbprint, status }) =>
                servicePrincipalCredentialThumbprint === null || servicePrincipalCredentialThumbprint === undefined
                    ? []
                    : {
                          thumbprint: servicePrincipalCredentialThumbprint.toUpperCase(),
                          at: new Date(createdDateTime).toISOString(),
                          address: foreignText(ipAddress ?? "unknown address"),
                          succeeded: (status?.errorCode ?? 0) === 0,
                      },
            ),
        };
    } catch (error) {
        if (error instanceof UserError && [400, 403, 404].includes(error.httpStatus ?? 0)) {
            return { kind: "none", reason: `the sign-in log cannot be read (${error.evidence})` };
        }
        throw error;
    }
}

/** How often a tenant has to say that it has no licence. */
const confirmations = 3;

/**
 * Tenants with a licence are reported to answer now and then that they have none, above all to applications without
 * Directory.Read.All (github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/3581 and 3033). Without the log a
 * certificate is removed by time alone, so one such answer is not enough.
 */
async function licensed<T>(list: () => Promise<T>): Promise<T> {
    for (let asked = 1; ; asked++) {
        try {
            return await list();
        } catch (error) {
            const isLicence = error instanceof UserError && error.httpStatus === 403 && /premium/i.test(error.message);
            if (!isLicence || asked === confirmations) {
                throw error;
            }
        }
    }
}
