import { UserError } from "../errors/userError";
import { certificateFacts } from "../certificate/certificateFacts";
import type { Creation } from "../graph/auditLog";
import type { TenantView } from "../graph/tenantView";
import type { StateResource } from "../pulumi/state";
import type { Span } from "./interruptedUpdates";
import { componentOf } from "./stackResources";

/** What a comparison of a stack's state with its tenant knows. */
export interface Compared {
    readonly state: readonly StateResource[];
    readonly tenant: TenantView;
    /** `exo-unattended/<project>/<stack>/` */
    readonly tagPrefix: string;
    readonly deployerObjectId: string;
    /** Base of Microsoft Graph's calls in this cloud. */
    readonly graphUrl: string;
    /** When updates of this stack ran that did not complete, by the tenant's clock. */
    readonly interruptedUpdates: readonly Span[];
    /** Who created applications that the state does not know, by their object ids, as far as the audit log tells. */
    readonly creations: ReadonlyMap<string, Creation>;
}

/** SHA-1 thumbprints of the certificates that the state has for a login: given to its application, or made for it. */
export function knownThumbprints(state: readonly StateResource[], name: string): ReadonlySet<string> {
    const asked = componentOf(state, "ExchangeApplication", name)?.inputs?.["certificates"];
    const made = state
        .filter(({ type }) => type === "tls:index/selfSignedCert:SelfSignedCert")
        .map(({ outputs }) => outputs?.["certPem"]);
    return new Set([...Object.values(Object(asked) as Record<string, unknown>), ...made].flatMap(thumbprintOf));
}

function thumbprintOf(certificatePem: unknown): string | [] {
    try {
        return typeof certificatePem === "string" ? certificateFacts(certificatePem).thumbprint : [];
    } catch (error) {
        if (error instanceof UserError) {
            return [];
        }
        throw error;
    }
}

/** Object ids of the owners that the stack asks for; undefined when it leaves them to the tenant. */
export function askedOwners(
    state: readonly StateResource[],
    component: "ExchangeApplication" | "TenantAccess",
    name: string,
): readonly string[] | undefined {
    const owners = componentOf(state, component, name)?.inputs?.["owners"];
    return Array.isArray(owners) ? owners.filter((owner): owner is string => typeof owner === "string") : undefined;
}
