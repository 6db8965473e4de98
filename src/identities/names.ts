import type { AzureComponent } from "./azureTargets";
import { exchangeManageAsApp, type ApplicationPermission } from "../microsoft/permissions";

/*
 * The names by which Pulumi, Microsoft Entra and this project's commands recognize what belongs to a login. They are
 * identities: Pulumi replaces a resource whose name or type changes, so nothing in this file ever changes.
 */

/** The component classes of this package. */
export type ComponentName =
    "UnattendedAccess" | "Certificate" | "ExchangeApplication" | "TenantAccess" | AzureComponent;

/** What Pulumi's type tokens of this package begin with. */
export const componentTokenPrefix = "exo-unattended:index:";

/** The type token of a component, for example `exo-unattended:index:TenantAccess`. */
export function componentToken(component: ComponentName): string {
    return `${componentTokenPrefix}${component}`;
}

/** The kinds of objects in a tenant that a login consists of: the last word of their resource type. */
export const kinds = [
    "Application",
    "ApplicationCertificate",
    "ServicePrincipal",
    "AppRoleAssignment",
    "DirectoryRoleAssignment",
] as const;
export type Kind = (typeof kinds)[number];

/** The type token of a kind, for example `azuread:index/application:Application`. */
export function typeOf(kind: Kind): string {
    return `azuread:index/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`;
}

/**
 * The name of a certificate of a login, of its key and of its credential.
 * @param key in the argument `certificates`
 */
export function certificateName(login: string, key: string): string {
    return `${login}-${key}`;
}

/** The name of an access's admin consent to a permission. */
export function consentName(access: string, { apiClientId }: ApplicationPermission): string {
    return apiClientId === exchangeManageAsApp.apiClientId
        ? `${access}-exchange-manage-as-app`
        : `${access}-exchange-online-protection-manage-as-app`;
}

/** The name of an API's service principal that an access creates. */
export function apiName(access: string, { apiClientId }: ApplicationPermission): string {
    return apiClientId === exchangeManageAsApp.apiClientId
        ? `${access}-exchange-online`
        : `${access}-exchange-online-protection`;
}

/** The name of an access's directory role assignment. */
export function roleName(access: string, templateId: string): string {
    return `${access}-${templateId}`;
}

/** What the tags of a stack's applications begin with. */
export function tagPrefix(project: string, stack: string): string {
    return `exo-unattended/${project}/${stack}/`;
}

/** The tag that says which login of which stack an application belongs to; also in the tags of delivered secrets. */
export function ownershipTag(project: string, stack: string, login: string): string {
    return `${tagPrefix(project, stack)}${login}`;
}

/** The tag prefix of the stack that a URN belongs to. */
export function tagPrefixOf(urn: string): string {
    const [, stack = "", project = ""] = /^urn:pulumi:(.+?)::(.+?)::/.exec(urn) ?? [];
    return tagPrefix(project, stack);
}

/** The name that the program gave the resource: the last part of its URN. */
export function nameOf(urn: string): string {
    return urn.split("::").slice(3).join("::");
}

/** Whether a URN is that of a component of this package, or of a resource inside of one. */
export function isOfThisPackage(urn: string): boolean {
    return urn.includes(componentTokenPrefix);
}
