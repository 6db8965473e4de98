import type { Application, AppRoleAssignment, RoleAssignment, ServicePrincipal, User } from "../state";
import type { GroupProperties } from "./groupSchema";

/** The outside tokens that an application accepts in place of a credential of its own. */
export interface FederatedIdentityCredential {
    readonly id: string;
    readonly name: string;
    issuer: string;
    /** Null when an expression says which tokens are accepted. */
    subject: string | null;
    description: string | null;
    audiences: string[];
    claimsMatchingExpression: ClaimsMatchingExpression | null;
}

/** Which outside tokens are accepted, in the language of flexible federated identity credentials. */
export interface ClaimsMatchingExpression {
    readonly value: string;
    readonly languageVersion: number;
}

export interface Group extends GroupProperties {
    readonly id: string;
    readonly createdDateTime: string;
    /** Object ids. */
    owners: string[];
    members: string[];
}

/** Consent to delegated permissions, for all users or for one. */
export interface DelegatedPermissionGrant {
    readonly id: string;
    /** Service principal that may act on behalf of a user. */
    readonly clientId: string;
    readonly consentType: "AllPrincipals" | "Principal";
    /** The user, with `Principal`. */
    readonly principalId: string | null;
    /** Service principal of the API. */
    readonly resourceId: string;
    /** Names of delegated permissions, with spaces between them. */
    scope: string;
}

/** A request by which somebody became, or ceased to be, eligible for a directory role. */
export interface RoleEligibilityRequest {
    readonly id: string;
    readonly action: string;
    readonly createdDateTime: string;
    readonly principalId: string;
    readonly roleDefinitionId: string;
    readonly directoryScopeId: string;
    readonly justification: string | null;
    /** What the request says about the beginning and the end. */
    readonly scheduleInfo: Readonly<Record<string, unknown>> | null;
    /** Whether a later request has ended it. */
    isRevoked: boolean;
}

export interface ClaimsMappingPolicy {
    readonly id: string;
    definition: string[];
    displayName: string;
    isOrganizationDefault: boolean;
}

/** A directory role that the tenant has made itself. */
export interface CustomRole {
    readonly id: string;
    description: string | null;
    displayName: string;
    isEnabled: boolean;
    rolePermissions: { readonly allowedResourceActions: readonly string[] }[];
    templateId: string;
    version: string | null;
}

/** A built-in role as the older part of Graph knows it: with an object id of its own, once it is activated. */
export interface ActivatedRole {
    readonly id: string;
    readonly roleTemplateId: string;
}

export interface AdministrativeUnit {
    readonly id: string;
    description: string | null;
    displayName: string;
    visibility: string | null;
    /** Object ids. */
    members: string[];
}

/** An activated role held for the members of an administrative unit. */
export interface ScopedRoleMember {
    readonly id: string;
    readonly administrativeUnitId: string;
    /** Object id of the activated role. */
    readonly roleId: string;
    readonly principalId: string;
}

/** What the recycle bin holds, with what went along. */
export type DeletedItem = DeletedApplication | DeletedServicePrincipal | DeletedUser | DeletedGroup;

/** Memberships, ownerships and grants of users and groups do not come back. */
export interface DeletedUser {
    readonly kind: "user";
    readonly deletedDateTime: string;
    readonly object: User;
}

/** Only Microsoft 365 groups can be restored. */
export interface DeletedGroup {
    readonly kind: "group";
    readonly deletedDateTime: string;
    readonly object: Group;
}

export interface DeletedApplication {
    readonly kind: "application";
    readonly deletedDateTime: string;
    readonly object: Application;
}

export interface DeletedServicePrincipal {
    readonly kind: "servicePrincipal";
    readonly deletedDateTime: string;
    readonly object: ServicePrincipal;
    readonly appRoleAssignments: readonly AppRoleAssignment[];
    readonly roleAssignments: readonly RoleAssignment[];
}

/** Rules for credentials of all applications and service principals of a tenant. */
export interface AppManagementPolicy {
    displayName: string;
    description: string;
    isEnabled: boolean;
    applicationRestrictions: AppManagementConfiguration;
    servicePrincipalRestrictions: AppManagementConfiguration;
}

export interface AppManagementConfiguration {
    readonly passwordCredentials: readonly CredentialRestriction[];
    readonly keyCredentials: readonly CredentialRestriction[];
}

export interface CredentialRestriction {
    readonly restrictionType: string;
    readonly state: "enabled" | "disabled";
    /** ISO 8601. */
    readonly maxLifetime: string | null;
    /** Objects made before are spared. */
    readonly restrictForAppsCreatedAfterDateTime: string | null;
}
