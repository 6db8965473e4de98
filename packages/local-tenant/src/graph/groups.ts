import { randomUUID } from "node:crypto";
import { parameter, type Reply } from "../http";
import { omit } from "../omit";
import { wholeSeconds } from "../wholeSeconds";
import type { Group } from "./directoryState";
import { badRequest, notFound } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { defaultGroup, groupPatch, newGroup, type GroupProperties } from "./groupSchema";
import { merge } from "./merge";
import * as ownership from "./owners";
import { entityReply, listReply, type Entity } from "./query";
import { discardGroup } from "./recycleBin";
import { addReference, describeObjects, membershipsOf, referencedId, withId, type ObjectKind } from "./references";

const set = "groups";
const resource = "Group";

/** What can be a member of a group (learn.microsoft.com/graph/api/group-post-members). */
const memberKinds: readonly ObjectKind[] = ["user", "group", "servicePrincipal"];

/** `GET /groups` */
export function list(call: GraphCall): Reply {
    return listReply(
        call,
        set,
        call.tenant.groups.map((group) => describe(call, group)),
    );
}

/** `POST /groups`. An application that makes a group does not own it unless it says so. */
export function create(call: GraphCall): Reply {
    const body = readBody(call, newGroup, resource);
    const { "owners@odata.bind": owners = [], "members@odata.bind": members = [], ...properties } = body;
    checkKind(properties.groupTypes ?? [], properties);
    const { displayName, mailEnabled, mailNickname, securityEnabled } = properties;
    const group: Group = {
        ...merge<GroupProperties>(
            { ...defaultGroup, displayName, mailEnabled, mailNickname, securityEnabled },
            properties,
        ),
        id: randomUUID(),
        createdDateTime: wholeSeconds(call.now),
        owners: owners.map((reference) => referencedId(call.tenant, reference, ownership.ownerKinds)),
        members: members.map((reference) => referencedId(call.tenant, reference, memberKinds)),
    };
    call.tenant.groups.push(group);
    return entityReply(call, set, describe(call, group), 201);
}

/** `GET /groups/{groupId}` */
export function get(call: GraphCall): Reply {
    return entityReply(call, set, describe(call, namedGroup(call)));
}

/** `PATCH /groups/{groupId}` */
export function update(call: GraphCall): Reply {
    const group = namedGroup(call);
    const body = readBody(call, groupPatch, resource);
    const { "owners@odata.bind": owners = [], "members@odata.bind": members = [], ...changes } = body;
    const changed = merge<GroupProperties>(group, changes);
    checkKind(changed.groupTypes, changed);
    Object.assign(group, changed, {
        owners: bind(call, group.owners, owners, "owners", ownership.ownerKinds),
        members: bind(call, group.members, members, "members", memberKinds),
    });
    return { status: 204 };
}

/** The ids with those that the request binds to them. */
function bind(
    call: GraphCall,
    ids: readonly string[],
    references: readonly string[],
    relationship: string,
    kinds: readonly ObjectKind[],
): string[] {
    return references.reduce<string[]>(
        (known, reference) => withId(known, referencedId(call.tenant, reference, kinds), relationship),
        [...ids],
    );
}

/** `DELETE /groups/{groupId}`: a Microsoft 365 group goes into the recycle bin, any other is gone. */
export function remove(call: GraphCall): Reply {
    discardGroup(call.tenant, namedGroup(call), call.now);
    return { status: 204 };
}

/** `GET /groups/{groupId}/owners` */
export function owners(call: GraphCall): Reply {
    return ownership.listOwners(call, namedGroup(call));
}

/** `POST /groups/{groupId}/owners/$ref` */
export function addOwner(call: GraphCall): Reply {
    return ownership.addOwner(call, namedGroup(call));
}

/** `DELETE /groups/{groupId}/owners/{ownerObjectId}/$ref` */
export function removeOwner(call: GraphCall): Reply {
    return ownership.removeOwner(call, namedGroup(call));
}

/** `GET /groups/{groupId}/members` */
export function members(call: GraphCall): Reply {
    return listReply(call, "directoryObjects", describeObjects(call.tenant, namedGroup(call).members));
}

/** `POST /groups/{groupId}/members/$ref` */
export function addMember(call: GraphCall): Reply {
    const group = namedGroup(call);
    if (group.groupTypes.includes("DynamicMembership")) {
        throw badRequest("Insufficient privileges to complete the operation: the group has a dynamic membership.");
    }
    group.members = addReference(call, group.members, "members", memberKinds);
    return { status: 204 };
}

/** `DELETE /groups/{groupId}/members/{memberObjectId}/$ref` */
export function removeMember(call: GraphCall): Reply {
    const group = namedGroup(call);
    const member = parameter(call, "memberObjectId");
    if (!group.members.includes(member)) {
        throw notFound(member);
    }
    group.members = group.members.filter((id) => id !== member);
    return { status: 204 };
}

/** `GET /groups/{groupId}/memberOf` */
export function memberOf(call: GraphCall): Reply {
    return listReply(call, "directoryObjects", membershipsOf(call.tenant, namedGroup(call).id));
}

/** The group of the request's path. */
export function namedGroup(call: GraphCall): Group {
    const id = parameter(call, "groupId");
    const group = call.tenant.groups.find((candidate) => candidate.id === id.toLowerCase());
    if (!group) {
        throw notFound(id);
    }
    return group;
}

/** The kinds of groups that Graph makes (learn.microsoft.com/graph/api/resources/groups-overview). */
function checkKind(
    groupTypes: readonly string[],
    group: Partial<Pick<GroupProperties, "mailEnabled" | "securityEnabled" | "membershipRule" | "isAssignableToRole">>,
): void {
    const isUnified = groupTypes.includes("Unified");
    if (isUnified !== group.mailEnabled || (!isUnified && !group.securityEnabled)) {
        throw badRequest("The service does not currently support writing this kind of group.");
    }
    const isDynamic = groupTypes.includes("DynamicMembership");
    if (isDynamic !== Boolean(group.membershipRule)) {
        throw badRequest("A membership rule belongs to a group with dynamic membership, and such a group needs one.");
    }
    if (isDynamic && group.isAssignableToRole) {
        throw badRequest("Role assignable groups cannot have dynamic membership.");
    }
}

/** A group as Graph shows it, the write-back configuration in beta alone. */
export function describe(call: GraphCall, group: Group, shown: { readonly deletedDateTime?: string } = {}): Entity {
    const mail = group.mailEnabled ? `${group.mailNickname}@${call.tenant.organization}` : null;
    return {
        ...omit(group, "owners", "members", "writebackConfiguration"),
        creationOptions: [],
        deletedDateTime: shown.deletedDateTime ?? null,
        expirationDateTime: null,
        mail,
        onPremisesDomainName: null,
        onPremisesLastSyncDateTime: null,
        onPremisesNetBiosName: null,
        onPremisesProvisioningErrors: [],
        onPremisesSamAccountName: null,
        onPremisesSecurityIdentifier: null,
        onPremisesSyncEnabled: null,
        preferredDataLocation: null,
        proxyAddresses: mail === null ? [] : [`SMTP:${mail}`],
        renewedDateTime: group.createdDateTime,
        securityIdentifier: securityIdentifier(group.id),
        serviceProvisioningErrors: [],
        ...(call.isBeta ? { writebackConfiguration: group.writebackConfiguration } : {}),
    };
}

/** The SID of a cloud group is its object id in four numbers. */
function securityIdentifier(id: string): string {
    const bytes = Buffer.from(id.replaceAll("-", ""), "hex");
    // The first three parts of a GUID are little-endian in the SID.
    const parts = [
        bytes.readUInt32BE(0),
        bytes.readUInt16BE(4) + bytes.readUInt16BE(6) * 65_536,
        bytes.readUInt32LE(8),
        bytes.readUInt32LE(12),
    ];
    return `S-1-12-1-${parts.join("-")}`;
}
