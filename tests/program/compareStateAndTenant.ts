import type { Tenant } from "microsoft-local-tenant";
import type { StackResource } from "./project";

/** How a stack's state and the tenant differ. Ids are in the form in which the azuread provider has them. */
export interface Comparison {
    /** In the state, but not in the tenant. */
    readonly missing: readonly StackResource[];
    /** In the tenant, by its ownership tag this stack's, but not in the state. */
    readonly orphans: readonly Orphan[];
}

export interface Orphan {
    /** `exo-unattended/<project>/<stack>/<name>`, of the application that it is or belongs to. */
    readonly tag: string;
    /** What it is: the last word of its resource type. */
    readonly kind: string;
    readonly id: string;
}

/** @param owner the beginning of the tags of what is the stack's: `exo-unattended/<project>/<stack>/` */
export function compareStateAndTenant(resources: readonly StackResource[], tenant: Tenant, owner: string): Comparison {
    const inState = resources.filter(({ type }) => /^azuread:index\//.test(type));
    const known = new Set(inState.map(({ id }) => id));
    const everything = new Set(objectsOf(tenant, "").map(({ id }) => id));
    return {
        missing: inState.filter(({ id }) => id === undefined || !everything.has(id)),
        orphans: objectsOf(tenant, owner).filter(({ id }) => !known.has(id)),
    };
}

/** All objects of applications with such a tag; of all applications when the beginning is empty. */
function objectsOf(tenant: Tenant, owner: string): Orphan[] {
    const objects: Orphan[] = [];
    for (const application of tenant.applications) {
        const tag = owner === "" ? "" : application.properties.tags.find((candidate) => candidate.startsWith(owner));
        if (tag === undefined) {
            continue;
        }
        const add = (kind: string, id: string): unknown => objects.push({ tag, kind, id });
        add("Application", `/applications/${application.id}`);
        for (const { keyId } of application.keyCredentials) {
            add("ApplicationCertificate", `${application.id}/certificate/${keyId}`);
        }
        for (const servicePrincipal of tenant.servicePrincipals.filter(({ appId }) => appId === application.appId)) {
            add("ServicePrincipal", `/servicePrincipals/${servicePrincipal.id}`);
            const isHeld = ({ principalId }: { readonly principalId: string }): boolean =>
                principalId === servicePrincipal.id;
            for (const { id, resourceId } of tenant.appRoleAssignments.filter(isHeld)) {
                add("AppRoleAssignment", `/servicePrincipals/${resourceId}/appRoleAssignedTo/${id}`);
            }
            for (const { id } of tenant.roleAssignments.filter(isHeld)) {
                add("DirectoryRoleAssignment", `/roleManagement/directory/roleAssignments/${id}`);
            }
        }
    }
    return objects;
}
