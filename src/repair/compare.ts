import { certificateFacts } from "../certificate/certificateFacts";
import type { Login } from "../graph/logins";
import {
    consentId,
    credentialId,
    idsOf,
    roleId,
    servicePrincipalId,
    applicationObjectId,
    type TenantView,
} from "../graph/tenantView";
import { consentName, nameOf, roleName } from "../identities/names";
import { exchangeDirectoryRoles } from "../microsoft/directoryRoles";
import {
    exchangeManageAsApp,
    exchangeOnlineProtectionManageAsApp,
    type ApplicationPermission,
} from "../microsoft/permissions";
import type { StateResource } from "../pulumi/state";
import type { Adoption } from "./importFile";
import { accessName, componentOf, tenantResources, type TenantResource } from "./stackResources";
import { UserError } from "../errors/userError";

/** A way in which state and tenant differ, and what mends it. */
export interface Finding {
    /** What is wrong, in a sentence. */
    readonly what: string;
    readonly mend: Mend;
}

/**
 * `forget`, `refresh` and `adopt` change nothing but the state. What has to be done in the tenant, or at a terminal, is
 * for a person (`by: "hand"`), and when it `may` be left as it is, for a person to decide.
 */
export type Mend =
    | { readonly by: "forget" | "refresh"; readonly urn: string }
    | { readonly by: "adopt"; readonly adoption: Adoption }
    | { readonly by: "hand"; readonly command: string; readonly may?: boolean };

/** The permissions that a stack can ask for. */
const askedPermissions = [exchangeManageAsApp, exchangeOnlineProtectionManageAsApp];

/** What a comparison knows. */
export interface Compared {
    readonly stack: string;
    readonly state: readonly StateResource[];
    readonly tenant: TenantView;
    /** `exo-unattended/<project>/<stack>/` */
    readonly tagPrefix: string;
    readonly deployerObjectId: string;
    /** Base of Microsoft Graph's calls in this cloud. */
    readonly graphUrl: string;
}

/** All ways in which a stack's state and the tenant differ, in the order in which they can be mended. */
export function compare(compared: Compared): Finding[] {
    const resources = tenantResources(compared.state);
    const lost = resources
        .filter(({ id }) => compared.tenant.gone.has(id))
        .map((one) => gone(one, resources, compared));
    const live = resources.filter((one) => one.delete !== true && !compared.tenant.gone.has(one.id));
    return [
        ...lost.sort((a, b) => order(a) - order(b)),
        ...loginNames(compared, live).flatMap((name) => loginFindings(name, live, compared)),
    ];
}

function order({ mend }: Finding): number {
    return ["forget", "refresh", "adopt", "hand"].indexOf(mend.by);
}

/** Something that the state has and the tenant has not. */
function gone(resource: TenantResource, all: readonly TenantResource[], { stack, tenant }: Compared): Finding {
    const { kind, urn, id } = resource;
    const what = `${kind} ${nameOf(urn)} (${id}) no longer exists in the tenant`;
    const isApplicationThere = tenant.logins.some((login) => login.id === applicationObjectId(id));
    if (kind !== "ApplicationCertificate" || isApplicationThere) {
        return { what: `${what}, but the state has it`, mend: { by: "refresh", urn } };
    }
    const because = `${what}: its application is gone, and neither refresh nor an update gets past it`;
    if (all.filter((other) => other.urn === urn).length === 1) {
        return { what: because, mend: { by: "forget", urn } };
    }
    // Of two with one URN pulumi asks which, and asks at a terminal only.
    const choice = `"${id}"${resource.delete === true ? " (Pending Deletion)" : ""}`;
    const command = `pulumi state delete --stack ${stack} '${urn}'   # at a terminal; choose ${choice}`;
    return { what: because, mend: { by: "hand", command } };
}

/** The names of the stack's logins: of the applications in its state, and in the tags of the tenant's. */
function loginNames({ tenant, tagPrefix }: Compared, live: readonly TenantResource[]): string[] {
    const inState = live.filter(({ kind }) => kind === "Application").map(({ urn }) => nameOf(urn));
    const inTags = tenant.logins.flatMap(({ tags }) => tags.flatMap((tag) => nameInTag(tag, tagPrefix) ?? []));
    return [...new Set([...inState, ...inTags])].sort();
}

function nameInTag(tag: string, tagPrefix: string): string | undefined {
    return tag.startsWith(tagPrefix) ? tag.slice(tagPrefix.length) : undefined;
}

function loginFindings(name: string, live: readonly TenantResource[], compared: Compared): Finding[] {
    const { tenant, tagPrefix, state } = compared;
    const inState = live.find(({ kind, urn }) => kind === "Application" && nameOf(urn) === name);
    const tagged = tenant.logins.filter(
        (login) => `/applications/${login.id}` === inState?.id || login.tags.includes(`${tagPrefix}${name}`),
    );
    const candidates = tagged.filter(
        (login) => `/applications/${login.id}` === inState?.id || isMadeByUs(login, name, compared),
    );
    const doubtful = tagged.filter((login) => !candidates.includes(login)).map(notByUs);
    const known = knownThumbprints(state, name);
    const chosen = candidates.find(({ id }) => `/applications/${id}` === inState?.id) ?? best(candidates, live, known);
    if (chosen === undefined) {
        return doubtful;
    }
    const others = candidates.filter((candidate) => candidate !== chosen);
    const access = accessName(state, chosen.clientId, name);
    return [
        ...(inState === undefined ? [adoptApplication(name, chosen, others.length)] : []),
        ...adoptRest(access, chosen, live, compared),
        ...others.map((other) => surplus(other, chosen)),
        ...doubtful,
        ...unownedCredentials(chosen, live, known),
        ...unaskedGrants(access, chosen, live, compared),
    ];
}

/** Which of several lost applications is taken: what the state still knows counts most, then how complete it is. */
function best(
    candidates: readonly Login[],
    live: readonly TenantResource[],
    known: ReadonlySet<string>,
): Login | undefined {
    const inState = new Set(live.map(({ id }) => id));
    const merits = (login: Login): readonly (number | string)[] => [
        idsOf(login).filter((id) => inState.has(id)).length +
            login.credentials.filter(({ thumbprint }) => known.has(thumbprint ?? "")).length,
        idsOf(login).length,
        login.createdDateTime,
    ];
    return [...candidates].sort((a, b) => {
        const [mine, theirs] = [merits(a), merits(b)];
        const decisive = mine.findIndex((merit, index) => merit !== theirs[index]);
        return (theirs[decisive] ?? 0) > (mine[decisive] ?? 0) ? 1 : -1;
    })[0];
}

function adoptApplication(name: string, login: Login, others: number): Finding {
    const choice =
        others === 0
            ? ""
            : `; of ${others + 1} such applications this one carries most of what the state still knows, then most of what a login needs, and is the newest of equals`;
    return {
        what: `${applicationText(login)} carries this stack's tag, but the state has no application "${name}"${choice}`,
        mend: {
            by: "adopt",
            adoption: { kind: "Application", name, id: `/applications/${login.id}`, component: name },
        },
    };
}

/**
 * Whether its owners are the deployer, or those that the stack asks for. A tag alone proves nothing: whoever may register
 * an application can set it, and the next update would give that application the stack's rights.
 */
function isMadeByUs({ owners }: Login, name: string, { state, deployerObjectId }: Compared): boolean {
    const asked = componentOf(state, "ExchangeApplication", name)?.inputs?.["owners"];
    const ours = [deployerObjectId, ...(Array.isArray(asked) ? (asked as unknown[]) : [])];
    return owners.length > 0 && owners.every((owner) => ours.includes(owner));
}

function notByUs(login: Login): Finding {
    return {
        what: `${applicationText(login)} carries this stack's tag, but its owners (${login.owners.join(", ") || "none"}) are not the deployer and nobody that the stack asks for. It is left alone, since anybody can set a tag; run repair as its owner to take it over`,
        mend: { by: "hand", command: `az ad app delete --id ${login.clientId}`, may: true },
    };
}

function surplus(login: Login, chosen: Login): Finding {
    return {
        what: `${applicationText(login)} carries this stack's tag beside ${chosen.clientId}: an update made it anew and forgot this one`,
        mend: { by: "hand", command: `az ad app delete --id ${login.clientId}` },
    };
}

function adoptRest(
    name: string,
    { servicePrincipal }: Login,
    live: readonly TenantResource[],
    { state }: Compared,
): Finding[] {
    if (servicePrincipal === undefined) {
        return [];
    }
    const lost = (adoption: Omit<Adoption, "component">, text: string): Finding[] =>
        live.some(({ id }) => id === adoption.id)
            ? []
            : [
                  {
                      what: `${text} exists in the tenant, but the state does not know it`,
                      mend: { by: "adopt", adoption: { ...adoption, component: name } },
                  },
              ];
    return [
        ...lost(
            { kind: "ServicePrincipal", name, id: servicePrincipalId(servicePrincipal.id) },
            `the service principal ${servicePrincipal.id} of "${name}"`,
        ),
        ...servicePrincipal.consents.flatMap((consent) => {
            const permission = askedPermission(consent);
            const id = consentId(consent);
            return permission === undefined
                ? []
                : lost(
                      { kind: "AppRoleAssignment", name: consentName(name, permission), id },
                      `admin consent of "${name}" to ${permission.value} of ${permission.apiName}`,
                  );
        }),
        ...servicePrincipal.roles
            .filter((role) => isAsked(role, askedRoles(state, name)))
            .flatMap((role) =>
                lost(
                    {
                        kind: "DirectoryRoleAssignment",
                        name: roleName(name, role.roleDefinitionId),
                        id: roleId(role),
                    },
                    `the directory role ${roleText(role.roleDefinitionId)} of "${name}"`,
                ),
            ),
    ];
}

/** Those with a certificate of this stack's were lost; of others only a person can know who put them there. */
function unownedCredentials(
    { id, clientId, credentials }: Login,
    live: readonly TenantResource[],
    known: ReadonlySet<string>,
): Finding[] {
    return credentials
        .filter(({ keyId }) => !live.some((resource) => resource.id === credentialId(id, keyId)))
        .map(({ keyId, thumbprint, endDateTime }) => {
            const text = `credential ${keyId} of the application ${clientId} (certificate ${thumbprint ?? "unknown"}, until ${endDateTime})`;
            const command = `az ad app credential delete --id ${clientId} --key-id ${keyId} --cert`;
            return known.has(thumbprint ?? "")
                ? {
                      what: `${text} belongs to nobody: it has this stack's certificate, but the state does not know it, and it cannot be imported`,
                      mend: { by: "hand", command },
                  }
                : {
                      what: `${text} is none that this stack's state knows`,
                      mend: { by: "hand", command, may: true },
                  };
        });
}

/** Permissions and roles that the login holds and the stack does not ask for. */
function unaskedGrants(
    name: string,
    { servicePrincipal }: Login,
    live: readonly TenantResource[],
    { state, graphUrl }: Compared,
): Finding[] {
    const asked = askedRoles(state, name);
    const held = [
        ...(servicePrincipal?.consents ?? [])
            .filter((consent) => askedPermission(consent) === undefined)
            .map((consent) => [consentId(consent), `the application permission ${consent.appRoleId}`] as const),
        ...(servicePrincipal?.roles ?? [])
            .filter((role) => !isAsked(role, asked))
            .map((role) => [roleId(role), `the directory role ${roleText(role.roleDefinitionId)}`] as const),
    ];
    return held
        .filter(([id]) => !live.some((resource) => resource.id === id))
        .map(([id, text]) => ({
            what: `"${name}" holds ${text}, which this stack does not ask for`,
            mend: { by: "hand", command: `az rest --method DELETE --url ${graphUrl}/v1.0${id}`, may: true },
        }));
}

function askedPermission(consent: {
    readonly appRoleId: string;
    readonly resourceClientId: string | undefined;
}): ApplicationPermission | undefined {
    return askedPermissions.find(
        ({ appRoleId, apiClientId }) => appRoleId === consent.appRoleId && apiClientId === consent.resourceClientId,
    );
}

/** Template ids of the roles that the stack last asked for; all that it can ask for when its state does not say. */
function askedRoles(state: readonly StateResource[], name: string): readonly unknown[] {
    const roles = componentOf(state, "TenantAccess", name)?.inputs?.["roles"];
    return Array.isArray(roles) ? roles : exchangeDirectoryRoles.map(({ templateId }) => templateId);
}

function isAsked(
    { roleDefinitionId, directoryScopeId }: { readonly roleDefinitionId: string; readonly directoryScopeId: string },
    asked: readonly unknown[],
): boolean {
    return directoryScopeId === "/" && asked.includes(roleDefinitionId);
}

/** SHA-1 thumbprints of the certificates that the stack gave the application, or wanted to. */
function knownThumbprints(state: readonly StateResource[], name: string): ReadonlySet<string> {
    const certificates = componentOf(state, "ExchangeApplication", name)?.inputs?.["certificates"];
    return new Set(
        Object.values(Object(certificates) as Record<string, unknown>).flatMap((pem) => {
            try {
                return certificateFacts(String(pem)).thumbprint;
            } catch (error) {
                if (error instanceof UserError) {
                    return [];
                }
                throw error;
            }
        }),
    );
}

function applicationText({ displayName, clientId, createdDateTime }: Login): string {
    return `the application "${displayName}" (client id ${clientId}, created ${createdDateTime})`;
}

function roleText(roleDefinitionId: string): string {
    return exchangeDirectoryRoles.find(({ templateId }) => templateId === roleDefinitionId)?.name ?? roleDefinitionId;
}
