import type { Application, AppRoleAssignment, RoleAssignment, ServicePrincipal } from "../state";

/** The outside tokens that an application accepts in place of a credential of its own. */
export interface FederatedIdentityCredential {
    readonly id: string;
    readonly name: string;
    issuer: string;
    subject: string;
    description: string | null;
    audiences: string[];
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
export type DeletedItem = DeletedApplication | DeletedServicePrincipal;

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
