import type { FoundAccess } from "../../access/accessOf";
import type { LoginConsent } from "../../graph/logins";
import { knownPermissions } from "../../microsoft/applicationPermissions";
import { entraRole } from "../../microsoft/entraRoles";
import { isSameGuid } from "../../microsoft/guid";
import { exchangeManageAsApp } from "../../microsoft/permissions";

/** What a verified token for Exchange Online holds. */
export interface TokenRights {
    readonly tenantId: string;
    readonly clientId: string;
    /** The claim `roles`: application permissions of Exchange Online. */
    readonly roles: readonly string[];
    /** The claim `wids`: template ids of built-in directory roles that hold for the whole tenant. */
    readonly wids: readonly string[];
}

const { apiName, apiClientId } = exchangeManageAsApp;

/**
 * The access in a token.
 * @param principal the login's name in the program
 * @param consents what the tenant shows as granted: it names permissions by their ids, a token by their values
 */
export function tokenAccess(
    { tenantId, roles, wids }: TokenRights,
    principal: string,
    consents: readonly LoginConsent[],
): FoundAccess[] {
    const access = (
        claim: string,
        index: number,
        tuple: Pick<FoundAccess["tuple"], "kind" | "what" | "via">,
        allows: string | undefined,
    ): FoundAccess => ({
        tuple: {
            ...{ tenant: tenantId, principal, scope: "/", until: "never", credential: undefined, ...tuple },
            opens: allows === undefined ? undefined : `This login can ${allows}.`,
        },
        ...{ resource: principal, slot: undefined, isReplacement: false },
        evidence: [{ source: "token", pointer: `/${claim}/${index}`, sequence: undefined }],
    });
    return [
        ...roles.map((value, index) => {
            const known = knownPermissions.find((one) => one.apiName === apiName && one.value === value);
            const granted = consents.find(
                (one) =>
                    one.value === value && isSameGuid(one.resourceClientId ?? "", apiClientId) && known === undefined,
            );
            const what = granted === undefined ? value : `app role ${granted.appRoleId}`;
            return access(
                ...(["roles", index] as const),
                { kind: "apiPermission", what: `${apiName}: ${what}`, via: "admin consent" },
                known?.allows,
            );
        }),
        ...wids.map((templateId, index) => {
            const known = entraRole(templateId);
            return access(
                ...(["wids", index] as const),
                { kind: "directoryRole", what: known?.name ?? `directory role ${templateId}`, via: "role assignment" },
                known?.allows,
            );
        }),
    ];
}

/** Whether a token shows an access: permissions of its API, and roles for the whole tenant. */
export function isInToken({ tuple: { kind, what, via, scope } }: FoundAccess): boolean {
    return kind === "apiPermission"
        ? via === "admin consent" && what !== null && what.startsWith(`${apiName}: `) && !what.endsWith("(delegated)")
        : kind === "directoryRole" && via === "role assignment" && scope === "/";
}
