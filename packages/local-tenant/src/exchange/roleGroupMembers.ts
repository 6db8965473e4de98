import type { Tenant } from "../state";
import { badRequest, objectNotFound } from "./errors";
import type { ExchangeObject } from "./listReply";
import type { Parameters } from "./parameters";
import { findRoleGroup, roleGroups, type RoleGroup } from "./roleGroups";
import { namedServicePrincipal } from "./servicePrincipals";

/** `Get-RoleGroup`, for one or for all. */
export function getRoleGroup(tenant: Tenant, parameters: Parameters): ExchangeObject[] {
    const identity = parameters.text("Identity");
    const chosen = identity === undefined ? roleGroups : [namedRoleGroup(identity)];
    return chosen.map(({ name, description, roles }) => ({
        Name: name,
        DisplayName: name,
        Description: description,
        Roles: roles,
        Members: membersOf(tenant, name),
        RoleGroupType: "Standard",
        Identity: name,
        Id: name,
    }));
}

/** `Get-RoleGroupMember`; only service principals are members here. */
export function getRoleGroupMember(tenant: Tenant, parameters: Parameters): ExchangeObject[] {
    const { name } = namedRoleGroup(parameters.required("Identity"));
    const members = membersOf(tenant, name);
    return tenant.exchangeServicePrincipals
        .filter(({ servicePrincipalObjectId }) => members.includes(servicePrincipalObjectId))
        .map(({ servicePrincipalObjectId, displayName, guid }) => ({
            Name: servicePrincipalObjectId,
            DisplayName: displayName,
            RecipientType: "User",
            RecipientTypeDetails: "ServicePrincipal",
            Identity: servicePrincipalObjectId,
            Id: servicePrincipalObjectId,
            Guid: guid,
        }));
}

/** `Add-RoleGroupMember` */
export function addRoleGroupMember(tenant: Tenant, parameters: Parameters): ExchangeObject[] {
    const { name } = changeableRoleGroup(parameters);
    const { servicePrincipalObjectId, displayName } = namedServicePrincipal(tenant, parameters.required("Member"));
    if (membersOf(tenant, name).includes(servicePrincipalObjectId)) {
        throw badRequest(
            "Microsoft.Exchange.Management.Tasks.MemberAlreadyExistsException",
            `The recipient "${displayName}" is already a member of the group "${name}".`,
        );
    }
    tenant.roleGroupMembers.push({ roleGroup: name, servicePrincipalObjectId });
    return [];
}

/** `Remove-RoleGroupMember` */
export function removeRoleGroupMember(tenant: Tenant, parameters: Parameters): ExchangeObject[] {
    const { name } = changeableRoleGroup(parameters);
    const { servicePrincipalObjectId, displayName } = namedServicePrincipal(tenant, parameters.required("Member"));
    if (!membersOf(tenant, name).includes(servicePrincipalObjectId)) {
        throw badRequest(
            "Microsoft.Exchange.Management.Tasks.MemberNotFoundException",
            `The recipient "${displayName}" isn't a member of the group "${name}".`,
        );
    }
    tenant.roleGroupMembers = tenant.roleGroupMembers.filter(
        (member) => member.roleGroup !== name || member.servicePrincipalObjectId !== servicePrincipalObjectId,
    );
    return [];
}

function membersOf(tenant: Tenant, roleGroup: string): string[] {
    return tenant.roleGroupMembers
        .filter((member) => member.roleGroup === roleGroup)
        .map(({ servicePrincipalObjectId }) => servicePrincipalObjectId);
}

function namedRoleGroup(identity: string): RoleGroup {
    const group = findRoleGroup(identity);
    if (!group) {
        throw objectNotFound(identity);
    }
    return group;
}

/** Assumed (role-group-refusal-wording): the wording of the refusal; that these groups cannot be managed in Exchange Online is documented. */
function changeableRoleGroup(parameters: Parameters): RoleGroup {
    const group = namedRoleGroup(parameters.required("Identity"));
    if (group.isManagedCentrally) {
        throw badRequest(
            "Microsoft.Exchange.Configuration.Tasks.TaskInvalidOperationException",
            `The role group '${group.name}' is synchronized across services and can't be managed in Exchange Online.`,
        );
    }
    return group;
}
