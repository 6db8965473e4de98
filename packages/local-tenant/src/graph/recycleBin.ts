import { wholeSeconds } from "../wholeSeconds";
import { kindOf } from "./references";
import type { Application, ServicePrincipal, Tenant, User } from "../state";
import type { DeletedItem, Group } from "./directoryState";

/** After that, Microsoft removes deleted items permanently. */
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
    const { appRoleAssignments, roleAssignments } = tenant;
    tenant.servicePrincipals = tenant.servicePrincipals.filter((other) => other.id !== id);
    forget(tenant, id);
    put(tenant, now, {
        kind: "servicePrincipal",
        deletedDateTime: wholeSeconds(now),
        object: servicePrincipal,
        appRoleAssignments: appRoleAssignments.filter((one) => !tenant.appRoleAssignments.includes(one)),
        roleAssignments: roleAssignments.filter((one) => !tenant.roleAssignments.includes(one)),
    });
}

/** Takes with it what the user was granted, owns and is a member of. */
export function discardUser(tenant: Tenant, user: User, now: Date): void {
    tenant.users = tenant.users.filter((other) => other.id !== user.id);
    for (const other of tenant.users) {
        other.managerId = other.managerId === user.id ? null : other.managerId;
    }
    forget(tenant, user.id);
    put(tenant, now, { kind: "user", deletedDateTime: wholeSeconds(now), object: user });
}

/** Only Microsoft 365 groups can be restored (learn.microsoft.com/graph/api/group-delete). */
export function discardGroup(tenant: Tenant, group: Group, now: Date): void {
    tenant.groups = tenant.groups.filter((other) => other.id !== group.id);
    forget(tenant, group.id);
    if (group.groupTypes.includes("Unified")) {
        put(tenant, now, { kind: "group", deletedDateTime: wholeSeconds(now), object: group });
    }
}

/** Ends everything that an object holds, grants, owns and is a member of. */
function forget(tenant: Tenant, objectId: string): void {
    const isOther = (id: string | null): boolean => id !== objectId;
    tenant.appRoleAssignments = tenant.appRoleAssignments.filter(
        ({ principalId, resourceId }) => isOther(principalId) && isOther(resourceId),
    );
    tenant.delegatedPermissionGrants = tenant.delegatedPermissionGrants.filter(
        ({ clientId, resourceId, principalId }) => isOther(clientId) && isOther(resourceId) && isOther(principalId),
    );
    tenant.roleAssignments = tenant.roleAssignments.filter(({ principalId }) => isOther(principalId));
    tenant.scopedRoleMembers = tenant.scopedRoleMembers.filter(({ principalId }) => isOther(principalId));
    for (const owned of [...tenant.applications, ...tenant.servicePrincipals, ...tenant.groups]) {
        if (owned.owners.includes(objectId)) {
            owned.owners = owned.owners.filter(isOther);
        }
    }
    for (const whole of [...tenant.groups, ...tenant.administrativeUnits]) {
        if (whole.members.includes(objectId)) {
            whole.members = whole.members.filter(isOther);
        }
    }
}

/**
 * Assumed (deleted-grants-return): the grants come back with a service principal as far as their other side is still there; ownerships do not.
 */
export function restore(tenant: Tenant, item: DeletedItem): void {
    tenant.deletedItems = tenant.deletedItems.filter((other) => other !== item);
    switch (item.kind) {
        case "application":
            tenant.applications.push(item.object);
            break;
        case "user":
            tenant.users.push(item.object);
            break;
        case "group":
            tenant.groups.push(item.object);
            break;
        case "servicePrincipal": {
            tenant.servicePrincipals.push(item.object);
            const isThere = (objectId: string): boolean => kindOf(tenant, objectId) !== undefined;
            tenant.appRoleAssignments.push(
                ...item.appRoleAssignments.filter(
                    ({ principalId, resourceId }) => isThere(principalId) && isThere(resourceId),
                ),
            );
            tenant.roleAssignments.push(...item.roleAssignments);
        }
    }
}

function put(tenant: Tenant, now: Date, item: DeletedItem): void {
    tenant.deletedItems = [...restorable(tenant, now), item];
}
