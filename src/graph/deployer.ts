import { z } from "zod";
import type { TokenSource } from "./deployerSignIn";
import { UserError } from "../errors/userError";

/** Who deploys, and what its token allows. */
export interface Deployer {
    readonly tenantId: string;
    readonly objectId: string;
    /** The application's client id, or the person's user name. */
    readonly name: string;
    readonly kind: "application" | "person";
    /** Application permissions of Microsoft Graph (`roles`); none for a person. */
    readonly permissions: readonly string[];
    /** Template ids of the directory roles that it holds now (`wids`). */
    readonly directoryRoles: readonly string[];
}

// learn.microsoft.com/entra/identity-platform/access-token-claims-reference
const claimsSchema = z.object({
    tid: z.string(),
    oid: z.string(),
    appid: z.string(),
    upn: z.string().optional(),
    unique_name: z.string().optional(),
    scp: z.string().optional(),
    roles: z.array(z.string()).default([]),
    wids: z.array(z.string()).default([]),
});

/**
 * Reads the deployer from a token for Microsoft Graph. The signature is Graph's to check: the claims explain here.
 * @throws UserError when the sign-in is refused
 */
export async function readDeployer(tokens: TokenSource): Promise<Deployer> {
    const claims = claimsSchema.safeParse(payload(await tokens()));
    if (!claims.success) {
        throw new UserError(
            "the deployer's token does not say whose it is",
            "Look at what stands between this machine and Microsoft Entra, such as a proxy.",
        );
    }
    const { tid, oid, appid, upn, unique_name, scp, roles, wids } = claims.data;
    return {
        tenantId: tid,
        objectId: oid,
        name: upn ?? unique_name ?? appid,
        // A token that an application got for itself has no scopes.
        kind: scp === undefined ? "application" : "person",
        permissions: scp === undefined ? roles : [],
        directoryRoles: wids,
    };
}

function payload(accessToken: string): unknown {
    try {
        return JSON.parse(Buffer.from(accessToken.split(".")[1] ?? "", "base64url").toString("utf8"));
    } catch {
        return undefined;
    }
}
