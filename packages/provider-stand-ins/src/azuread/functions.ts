import { createHash } from "node:crypto";
import { type FunctionAnswer, ProviderError, type ProviderFunction } from "../protocol/provider";
import { type PropertyMap, strings, text } from "../protocol/values";
import { Diagnostic } from "./diagnostics";
import { type Graph, type GraphSession, literal } from "./graph";
import { uuid } from "./problems";
import {
    findServicePrincipals,
    type Lookup,
    namesBeside,
    samlMetadataUrlOf,
    samlSingleSignOns,
    servicePrincipalState,
} from "./servicePrincipal";

/** The look-ups of the provider, by token. */
export function functions(connection: () => Graph): Record<string, ProviderFunction> {
    const tokens: Record<string, (session: GraphSession, inputs: PropertyMap) => Promise<FunctionAnswer>> = {
        "azuread:index/getClientConfig:getClientConfig": getClientConfig,
        "azuread:index/getServicePrincipal:getServicePrincipal": getServicePrincipal,
        "azuread:index/getServicePrincipals:getServicePrincipals": getServicePrincipals,
    };
    return Object.fromEntries(
        Object.entries(tokens).map(([token, run]): [string, ProviderFunction] => [
            token,
            async (inputs, call) => {
                try {
                    return await run(connection().session(call, 5), inputs);
                } catch (error) {
                    throw error instanceof ProviderError
                        ? new ProviderError(`invoking ${token}: ${error.message}`)
                        : error;
                }
            },
        ]),
    );
}

/** Who is signed in; asks nobody. */
function getClientConfig({ graph }: GraphSession): Promise<FunctionAnswer> {
    const { tenantId, clientId, callerObjectId: objectId } = graph;
    return Promise.resolve({
        result: { clientId, id: `${tenantId}-${clientId}-${objectId}`, objectId, tenantId },
    });
}

/** The arguments that name one service principal, by Terraform's names. */
const lookups = { display_name: "displayName", client_id: "clientId", object_id: "objectId" } as const;

async function getServicePrincipal(session: GraphSession, inputs: PropertyMap): Promise<FunctionAnswer> {
    const failures = lookupFailures(inputs);
    if (failures.length > 0) {
        return { failures };
    }
    const found = await oneServicePrincipal(session, inputs);
    const samlMetadataUrl = await samlMetadataUrlOf(session, text(found.id));
    return {
        result: {
            ...servicePrincipalState(found),
            id: `/servicePrincipals/${text(found.id)}`,
            samlMetadataUrl,
            samlSingleSignOns: samlSingleSignOns(found),
        },
    };
}

function lookupFailures(inputs: PropertyMap): string[] {
    const given = Object.values(lookups).filter((name) => inputs[name] !== undefined);
    if (given.length !== 1) {
        const names = Object.keys(lookups).sort().join(",");
        const rule =
            given.length === 0 ? `one of \`${names}\` must be specified` : `only one of \`${names}\` can be specified`;
        return Object.keys(lookups).map((name) => `[${name}] Invalid combination of arguments: "${name}": ${rule}`);
    }
    return (["client_id", "object_id"] as const).flatMap((name) => {
        const value = inputs[lookups[name]];
        const problem = typeof value === "string" ? uuid(name, value) : undefined;
        return problem === undefined ? [] : [`[${name}] ${problem}`];
    });
}

async function oneServicePrincipal(session: GraphSession, inputs: PropertyMap): Promise<PropertyMap> {
    const { clientId, displayName, objectId } = inputs;
    if (objectId !== undefined) {
        return session.get(`/v1.0/servicePrincipals/${text(objectId)}`);
    }
    const lookup = clientId === undefined ? { displayName: text(displayName) } : { clientId: text(clientId) };
    const [found, another] = await findServicePrincipals(session, lookup);
    if (!found) {
        throw new Diagnostic("No service principal found: no service principal found");
    }
    if (another) {
        throw new Diagnostic("Found multiple service principals: more than one service principal was found");
    }
    return found;
}

/** The properties that the plural function asks for and gives back. */
const $select = [
    "accountEnabled",
    "appId",
    "appOwnerOrganizationId",
    "appRoleAssignmentRequired",
    "displayName",
    "id",
    "preferredSingleSignOnMode",
    "servicePrincipalNames",
    "servicePrincipalType",
    "signInAudience",
    "tags",
].join(",");

async function getServicePrincipals(session: GraphSession, inputs: PropertyMap): Promise<FunctionAnswer> {
    const found = await manyServicePrincipals(session, inputs);
    const servicePrincipals: PropertyMap[] = [];
    for (const one of found) {
        servicePrincipals.push(await listed(session, one));
    }
    const objectIds = servicePrincipals.map((one) => text(one.objectId));
    return {
        result: {
            clientIds: servicePrincipals.map((one) => text(one.clientId)),
            displayNames: servicePrincipals.map((one) => text(one.displayName)),
            id: `serviceprincipals#${urlSafe(createHash("sha1").update(objectIds.join("/")).digest("base64"))}`,
            ignoreMissing: inputs.ignoreMissing === true,
            objectIds,
            returnAll: inputs.returnAll === true,
            servicePrincipals,
        },
    };
}

async function manyServicePrincipals(session: GraphSession, inputs: PropertyMap): Promise<PropertyMap[]> {
    if (inputs.returnAll === true) {
        return session.getAll("/v1.0/servicePrincipals", { $select });
    }
    const wanted: { lookup: Lookup | { readonly objectId: string }; what: string }[] = [
        ...strings(inputs.clientIds).map((clientId) => ({ lookup: { clientId }, what: `client ID "${clientId}"` })),
        ...strings(inputs.displayNames).map((displayName) => ({
            lookup: { displayName },
            what: `display name "${displayName}"`,
        })),
        ...strings(inputs.objectIds).map((objectId) => ({ lookup: { objectId }, what: `object ID "${objectId}"` })),
    ];
    const found: PropertyMap[] = [];
    for (const { lookup, what } of wanted) {
        const matches =
            "objectId" in lookup
                ? await session.getAll("/v1.0/servicePrincipals", {
                      $filter: `id eq ${literal(lookup.objectId)}`,
                      $select,
                  })
                : await findServicePrincipals(session, lookup, { $select });
        const [one] = matches;
        if (one) {
            found.push(one);
        } else if (inputs.ignoreMissing !== true) {
            throw new Diagnostic(`Service principal not found: no service principal found with ${what}`);
        }
    }
    return found;
}

async function listed(session: GraphSession, found: PropertyMap): Promise<PropertyMap> {
    return {
        accountEnabled: found.accountEnabled === true,
        appRoleAssignmentRequired: found.appRoleAssignmentRequired === true,
        applicationTenantId: text(found.appOwnerOrganizationId),
        clientId: text(found.appId),
        displayName: text(found.displayName),
        objectId: text(found.id),
        preferredSingleSignOnMode: text(found.preferredSingleSignOnMode),
        samlMetadataUrl: await samlMetadataUrlOf(session, text(found.id)),
        servicePrincipalNames: namesBeside(found),
        signInAudience: text(found.signInAudience),
        tags: strings(found.tags),
        type: text(found.servicePrincipalType),
    };
}

const urlSafe = (base64: string): string => base64.replaceAll("+", "-").replaceAll("/", "_");
