import {
    componentToken,
    isOfThisPackage,
    kinds,
    nameOf,
    typeOf,
    type ComponentName,
    type Kind,
} from "../identities/names";
import type { StateResource } from "../pulumi/state";

/** A resource of the state that stands for an object in the tenant. */
export interface TenantResource extends StateResource {
    readonly kind: Kind;
    readonly id: string;
}

const titles: Readonly<Record<Kind, string>> = {
    Application: "Application",
    ApplicationCertificate: "Credential",
    ServicePrincipal: "Service principal",
    AppRoleAssignment: "Admin consent",
    DirectoryRoleAssignment: "Directory role",
};

/** What people call the resource. */
export function titleOf({ kind, urn }: TenantResource): string {
    return `${titles[kind]} ${nameOf(urn)}`;
}

/** Those of the state's resources that this project's components made in the tenant; others are none of its business. */
export function tenantResources(resources: readonly StateResource[]): TenantResource[] {
    return resources.flatMap((resource) => {
        const kind = kinds.find((candidate) => typeOf(candidate) === resource.type);
        return kind !== undefined && isOfThisPackage(resource.urn) && resource.id !== undefined
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
            !(one.type === componentToken("TenantAccess") && isElsewhere(one)),
    );
}

/** The URN in a reference to a provider, which ends with `::<id>`. */
export function providerUrn(reference: string): string {
    return reference.replace(/::[^:]*$/, "");
}

/** The components that hold a login's resources. */
export type ComponentKind = Extract<ComponentName, "UnattendedAccess" | "ExchangeApplication" | "TenantAccess">;

/** The component of that name, or undefined when the state has none. */
export function componentOf(
    resources: readonly StateResource[],
    kind: ComponentKind,
    name: string,
): StateResource | undefined {
    return resources.find(({ urn, type }) => type === componentToken(kind) && nameOf(urn) === name);
}

/** The name of the `TenantAccess` of an application: one that names its client id, else the one of that name. */
export function accessName(resources: readonly StateResource[], clientId: string, name: string): string {
    const access = resources.find(
        ({ type, inputs }) => type === componentToken("TenantAccess") && inputs?.["clientId"] === clientId,
    );
    return access === undefined ? name : nameOf(access.urn);
}
