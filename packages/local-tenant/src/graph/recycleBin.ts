import { wholeSeconds } from "../wholeSeconds";
import type { Application, ServicePrincipal, Tenant } from "../state";
import type { DeletedItem } from "./directoryState";

/** After that, Microsoft removes deleted items for good. */
const restorableForDays = 30;

/** What can still be restored. */
export function restorable(tenant: Tenant, now: Date): DeletedItem[] {
    return tenant.deletedItems.filter(({ deletedDateTime }) => {
        const end = new Date(deletedDateTime);
        end.setUTCDate(end.getUTCDate() + restorableForDays);
        return now < end;
    });
}

/**
 * Takes its service principal in this tenant along
 * (learn.microsoft.com/entra/identity/enterprise-apps/restore-application).
 */
export function discardApplication(tenant: Tenant, application: Application, now: Date): void {
    tenant.applications = tenant.applications.filter(({ id }) => id !== application.id);
    put(tenant, now, { kind: "application", deletedDateTime: wholeSeconds(now), object: application });
    const servicePrincipal = tenant.servicePrincipals.find(({ appId }) => appId === application.appId);
    if (servicePrincipal) {
        discardServicePrincipal(tenant, servicePrincipal, now);
    }
}

/** Takes with it what it was granted, what was granted on it, and what it owns. */
export function discardServicePrincipal(tenant: Tenant, servicePrincipal: ServicePrincipal, now: Date): void {
    const { id } = servicePrincipal;
    const appRoleAssignments = tenant.appRoleAssignments.filter(
        ({ principalId, resourceId }) => principalId === id || resourceId === id,
    );
    const roleAssignments = tenant.roleAssignments.filter(({ principalId }) => principalId === id);
    tenant.servicePrincipals = tenant.servicePrincipals.filter((other) => other.id !== id);
    tenant.appRoleAssignments = tenant.appRoleAssignments.filter((one) => !appRoleAssignments.includes(one));
    tenant.roleAssignments = tenant.roleAssignments.filter((one) => !roleAssignments.includes(one));
    tenant.scopedRoleMembers = tenant.scopedRoleMembers.filter(({ principalId }) => principalId !== id);
    for (const owned of [...tenant.applications, ...tenant.servicePrincipals]) {
        owned.owners = owned.owners.filter((owner) => owner !== id);
    }
    put(tenant, now, {
        kind: "servicePrincipal",
        deletedDateTime: wholeSeconds(now),
        object: servicePrincipal,
        appRoleAssignments,
        roleAssignments,
    });
}

/**
 * Assumed: the grants come back with a service principal as far as their other side is still there; ownerships do not.
 */
export function restore(tenant: Tenant, item: DeletedItem): void {
    tenant.deletedItems = tenant.deletedItems.filter((other) => other !== item);
    if (item.kind === "application") {
        tenant.applications.push(item.object);
        return;
    }
    tenant.servicePrincipals.push(item.object);
    const isThere = (objectId: string): boolean => tenant.servicePrincipals.some(({ id }) => id === objectId);
    tenant.appRoleAssignments.push(
        ...item.appRoleAssignments.filter(({ principalId, resourceId }) => isThere(principalId) && isThere(resourceId)),
    );
    tenant.roleAssignments.push(...item.roleAssignments);
}

function put(tenant: Tenant, now: Date, item: DeletedItem): void {
    tenant.deletedItems = [...restorable(tenant, now), item];
}
