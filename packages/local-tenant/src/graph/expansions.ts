import { builtInRole } from "../builtInRoles";
import { applicationByObjectId, servicePrincipalByObjectId, type Tenant } from "../state";
import { describeAppRoleAssignment } from "./appRoleAssignment";
import { notImplemented } from "./errors";
import type { Entity } from "./query";
import { describeObjects, directoryObject, membershipsOf } from "./references";

/** What `$expand` puts in place of a relationship: a list of entities, or one. */
type Relationship = (tenant: Tenant, entity: Entity) => readonly Entity[] | Entity | null;

/** Graph shows no more than that of an expanded relationship (learn.microsoft.com/graph/query-parameters#expand). */
const mostExpanded = 20;

const idOf = ({ id }: Entity): string => String(id);

const appRoles =
    (side: "principalId" | "resourceId"): Relationship =>
    (tenant, entity) =>
        tenant.appRoleAssignments
            .filter((assignment) => assignment[side] === entity.id)
            .map((assignment) => describeAppRoleAssignment(tenant, assignment));

const memberOf: Relationship = (tenant, entity) => membershipsOf(tenant, idOf(entity));

/** The relationships that can be expanded, by the last part of the collection's path. */
const relationships: Readonly<Record<string, Readonly<Record<string, Relationship>>>> = {
    applications: {
        owners: (tenant, entity) => describeObjects(tenant, applicationByObjectId(tenant, idOf(entity))?.owners ?? []),
    },
    servicePrincipals: {
        owners: (tenant, entity) =>
            describeObjects(tenant, servicePrincipalByObjectId(tenant, idOf(entity))?.owners ?? []),
        memberOf,
        appRoleAssignments: appRoles("principalId"),
        appRoleAssignedTo: appRoles("resourceId"),
        oauth2PermissionGrants: (tenant, { id }) =>
            tenant.delegatedPermissionGrants.filter(({ clientId }) => clientId === id).map((grant) => ({ ...grant })),
    },
    users: {
        memberOf,
        appRoleAssignments: appRoles("principalId"),
        manager: (tenant, entity) => {
            const managerId = tenant.users.find(({ id }) => id === entity.id)?.managerId;
            return (managerId && directoryObject(tenant, managerId)) || null;
        },
    },
    groups: {
        memberOf,
        appRoleAssignments: appRoles("principalId"),
        members: (tenant, entity) =>
            describeObjects(tenant, tenant.groups.find(({ id }) => id === entity.id)?.members ?? []),
        owners: (tenant, entity) =>
            describeObjects(tenant, tenant.groups.find(({ id }) => id === entity.id)?.owners ?? []),
    },
    administrativeUnits: {
        members: (tenant, entity) =>
            describeObjects(tenant, tenant.administrativeUnits.find(({ id }) => id === entity.id)?.members ?? []),
    },
    directoryRoles: {
        members: (tenant, { roleTemplateId }) =>
            describeObjects(
                tenant,
                tenant.roleAssignments
                    .filter((held) => held.roleDefinitionId === roleTemplateId && held.directoryScopeId === "/")
                    .map(({ principalId }) => principalId),
            ),
    },
    roleAssignments: {
        principal: (tenant, { principalId }) => directoryObject(tenant, String(principalId)) ?? null,
        roleDefinition: (tenant, { roleDefinitionId }) => roleDefinition(tenant, String(roleDefinitionId)),
    },
};

/**
 * The entity with what `$expand` asks for: names of relationships, each with `$select` in parentheses at most.
 * @param collection last part of the collection's path
 */
export function expand(tenant: Tenant, collection: string, expression: string, entity: Entity): Entity {
    const expanded: Record<string, unknown> = {};
    for (const clause of clauses(expression)) {
        const [, name = "", options = ""] = /^(\w+)(?:\((.*)\))?$/.exec(clause) ?? [];
        const relationship = relationships[collection]?.[name];
        const [, selected] = /^\$select=([\w,@.]+)$/.exec(options) ?? [];
        if (!relationship || (options !== "" && selected === undefined)) {
            throw notImplemented(`$expand=${clause} of ${collection}`);
        }
        const related = relationship(tenant, entity);
        const shown = (one: Entity): Entity => selectedOf(one, selected?.split(","));
        expanded[name] = Array.isArray(related)
            ? (related as readonly Entity[]).slice(0, mostExpanded).map(shown)
            : related && shown(related as Entity);
    }
    return { ...entity, ...expanded };
}

/** The names of the relationships that are expanded. */
export function expandedNames(expression: string): string[] {
    return clauses(expression).map((clause) => clause.replace(/\(.*$/, ""));
}

/** The parts between commas, other than those inside of parentheses. */
function clauses(expression: string): string[] {
    return expression.split(/,(?![^(]*\))/).map((clause) => clause.trim());
}

function selectedOf(entity: Entity, names: readonly string[] | undefined): Entity {
    if (!names) {
        return entity;
    }
    const { "@odata.type": type, id } = entity;
    const chosen = Object.fromEntries(names.filter((name) => name in entity).map((name) => [name, entity[name]]));
    return { ...(type === undefined ? {} : { "@odata.type": type }), id, ...chosen };
}

function roleDefinition(tenant: Tenant, id: string): Entity | null {
    const builtIn = builtInRole(id);
    const custom = tenant.customRoles.find((role) => role.id === id);
    return builtIn
        ? { id, displayName: builtIn.name, description: builtIn.description, isBuiltIn: true, templateId: id }
        : ((custom && { ...custom, isBuiltIn: false }) ?? null);
}
