import type { Issuer } from "./entra/entraState";
import type { DistributionGroup, ExchangeServicePrincipal, RoleGroupMember } from "./exchange/exchangeState";
import type { ApplicationProperties } from "./graph/applicationSchema";
import type {
    ActivatedRole,
    AdministrativeUnit,
    AppManagementPolicy,
    CustomRole,
    DeletedItem,
    FederatedIdentityCredential,
    ScopedRoleMember,
} from "./graph/directoryState";
import type { ServicePrincipalProperties } from "./graph/servicePrincipalSchema";

/** Everything that the local tenant remembers. */
export interface State {
    readonly format: typeof stateFormat;
    /** PKCS#8 PEM of the RSA key that signs access tokens, one for all tenants, as Microsoft has it. */
    readonly signingKey: string;
    readonly tenants: Record<string, Tenant>;
    /** Outside identity providers whose keys are known here. */
    readonly issuers: readonly Issuer[];
}

/** Raised when older files can no longer be read. */
export const stateFormat = 2;

export interface Tenant {
    readonly tenantId: string;
    readonly displayName: string;
    /** The initial domain, e.g. `contoso.onmicrosoft.com`. */
    readonly organization: string;
    /** Further domains of the tenant. */
    readonly customDomains: readonly string[];
    /** Login host of the national cloud that the tenant belongs to, when it is not this one. */
    readonly otherCloud?: string | undefined;
    /** Display names of the service principals that a Conditional Access policy for workload identities blocks. */
    readonly blockedServicePrincipals: readonly string[];
    readonly createdDateTime: string;
    readonly users: User[];
    readonly mailboxes: Mailbox[];
    applications: Application[];
    servicePrincipals: ServicePrincipal[];
    appRoleAssignments: AppRoleAssignment[];
    roleAssignments: RoleAssignment[];
    customRoles: CustomRole[];
    activatedRoles: ActivatedRole[];
    administrativeUnits: AdministrativeUnit[];
    scopedRoleMembers: ScopedRoleMember[];
    deletedItems: DeletedItem[];
    appManagementPolicy: AppManagementPolicy;
    /** Exchange Online's own references to service principals. */
    exchangeServicePrincipals: ExchangeServicePrincipal[];
    /** Members of Exchange Online's role groups that are service principals. */
    roleGroupMembers: RoleGroupMember[];
    readonly distributionGroups: DistributionGroup[];
    /** Above it Exchange Online answers 429. Absent: there is no limit. */
    readonly exchangeRequestsPerMinute?: number | undefined;
}

export interface User {
    readonly id: string;
    readonly displayName: string;
    readonly userPrincipalName: string;
}

export interface Mailbox {
    /** The user whose mailbox it is. */
    readonly userId: string;
    readonly alias: string;
    readonly exchangeGuid: string;
}

/** An application registration. Its home is the tenant that lists it. */
export interface Application {
    readonly id: string;
    readonly appId: string;
    readonly createdDateTime: string;
    /** Object ids of users and service principals. */
    owners: string[];
    properties: ApplicationProperties;
    keyCredentials: KeyCredential[];
    passwordCredentials: PasswordCredential[];
    federatedIdentityCredentials: FederatedIdentityCredential[];
    /** The one property of Graph's beta that the azuread provider reads. */
    oauth2RequirePostResponse: boolean;
}

export interface KeyCredential {
    readonly keyId: string;
    readonly customKeyIdentifier: string;
    readonly displayName: string;
    readonly startDateTime: string;
    readonly endDateTime: string;
    readonly type: "AsymmetricX509Cert";
    readonly usage: "Verify";
    /** Base64 of the certificate in DER. */
    readonly key: string;
}

export interface PasswordCredential {
    readonly keyId: string;
    readonly displayName: string | null;
    readonly startDateTime: string;
    readonly endDateTime: string;
    /** The first characters of the secret, which Graph shows. */
    readonly hint: string;
    /** SHA-256 of the secret in hex: nobody needs the secret itself again. */
    readonly secretHash: string;
}

/** The presence of an application in a tenant. */
export interface ServicePrincipal {
    readonly id: string;
    readonly appId: string;
    readonly createdDateTime: string;
    owners: string[];
    properties: ServicePrincipalProperties;
    keyCredentials: KeyCredential[];
    published: PublishedApplication;
}

/** What a service principal takes over from its application. */
export interface PublishedApplication {
    readonly displayName: string;
    /** The tenant that the application belongs to. */
    readonly appOwnerOrganizationId: string;
    readonly signInAudience: string;
    readonly servicePrincipalNames: readonly string[];
    readonly appRoles: readonly PublishedAppRole[];
    readonly oauth2PermissionScopes: readonly object[];
    readonly homepage: string | null;
    readonly replyUrls: readonly string[];
}

export interface PublishedAppRole {
    readonly id: string;
    readonly value?: string | null | undefined;
    readonly displayName: string;
    readonly description: string | null;
    readonly isEnabled: boolean;
    readonly allowedMemberTypes: readonly string[];
}

/** An application permission granted to a service principal: the admin consent. */
export interface AppRoleAssignment {
    readonly id: string;
    readonly createdDateTime: string;
    readonly appRoleId: string;
    /** Service principal that holds the permission. */
    readonly principalId: string;
    /** Service principal of the API. */
    readonly resourceId: string;
}

/** A directory role held by somebody. */
export interface RoleAssignment {
    readonly id: string;
    readonly principalId: string;
    readonly roleDefinitionId: string;
    /** `/` for the whole tenant, or the part of it that the role is held for. */
    readonly directoryScopeId: string;
}

/** The tenant of that id or domain. */
export function findTenant(state: State, idOrDomain: string): Tenant | undefined {
    const wanted = idOrDomain.toLowerCase();
    return Object.values(state.tenants).find((tenant) => namesOf(tenant).includes(wanted));
}

/** What the tenant is called in addresses: its id and its domains. */
export function namesOf({ tenantId, organization, customDomains }: Tenant): readonly string[] {
    return [tenantId, organization, ...customDomains];
}

export function applicationByObjectId(tenant: Tenant, objectId: string): Application | undefined {
    return tenant.applications.find(({ id }) => id === objectId.toLowerCase());
}

export function servicePrincipalByObjectId(tenant: Tenant, objectId: string): ServicePrincipal | undefined {
    return tenant.servicePrincipals.find(({ id }) => id === objectId.toLowerCase());
}

/** The application of that client id and the tenant it belongs to, wherever that is. */
export function findApplication(
    state: State,
    appId: string,
): { readonly home: Tenant; readonly application: Application } | undefined {
    for (const home of Object.values(state.tenants)) {
        const application = home.applications.find((candidate) => candidate.appId === appId);
        if (application) {
            return { home, application };
        }
    }
    return undefined;
}
