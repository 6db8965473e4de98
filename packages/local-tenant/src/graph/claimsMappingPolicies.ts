import { randomUUID } from "node:crypto";
import { z } from "zod";
import { isGuid } from "../guid";
import { parameter, type Reply } from "../http";
import type { ClaimsMappingPolicy } from "./directoryState";
import { badRequest, notFound } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { merge } from "./merge";
import { namedServicePrincipal } from "./named";
import { entityReply, listReply, type Entity } from "./query";

const set = "policies/claimsMappingPolicies";
const resource = "ClaimsMappingPolicy";

const policyPatch = z
    .strictObject({
        definition: z.array(z.string().refine(isDefinition)).length(1),
        displayName: z.string().min(1),
        isOrganizationDefault: z.boolean().nullable(),
    })
    .partial();

const newPolicy = policyPatch.required({ definition: true, displayName: true });

/** `GET /policies/claimsMappingPolicies` */
export function list(call: GraphCall): Reply {
    return listReply(call, set, call.tenant.claimsMappingPolicies.map(describe));
}

/** `POST /policies/claimsMappingPolicies` */
export function create(call: GraphCall): Reply {
    const { definition, displayName, isOrganizationDefault } = readBody(call, newPolicy, resource);
    const policy: ClaimsMappingPolicy = {
        id: randomUUID(),
        definition,
        displayName,
        isOrganizationDefault: isOrganizationDefault ?? false,
    };
    call.tenant.claimsMappingPolicies.push(policy);
    return entityReply(call, set, describe(policy), 201);
}

/** `GET /policies/claimsMappingPolicies/{claimsMappingPolicyId}` */
export function get(call: GraphCall): Reply {
    return entityReply(call, set, describe(namedPolicy(call)));
}

/** `PATCH /policies/claimsMappingPolicies/{claimsMappingPolicyId}` */
export function update(call: GraphCall): Reply {
    const policy = namedPolicy(call);
    const { isOrganizationDefault, ...changes } = readBody(call, policyPatch, resource);
    Object.assign(policy, merge(policy, { ...changes, isOrganizationDefault: isOrganizationDefault ?? undefined }));
    return { status: 204 };
}

/** `DELETE /policies/claimsMappingPolicies/{claimsMappingPolicyId}`: assignments end with it. */
export function remove(call: GraphCall): Reply {
    const { id } = namedPolicy(call);
    call.tenant.claimsMappingPolicies = call.tenant.claimsMappingPolicies.filter((other) => other.id !== id);
    for (const servicePrincipal of call.tenant.servicePrincipals) {
        servicePrincipal.claimsMappingPolicies = servicePrincipal.claimsMappingPolicies.filter((other) => other !== id);
    }
    return { status: 204 };
}

/** `GET /servicePrincipals/{servicePrincipalObjectId}/claimsMappingPolicies` */
export function listAssigned(call: GraphCall): Reply {
    const { claimsMappingPolicies } = namedServicePrincipal(call);
    const assigned = call.tenant.claimsMappingPolicies.filter(({ id }) => claimsMappingPolicies.includes(id));
    return listReply(
        call,
        "claimsMappingPolicies",
        assigned.map((policy) => ({ "@odata.type": "#microsoft.graph.claimsMappingPolicy", ...describe(policy) })),
    );
}

/** `POST /servicePrincipals/{servicePrincipalObjectId}/claimsMappingPolicies/$ref`. A service principal has one at most. */
export function assign(call: GraphCall): Reply {
    const servicePrincipal = namedServicePrincipal(call);
    const body = readBody(call, z.strictObject({ "@odata.id": z.string() }), "claimsMappingPolicies");
    const id = body["@odata.id"].split("/").at(-1)?.toLowerCase() ?? "";
    if (!isGuid(id)) {
        throw badRequest("Not a valid reference update.");
    }
    if (!call.tenant.claimsMappingPolicies.some((policy) => policy.id === id)) {
        throw notFound(id);
    }
    if (servicePrincipal.claimsMappingPolicies.length > 0) {
        throw badRequest(
            "One or more added object references already exist for the following modified properties: 'claimsMappingPolicies'.",
        );
    }
    servicePrincipal.claimsMappingPolicies = [id];
    return { status: 204 };
}

/** `DELETE /servicePrincipals/{servicePrincipalObjectId}/claimsMappingPolicies/{claimsMappingPolicyId}/$ref` */
export function unassign(call: GraphCall): Reply {
    const servicePrincipal = namedServicePrincipal(call);
    const id = parameter(call, "claimsMappingPolicyId").toLowerCase();
    if (!servicePrincipal.claimsMappingPolicies.includes(id)) {
        throw notFound(id);
    }
    servicePrincipal.claimsMappingPolicies = servicePrincipal.claimsMappingPolicies.filter((other) => other !== id);
    return { status: 204 };
}

function namedPolicy(call: GraphCall): ClaimsMappingPolicy {
    const id = parameter(call, "claimsMappingPolicyId");
    const policy = call.tenant.claimsMappingPolicies.find((candidate) => candidate.id === id.toLowerCase());
    if (!policy) {
        throw notFound(id);
    }
    return policy;
}

function describe(policy: ClaimsMappingPolicy): Entity {
    return { ...policy, deletedDateTime: null };
}

/** JSON text with the rules under `ClaimsMappingPolicy` (learn.microsoft.com/graph/api/resources/claimsmappingpolicy). */
function isDefinition(text: string): boolean {
    try {
        const { ClaimsMappingPolicy: rules } = JSON.parse(text) as { ClaimsMappingPolicy?: unknown };
        return typeof rules === "object" && rules !== null;
    } catch {
        return false;
    }
}
