import type { Issuer } from "./entra/entraState";
import type { DistributionGroup, ExchangeServicePrincipal, RoleGroupMember } from "./exchange/exchangeState";
import type { ApplicationProperties } from "./graph/applicationSchema";
import type {
    ActivatedRole,
    AdministrativeUnit,
    AppManagementPolicy,
    ClaimsMappingPolicy,
    CustomRole,
    DelegatedPermissionGrant,
    DeletedItem,
    FederatedIdentityCredential,
    Group,
    RoleEligibilityRequest,
    ScopedRoleMember,
} from "./graph/directoryState";
import type { ServicePrincipalProperties } from "./graph/servicePrincipalSchema";
import type { UserProperties } from "./graph/userSchema";

/** Everything that the local tenant remembers. */
export interface State {
    readonly format: typeof stateFormat;
    /** PKCS#8 PEM of the key that signs access tokens, in files of older versions; now it has a file of its own. */
    readonly signingKey?: string;
    readonly tenants: Record<string, Tenant>;
    /** Outside identity providers whose keys are known here. */
    readonly issuers: readonly Issuer[];
}

/** Raised when the state gets another form; `stateUpgrade.ts` brings older files along. */
export const stateFormat = 3;

export interface Tenant {
    readonly tenantId: string;
    readonly displayName: string;
    /** The initial domain, e.g. `contoso.onmicrosoft.com`. */
    readonly organization: string;
    /** Further domains of the tenant. */
    readonly customDomains: readonly string[];
    /** Login host of the national cloud that the tenant belongs to, when it is not this one. */
    readonly otherCloud?: string | undefined;
    /** Whether it has Microsoft Entra ID P1 or P2; absent in a state of before, which counts as having it. */
    readonly hasPremium?: boolean;
    /** Display names of the service principals that a Conditional Access policy for workload identities blocks. */
    readonly blockedServicePrincipals: readonly string[];
    readonly createdDateTime: string;
    users: User[];
    groups: Group[];
    readonly mailboxes: Mailbox[];
    applications: Application[];
    servicePrincipals: ServicePrincipal[];
    appRoleAssignments: AppRoleAssignment[];
    delegatedPermissionGrants: DelegatedPermissionGrant[];
    roleAssignments: RoleAssignment[];
    roleEligibilityRequests: RoleEligibilityRequest[];
    customRoles: CustomRole[];
    activatedRoles: ActivatedRole[];
    administrativeUnits: AdministrativeUnit[];
    scopedRoleMembers: ScopedRoleMember[];
    deletedItems: DeletedItem[];
    appManagementPolicy: AppManagementPolicy;
    claimsMappingPolicies: ClaimsMappingPolicy[];
    /** Exchange Online's own references to service principals. */
    exchangeServicePrincipals: ExchangeServicePrincipal[];
    /** Members of Exchange Online's role groups that are service principals. */
    roleGroupMembers: RoleGroupMember[];
    readonly distributionGroups: DistributionGroup[];
    /** Above it Exchange Online answers 429. Absent: no limit. */
    readonly exchangeRequestsPerMinute?: number | undefined;
}

/** A person. Nobody signs in here as one: passwords are checked and forgotten. */
export interface User extends UserProperties {
    readonly id: string;
    readonly createdDateTime: string;
    /** Object id of the user's manager. */
    managerId: string | null;
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
    /** Template of the gallery that it was made from. */
    readonly applicationTemplateId: string | null;
    /** Object ids of users and service principals. */
    owners: string[];
    properties: ApplicationProperties;
    keyCredentials: KeyCredential[];
    passwordCredentials: PasswordCredential[];
    federatedIdentityCredentials: FederatedIdentityCredential[];
    /** A property of Graph's beta alone. */
    oauth2RequirePostResponse: boolean;
    logo: Logo | null;
}

export interface Logo {
    readonly contentType: string;
    /** Base64 of the image. */
    readonly image: string;
}

export interface KeyCredential {
    readonly keyId: string;
    readonly customKeyIdentifier: string;
    readonly displayName: string;
    readonly startDateTime: string;
    readonly endDateTime: string;
    /** The private half of a certificate that signs SAML tokens is kept as `X509CertAndPassword`. */
    readonly type: "AsymmetricX509Cert" | "X509CertAndPassword";
    readonly usage: "Verify" | "Sign";
    /** Base64 of the certificate in DER; of the private half nothing is kept. */
    readonly key: string | null;
}

export interface PasswordCredential {
    readonly keyId: string;
    /** Says which key the password opens; null for client secrets. */
    readonly customKeyIdentifier: string | null;
    readonly displayName: string | null;
    readonly startDateTime: string;
    readonly endDateTime: string;
    /** The first characters of the secret, which Graph shows. */
    readonly hint: string | null;
    /** SHA-256 of the secret in hex: nobody needs the secret itself again. Null for what opens a key. */
    readonly secretHash: string | null;
}

/** The presence of an application in a tenant. */
export interface ServicePrincipal {
    readonly id: string;
    readonly appId: string;
    readonly createdDateTime: string;
    owners: string[];
    properties: ServicePrincipalProperties;
    keyCredentials: KeyCredential[];
    passwordCredentials: PasswordCredential[];
    /** Ids of the claims mapping policies that are assigned to it. */
    claimsMappingPolicies: string[];
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
    readonly oauth2PermissionScopes: readonly PublishedScope[];
    readonly applicationTemplateId?: string | null | undefined;
    readonly homepage: string | null;
    readonly logoutUrl: string | null;
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

/** A delegated permission: what an application may ask for on behalf of the person who is signed in. */
export interface PublishedScope {
    readonly id: string;
    readonly value?: string | null | undefined;
    /** Who may consent: every user, or administrators alone. */
    readonly type: string;
    readonly isEnabled: boolean;
    readonly adminConsentDisplayName?: string | null | undefined;
    readonly adminConsentDescription?: string | null | undefined;
    readonly userConsentDisplayName?: string | null | undefined;
    readonly userConsentDescription?: string | null | undefined;
}

/** An app role held by a service principal (an application permission: the admin consent), a user or a group. */
export interface AppRoleAssignment {
    readonly id: string;
    readonly createdDateTime: string;
    readonly appRoleId: string;
    /** Who holds it. */
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
