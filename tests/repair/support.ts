import type { Login } from "../../src/graph/logins";
import { idsOf } from "../../src/graph/tenantView";
import { exchangeManageAsApp } from "../../src/microsoft/permissions";
import { typeOf, type Kind } from "../../src/identities/names";
import type { StateResource } from "../../src/pulumi/state";
import type { Compared } from "../../src/repair/compared";

/** Exchange Administrator. */
export const role = "29232cdf-9323-42fd-ade2-1d097af3e4de";
export const tagPrefix = "exo-unattended/project/dev/";
export const azureadProvider = "urn:pulumi:dev::project::pulumi:providers:azuread::default_6_9_1";

/** A comparison of that state with that tenant, for a stack whose every update was interrupted. */
export function comparedOf(
    state: readonly StateResource[],
    logins: readonly Login[],
    changes: Partial<Compared> = {},
): Compared {
    return {
        state,
        tenant: { logins, gone: new Set() },
        tagPrefix,
        deployerObjectId: "deployer",
        graphUrl: "https://graph.microsoft.com",
        interruptedUpdates: [{ from: Date.parse("2025-01-01"), to: Date.parse("2028-01-01") }],
        creations: new Map(),
        ...changes,
    };
}

/** A login of the stack, complete unless told otherwise. */
export function login(id: string, changes: Partial<Login> = {}): Login {
    return {
        id,
        clientId: `client-${id}`,
        displayName: "EXO",
        description: "",
        signInAudience: "AzureADMyOrg",
        requestedPermissions: [`${exchangeManageAsApp.apiClientId}/${exchangeManageAsApp.appRoleId}/Role`],
        secrets: [],
        federatedCredentials: [],
        tags: [`${tagPrefix}exo`],
        createdDateTime: "2026-01-01T00:00:00Z",
        owners: ["deployer"],
        credentials: [
            {
                keyId: `key-${id}`,
                thumbprint: "0".repeat(40),
                startDateTime: "2026-01-01T00:00:00Z",
                endDateTime: "2027-01-01T00:00:00Z",
            },
        ],
        servicePrincipal: {
            id: `sp-${id}`,
            accountEnabled: true,
            owners: ["deployer"],
            credentials: [],
            secrets: [],
            consents: [
                {
                    id: `consent-${id}`,
                    appRoleId: exchangeManageAsApp.appRoleId,
                    resourceId: "exchange",
                    resourceClientId: exchangeManageAsApp.apiClientId,
                },
            ],
            roles: [{ id: `role-${id}`, roleDefinitionId: role, directoryScopeId: "/" }],
        },
        ...changes,
    };
}

const unattended = "exo-unattended:index:UnattendedAccess";
const application = `${unattended}$exo-unattended:index:ExchangeApplication`;
const access = `${unattended}$exo-unattended:index:TenantAccess`;

/** The URN of a resource of the component that holds such resources. */
export function urnOf(kind: Kind, name: string): string {
    const parent = kind === "Application" || kind === "ApplicationCertificate" ? application : access;
    return `urn:pulumi:dev::project::${parent}$${typeOf(kind)}::${name}`;
}

/** The components of the stack, as they stay in the state when their resources are lost. */
export function components(certificates: Readonly<Record<string, string>> = {}): StateResource[] {
    return [
        { type: "pulumi:providers:azuread", urn: azureadProvider, id: "p" },
        { type: unattended, urn: `urn:pulumi:dev::project::${unattended}::exo` },
        {
            type: "exo-unattended:index:ExchangeApplication",
            urn: `urn:pulumi:dev::project::${application}::exo`,
            inputs: { certificates },
        },
        {
            type: "exo-unattended:index:TenantAccess",
            urn: `urn:pulumi:dev::project::${access}::exo`,
            inputs: { roles: [role] },
        },
    ];
}

/** A resource of the state. */
export function resource(kind: Kind, name: string, id: string, changes: Partial<StateResource> = {}): StateResource {
    return { type: typeOf(kind), urn: urnOf(kind, name), id, provider: `${azureadProvider}::p`, ...changes };
}

/** The state of a stack that knows all of that login. */
export function stateOf(one: Login): StateResource[] {
    const names = ["exo", "exo-current", "exo", "exo-exchange-manage-as-app", `exo-${role}`];
    const kinds: readonly Kind[] = [
        "Application",
        "ApplicationCertificate",
        "ServicePrincipal",
        "AppRoleAssignment",
        "DirectoryRoleAssignment",
    ];
    return [
        ...components(),
        ...idsOf(one).map((id, index) => resource(kinds[index] ?? "Application", names[index] ?? "", id)),
    ];
}
