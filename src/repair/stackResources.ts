import type { StateResource } from "../pulumi/state";

/** The kinds of objects in a tenant that a login is made of: the last word of their resource type. */
export const kinds = [
    "Application",
    "ApplicationCertificate",
    "ServicePrincipal",
    "AppRoleAssignment",
    "DirectoryRoleAssignment",
] as const;
export type Kind = (typeof kinds)[number];

/** The resource type, such as `azuread:index/application:Application`. */
export function typeOf(kind: Kind): string {
    return `azuread:index/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`;
}

/** A resource of the state that stands for an object in the tenant. */
export interface TenantResource extends StateResource {
    readonly kind: Kind;
    readonly id: string;
}

/** Those of the state's resources that this project's components made in the tenant; others are none of its business. */
export function tenantResources(resources: readonly StateResource[]): TenantResource[] {
    return resources.flatMap((resource) => {
        const kind = kinds.find((candidate) => typeOf(candidate) === resource.type);
        const isOurs = resource.urn.includes("exo-unattended:index:");
        return kind !== undefined && isOurs && resource.id !== undefined
            ? [{ ...resource, kind, id: resource.id }]
            : [];
    });
}

/** What a resource of the state and one of a plan have in common. */
interface Provided {
    readonly urn: string;
    readonly type: string;
    readonly provider?: string | undefined;
    readonly inputs?: Readonly<Record<string, unknown>> | undefined;
}

/** Without what belongs to other tenants: a program may give one application access to several. */
export function ofTenant<T extends Provided>(resources: readonly T[], tenantId: string): T[] {
    const isElsewhere = (resource: Provided | undefined): boolean => {
        const tenant = resource?.inputs?.["tenantId"];
        return typeof tenant === "string" && tenant.toLowerCase() !== tenantId.toLowerCase();
    };
    const elsewhere = new Set(
        resources
            .filter(({ type }) => type === "pulumi:providers:azuread")
            .flatMap((one) => (isElsewhere(one) ? one.urn : [])),
    );
    return resources.filter(
        (one) =>
            !elsewhere.has(one.urn) &&
            !elsewhere.has(providerUrn(one.provider ?? "")) &&
            !(one.type === "exo-unattended:index:TenantAccess" && isElsewhere(one)),
    );
}

/** The URN in a reference to a provider, which ends with `::<id>`. */
export function providerUrn(reference: string): string {
    return reference.replace(/::[^:]*$/, "");
}

/** The components that hold a login's resources. */
export type ComponentKind = "UnattendedAccess" | "ExchangeApplication" | "TenantAccess";

/** The component of that name, or undefined when the state has none. */
export function componentOf(
    resources: readonly StateResource[],
    kind: ComponentKind,
    name: string,
): StateResource | undefined {
    return resources.find(({ urn, type }) => type === `exo-unattended:index:${kind}` && nameOf(urn) === name);
}

/** The name of the `TenantAccess` of an application: one that names its client id, else the one of that name. */
export function accessName(resources: readonly StateResource[], clientId: string, name: string): string {
    const access = resources.find(
        ({ type, inputs }) => type === "exo-unattended:index:TenantAccess" && inputs?.["clientId"] === clientId,
    );
    return access === undefined ? name : nameOf(access.urn);
}

/** The name that the program gave the resource: the last part of its URN. */
export function nameOf(urn: string): string {
    return urn.split("::").slice(3).join("::");
}

/** What the tags of a stack's applications begin with, from any URN of the stack. */
export function tagPrefixOf(urn: string): string {
    const [, stack = "", project = ""] = /^urn:pulumi:(.+?)::(.+?)::/.exec(urn) ?? [];
    return `exo-unattended/${project}/${stack}/`;
}
