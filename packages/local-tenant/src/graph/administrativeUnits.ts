import { randomUUID } from "node:crypto";
import { z } from "zod";
import { parameter, type Reply } from "../http";
import { longText } from "./applicationSchema";
import type { AdministrativeUnit } from "./directoryState";
import { notFound } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { merge } from "./merge";
import { entityReply, listReply, type Entity } from "./query";
import { addReference, describeObjects, type ObjectKind } from "./references";

const resource = "AdministrativeUnit";

/** Of the kinds that Graph takes, those that are here (learn.microsoft.com/graph/api/administrativeunit-post-members). */
const memberKinds: readonly ObjectKind[] = ["user", "group"];

const unitPatch = z
    .strictObject({
        description: longText,
        displayName: z.string().min(1).max(256),
        visibility: z.enum(["Public", "HiddenMembership"]).nullable(),
    })
    .partial();

/** `GET /directory/administrativeUnits` */
export function list(call: GraphCall): Reply {
    return listReply(call, "administrativeUnits", call.tenant.administrativeUnits.map(describe));
}

/** `POST /directory/administrativeUnits` */
export function create(call: GraphCall): Reply {
    const properties = readBody(call, unitPatch.required({ displayName: true }), resource);
    const { displayName, description = null, visibility = null } = properties;
    const unit: AdministrativeUnit = { id: randomUUID(), description, displayName, visibility, members: [] };
    call.tenant.administrativeUnits.push(unit);
    return entityReply(call, "administrativeUnits", describe(unit), 201);
}

/** `GET /directory/administrativeUnits/{administrativeUnitId}` */
export function get(call: GraphCall): Reply {
    return entityReply(call, "administrativeUnits", describe(namedUnit(call)));
}

/** `PATCH /directory/administrativeUnits/{administrativeUnitId}` */
export function update(call: GraphCall): Reply {
    const unit = namedUnit(call);
    Object.assign(unit, merge(unit, readBody(call, unitPatch, resource)));
    return { status: 204 };
}

/** `DELETE /directory/administrativeUnits/{administrativeUnitId}`, with the roles held for it. */
export function remove(call: GraphCall): Reply {
    const { tenant } = call;
    const unit = namedUnit(call);
    tenant.administrativeUnits = tenant.administrativeUnits.filter((other) => other !== unit);
    tenant.roleAssignments = tenant.roleAssignments.filter(
        ({ directoryScopeId }) => directoryScopeId !== `/administrativeUnits/${unit.id}`,
    );
    tenant.scopedRoleMembers = tenant.scopedRoleMembers.filter(
        ({ administrativeUnitId }) => administrativeUnitId !== unit.id,
    );
    return { status: 204 };
}

/** `GET /directory/administrativeUnits/{administrativeUnitId}/members` */
export function members(call: GraphCall): Reply {
    return listReply(call, "directoryObjects", describeObjects(call.tenant, namedUnit(call).members));
}

/** `POST /directory/administrativeUnits/{administrativeUnitId}/members/$ref` */
export function addMember(call: GraphCall): Reply {
    const unit = namedUnit(call);
    unit.members = addReference(call, unit.members, "members", memberKinds);
    return { status: 204 };
}

/** `DELETE /directory/administrativeUnits/{administrativeUnitId}/members/{memberObjectId}/$ref` */
export function removeMember(call: GraphCall): Reply {
    const unit = namedUnit(call);
    const member = parameter(call, "memberObjectId");
    if (!unit.members.includes(member)) {
        throw notFound(member);
    }
    unit.members = unit.members.filter((id) => id !== member);
    return { status: 204 };
}

/** The administrative unit of the request's path. */
export function namedUnit(call: GraphCall): AdministrativeUnit {
    const id = parameter(call, "administrativeUnitId");
    const unit = call.tenant.administrativeUnits.find((candidate) => candidate.id === id.toLowerCase());
    if (!unit) {
        throw notFound(id);
    }
    return unit;
}

function describe({ id, description, displayName, visibility }: AdministrativeUnit): Entity {
    return {
        id,
        deletedDateTime: null,
        description,
        displayName,
        isMemberManagementRestricted: null,
        membershipRule: null,
        membershipRuleProcessingState: null,
        membershipType: null,
        visibility,
    };
}
