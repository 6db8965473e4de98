import { randomBytes } from "node:crypto";
import { z } from "zod";
import { parameter, type Reply } from "../http";
import type { Tenant } from "../state";
import { namedUnit } from "./administrativeUnits";
import { guid } from "./applicationSchema";
import type { ScopedRoleMember } from "./directoryState";
import { conflict, invalidValue, notFound } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { entityReply, listReply, type Entity } from "./query";
import { directoryObject } from "./references";

const resource = "ScopedRoleMembership";
const set = "scopedRoleMemberships";

const newMember = z.strictObject({
    administrativeUnitId: guid.optional(),
    roleId: guid,
    roleMemberInfo: z.strictObject({ id: guid }),
});

/** `GET /directory/administrativeUnits/{administrativeUnitId}/scopedRoleMembers` */
export function list(call: GraphCall): Reply {
    const { id } = namedUnit(call);
    const members = call.tenant.scopedRoleMembers.filter(({ administrativeUnitId }) => administrativeUnitId === id);
    return listReply(
        call,
        set,
        members.map((member) => describe(call.tenant, member)),
    );
}

/** `POST /directory/administrativeUnits/{administrativeUnitId}/scopedRoleMembers` */
export function add(call: GraphCall): Reply {
    const unit = namedUnit(call);
    const { administrativeUnitId = unit.id, roleId, roleMemberInfo } = readBody(call, newMember, resource);
    if (administrativeUnitId !== unit.id) {
        throw invalidValue("administrativeUnitId", resource);
    }
    if (!call.tenant.activatedRoles.some(({ id }) => id === roleId)) {
        throw notFound(roleId);
    }
    if (!directoryObject(call.tenant, roleMemberInfo.id)) {
        throw notFound(roleMemberInfo.id);
    }
    const isSame = (other: ScopedRoleMember): boolean =>
        other.administrativeUnitId === unit.id && other.roleId === roleId && other.principalId === roleMemberInfo.id;
    if (call.tenant.scopedRoleMembers.some(isSame)) {
        throw conflict();
    }
    const member: ScopedRoleMember = {
        id: randomBytes(32).toString("base64url"),
        administrativeUnitId,
        roleId,
        principalId: roleMemberInfo.id,
    };
    call.tenant.scopedRoleMembers.push(member);
    return entityReply(call, set, describe(call.tenant, member), 201);
}

/** `GET /directory/administrativeUnits/{administrativeUnitId}/scopedRoleMembers/{membershipId}` */
export function get(call: GraphCall): Reply {
    return entityReply(call, set, describe(call.tenant, namedMember(call)));
}

/** `DELETE /directory/administrativeUnits/{administrativeUnitId}/scopedRoleMembers/{membershipId}` */
export function remove(call: GraphCall): Reply {
    const member = namedMember(call);
    call.tenant.scopedRoleMembers = call.tenant.scopedRoleMembers.filter((other) => other !== member);
    return { status: 204 };
}

function namedMember(call: GraphCall): ScopedRoleMember {
    const unit = namedUnit(call);
    const id = parameter(call, "membershipId");
    const member = call.tenant.scopedRoleMembers.find(
        (candidate) => candidate.id === id && candidate.administrativeUnitId === unit.id,
    );
    if (!member) {
        throw notFound(id);
    }
    return member;
}

function describe(tenant: Tenant, { id, administrativeUnitId, roleId, principalId }: ScopedRoleMember): Entity {
    const displayName = directoryObject(tenant, principalId)?.displayName ?? null;
    return { id, administrativeUnitId, roleId, roleMemberInfo: { id: principalId, displayName } };
}
