import type { Login, LoginConsent, LoginRole } from "../graph/logins";
import { consentId, roleId, servicePrincipalId } from "../graph/tenantView";
import { consentName, roleName, type Kind } from "../identities/names";
import { exchangeDirectoryRoles } from "../microsoft/directoryRoles";
import {
    exchangeManageAsApp,
    exchangeOnlineProtectionManageAsApp,
    type ApplicationPermission,
} from "../microsoft/permissions";
import type { StateResource } from "../pulumi/state";
import type { Compared } from "./compared";
import { forJudgement, repairable, type Finding } from "./finding";
import { servicePrincipalObjections } from "./objections";
import { componentOf, type TenantResource } from "./stackResources";

/** The service principal and the grants of a login that the state does not know, and those that nobody asked for. */
export function grantFindings(
    login: Login,
    { application, access }: { readonly application: string; readonly access: string },
    resources: readonly TenantResource[],
    compared: Compared,
): Finding[] {
    const { servicePrincipal, clientId } = login;
    if (servicePrincipal === undefined) {
        return [];
    }
    const isInState = (id: string): boolean => resources.some((resource) => resource.id === id);
    const lost = (title: string, kind: Kind, name: string, id: string, text: string): Finding[] =>
        isInState(id)
            ? []
            : [
                  repairable(title, `${text} exists in the tenant, but not in the state`, {
                      kind: "adopt",
                      adoption: { kind, name, id, component: access },
                      clientId,
                  }),
              ];
    const id = servicePrincipalId(servicePrincipal.id);
    const objections = isInState(id) ? [] : servicePrincipalObjections(login, application, compared);
    if (objections.length > 0) {
        return [
            {
                ...forJudgement(
                    `Service principal ${access}`,
                    `the service principal ${servicePrincipal.id} of "${access}" exists in the tenant, but not in the state. It is not adopted: ${objections.join("; ")}`,
                    `az ad sp delete --id ${servicePrincipal.id}`,
                ),
                result: "failed",
            },
        ];
    }
    const asked = askedRoles(compared.state, access);
    return [
        ...lost(
            `Service principal ${access}`,
            "ServicePrincipal",
            access,
            id,
            `the service principal ${servicePrincipal.id} of "${access}"`,
        ),
        ...servicePrincipal.consents.flatMap((consent) => {
            const permission = askedPermission(consent);
            return permission === undefined
                ? []
                : lost(
                      `Admin consent of ${access}`,
                      "AppRoleAssignment",
                      consentName(access, permission),
                      consentId(consent),
                      `admin consent to ${permission.value} of ${permission.apiName}`,
                  );
        }),
        ...servicePrincipal.roles
            .filter((role) => isAsked(role, asked))
            .flatMap((role) =>
                lost(
                    `Directory role of ${access}`,
                    "DirectoryRoleAssignment",
                    roleName(access, role.roleDefinitionId),
                    roleId(role),
                    `the directory role ${roleText(role.roleDefinitionId)} of "${access}"`,
                ),
            ),
        ...unaskedGrants(login, access, asked, compared)
            .filter(({ id }) => !isInState(id))
            .map(({ finding }) => finding),
    ];
}

/** Permissions and roles that the login holds and the stack does not ask for. */
function unaskedGrants(
    { servicePrincipal }: Login,
    access: string,
    asked: readonly unknown[],
    { graphUrl }: Compared,
): { readonly id: string; readonly finding: Finding }[] {
    const held = [
        ...(servicePrincipal?.consents ?? [])
            .filter((consent) => askedPermission(consent) === undefined)
            .map((consent) => [consentId(consent), `the application permission ${consent.appRoleId}`] as const),
        ...(servicePrincipal?.roles ?? [])
            .filter((role) => !isAsked(role, asked))
            .map((role) => [roleId(role), `the directory role ${roleText(role.roleDefinitionId)}`] as const),
    ];
    return held.map(([id, text]) => ({
        id,
        finding: forJudgement(
            `Rights of ${access}`,
            `"${access}" holds ${text}, which this stack does not ask for`,
            `az rest --method DELETE --url ${graphUrl}/v1.0${id}`,
        ),
    }));
}

/** The permissions that a stack can ask for. */
const askedPermissions = [exchangeManageAsApp, exchangeOnlineProtectionManageAsApp];

function askedPermission(consent: LoginConsent): ApplicationPermission | undefined {
    return askedPermissions.find(
        ({ appRoleId, apiClientId }) => appRoleId === consent.appRoleId && apiClientId === consent.resourceClientId,
    );
}

/** Template ids of the roles that the stack last asked for; all that it can ask for when its state does not say. */
function askedRoles(state: readonly StateResource[], access: string): readonly unknown[] {
    const roles = componentOf(state, "TenantAccess", access)?.inputs?.["roles"];
    return Array.isArray(roles) ? roles : exchangeDirectoryRoles.map(({ templateId }) => templateId);
}

function isAsked({ roleDefinitionId, directoryScopeId }: LoginRole, asked: readonly unknown[]): boolean {
    return directoryScopeId === "/" && asked.includes(roleDefinitionId);
}

function roleText(roleDefinitionId: string): string {
    return exchangeDirectoryRoles.find(({ templateId }) => templateId === roleDefinitionId)?.name ?? roleDefinitionId;
}
