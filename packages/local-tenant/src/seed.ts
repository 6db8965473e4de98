import { hash } from "node:crypto";
import { wholeSeconds } from "./wholeSeconds";
import { defaultAppManagementPolicy } from "./graph/appManagementPolicy";
import { plantFederation, plantSignIn, type FederatedIdentityCredentialSeed, type SignInSeed } from "./entra/entraSeed";
import type { Issuer } from "./entra/entraState";
import { aliasOf, plantExchange, type ExchangeSeed } from "./exchange/exchangeSeed";
import { defaultApplication } from "./graph/applicationSchema";
import { passwordCredential } from "./graph/passwordCredential";
import { defaultServicePrincipal } from "./graph/servicePrincipalSchema";
import { publish } from "./graph/servicePrincipals";
import { noProperties } from "./graph/userSchema";
import { exchangeApplications, microsoftApplications, microsoftGraph } from "./microsoftApplications";
import { graphApplicationPermissions } from "./microsoftGraphPermissions";
import type { Application, ServicePrincipal, Tenant, User } from "./state";

/** Template id of the directory role Global Administrator. */
const globalAdministrator = "62e90394-69f5-4237-9190-012177145e10";

/** What a new state begins with. */
export interface Seed {
    readonly tenants: readonly TenantSeed[];
    /** Outside identity providers; others must be on this machine, where their keys can be asked for. */
    readonly issuers?: readonly Issuer[];
}

export interface TenantSeed extends SignInSeed, ExchangeSeed {
    readonly tenantId: string;
    readonly displayName: string;
    readonly organization: string;
    /** Applications that may already sign in, to deploy others. */
    readonly deployers: readonly DeployerSeed[];
    /** Names of people with a mailbox. */
    readonly people: readonly string[];
    /** Whether the tenant has ever had Exchange Online: without it the tenant has no service principal for it. */
    readonly hasExchangeOnline: boolean;
}

export interface DeployerSeed {
    readonly displayName: string;
    readonly clientId: string;
    /** Public, as everything in a seed: it opens nothing but a tenant on this machine. */
    readonly clientSecret: string;
    /** Application permissions of Microsoft Graph, or all of them that are known here. */
    readonly permissions: readonly string[] | "all";
    readonly federatedIdentityCredentials?: readonly FederatedIdentityCredentialSeed[];
}

/** The least that creating applications with admin consent and a directory role takes. */
export const deployerPermissions: readonly string[] = [
    "Application.ReadWrite.OwnedBy",
    "Application.Read.All",
    "AppRoleAssignment.ReadWrite.All",
    "RoleManagement.ReadWrite.Directory",
];

const exoip = {
    tenantId: "11111111-2222-3333-4444-555555555555",
    displayName: "EXO in Practice",
    organization: "exoip.onmicrosoft.com",
    hasExchangeOnline: true,
    distributionGroups: [
        { displayName: "All Employees", isSecurityGroup: false },
        { displayName: "Finance Approvers", isSecurityGroup: true },
    ],
    people: [
        "Adele Vance",
        "Alex Wilber",
        "Diego Siciliani",
        "Grady Archie",
        "Megan Bowen",
        "Nestor Wilke",
        "Pradeep Gupta",
    ],
    deployers: [
        {
            displayName: "engineer",
            clientId: "aaaaaaaa-0000-0000-0000-000000000001",
            clientSecret: "sandbox-engineer-secret",
            permissions: deployerPermissions,
        },
        {
            displayName: "pipeline",
            clientId: "aaaaaaaa-0000-0000-0000-000000000002",
            clientSecret: "sandbox-pipeline-secret",
            permissions: deployerPermissions,
        },
    ],
} as const satisfies TenantSeed;

const fabrikam = {
    tenantId: "22222222-3333-4444-5555-666666666666",
    displayName: "Fabrikam",
    organization: "fabrikam.onmicrosoft.com",
    hasExchangeOnline: true,
    people: ["Isaiah Langer", "Lidia Holloway"],
    deployers: [
        {
            displayName: "fabrikam engineer",
            clientId: "bbbbbbbb-0000-0000-0000-000000000001",
            clientSecret: "sandbox-fabrikam-secret",
            permissions: deployerPermissions,
        },
    ],
} as const satisfies TenantSeed;

/** The first deployer of the seeds here. */
export const sandboxDeployer: {
    readonly tenantId: string;
    readonly clientId: string;
    readonly clientSecret: string;
} = { tenantId: exoip.tenantId, ...exoip.deployers[0] };

/** One tenant, whose first deployer has every application permission of Microsoft Graph that is known here. */
export function defaultSeed(): Seed {
    const [engineer, ...others] = exoip.deployers;
    return { tenants: [{ ...exoip, deployers: [{ ...engineer, permissions: "all" }, ...others] }] };
}

/** The same, but both of its deployers have `deployerPermissions` alone. */
export function leastPrivilegeSeed(): Seed {
    return { tenants: [exoip] };
}

/** The same, and the tenant of another company. */
export function twoTenantSeed(): Seed {
    return { tenants: [exoip, fabrikam] };
}

/** The tenant as the seed describes it. Its ids are the same each time. */
export function plantTenant(seed: TenantSeed, now: Date): Tenant {
    const id = idsOf(seed);
    const createdDateTime = wholeSeconds(now);
    const users = seed.people.map((displayName) => plantUser(seed, displayName, createdDateTime, id));
    const tenant: Tenant = {
        tenantId: seed.tenantId,
        displayName: seed.displayName,
        organization: seed.organization,
        ...plantSignIn(seed),
        createdDateTime,
        users,
        groups: [],
        mailboxes: users.map((user) => ({
            userId: user.id,
            alias: aliasOf(user.displayName),
            exchangeGuid: id(`mailboxes/${user.displayName}`),
        })),
        applications: [],
        servicePrincipals: microsoftApplications
            .filter((api) => seed.hasExchangeOnline || !exchangeApplications.includes(api))
            .map(({ appId, published, tags }) => ({
                id: id(`servicePrincipals/${appId}`),
                appId,
                createdDateTime,
                owners: [],
                properties: { ...defaultServicePrincipal, tags: [...tags] },
                keyCredentials: [],
                passwordCredentials: [],
                claimsMappingPolicies: [],
                published,
            })),
        appRoleAssignments: [],
        delegatedPermissionGrants: [],
        roleAssignments: [],
        roleEligibilityRequests: [],
        customRoles: [],
        // In a new tenant, the role of its first user is the only one that is active.
        activatedRoles: [{ id: id(`directoryRoles/${globalAdministrator}`), roleTemplateId: globalAdministrator }],
        administrativeUnits: [],
        scopedRoleMembers: [],
        deletedItems: [],
        appManagementPolicy: defaultAppManagementPolicy,
        claimsMappingPolicies: [],
        ...plantExchange(seed, id),
    };
    plantDeployers(tenant, seed, now);
    return tenant;
}

/** Makes the deployers that the tenant does not have yet. One in the recycle bin was deleted on purpose. */
export function plantDeployers(tenant: Tenant, seed: TenantSeed, now: Date): void {
    const deleted = tenant.deletedItems.flatMap((item) => (item.kind === "application" ? [item.object] : []));
    const known = [...tenant.applications, ...deleted].map(({ appId }) => appId);
    for (const deployer of seed.deployers) {
        if (!known.includes(deployer.clientId)) {
            plantDeployer(tenant, deployer, idsOf(seed), now);
        }
    }
}

function idsOf(seed: TenantSeed): (what: string) => string {
    return (what) => fixedId(`${seed.tenantId}/${what}`);
}

function plantUser(seed: TenantSeed, displayName: string, createdDateTime: string, id: (what: string) => string): User {
    const alias = aliasOf(displayName);
    const [givenName = null, ...surnames] = displayName.split(" ");
    return {
        ...noProperties,
        id: id(`users/${displayName}`),
        createdDateTime,
        displayName,
        givenName,
        surname: surnames.join(" ") || null,
        mail: `${alias}@${seed.organization}`,
        mailNickname: alias,
        userPrincipalName: `${alias}@${seed.organization}`,
        managerId: null,
    };
}

function plantDeployer(tenant: Tenant, deployer: DeployerSeed, id: (what: string) => string, now: Date): void {
    const inTenYears = new Date(now);
    inTenYears.setUTCFullYear(now.getUTCFullYear() + 10);
    const application: Application = {
        id: id(`applications/${deployer.clientId}`),
        appId: deployer.clientId,
        createdDateTime: tenant.createdDateTime,
        applicationTemplateId: null,
        owners: [],
        properties: { ...defaultApplication, displayName: deployer.displayName },
        keyCredentials: [],
        passwordCredentials: [
            passwordCredential(deployer.clientSecret, "sandbox", now, inTenYears, id(`passwords/${deployer.clientId}`)),
        ],
        federatedIdentityCredentials: (deployer.federatedIdentityCredentials ?? []).map((credential) =>
            plantFederation(credential, id(`federatedIdentityCredentials/${deployer.clientId}/${credential.name}`)),
        ),
        oauth2RequirePostResponse: false,
        logo: null,
    };
    const servicePrincipal: ServicePrincipal = {
        id: id(`servicePrincipals/${deployer.clientId}`),
        appId: deployer.clientId,
        createdDateTime: tenant.createdDateTime,
        owners: [],
        properties: defaultServicePrincipal,
        keyCredentials: [],
        passwordCredentials: [],
        claimsMappingPolicies: [],
        published: publish(tenant, application),
    };
    tenant.applications.push(application);
    tenant.servicePrincipals.push(servicePrincipal);
    const permissions = deployer.permissions === "all" ? graphApplicationPermissions : deployer.permissions;
    for (const permission of permissions) {
        const appRole = microsoftGraph.published.appRoles.find(({ value }) => value === permission);
        if (!appRole) {
            throw new Error(`the local tenant's Microsoft Graph has no application permission ${permission}`);
        }
        tenant.appRoleAssignments.push({
            id: hash("sha256", id(`${deployer.clientId}/${permission}`), "base64url"),
            createdDateTime: now.toISOString(),
            appRoleId: appRole.id,
            principalId: servicePrincipal.id,
            resourceId: id(`servicePrincipals/${microsoftGraph.appId}`),
        });
    }
}

/** A GUID that depends on the name alone (RFC 9562, version 8). */
function fixedId(name: string): string {
    const hex = hash("sha256", name);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
