import type { Reply } from "../http";
import { page, positiveInteger } from "../paging";
import { badRequest, notImplemented } from "./errors";
import type { GraphCall } from "./graphCall";

/** An object as Graph shows it. */
export type Entity = Readonly<Record<string, unknown>>;

const knownOptions = ["$filter", "$select", "$top", "$skiptoken"];

const graphContentType =
    "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

/** What Graph gives on one page unless `$top` says otherwise. */
const defaultPageSize = 100;

/**
 * One entity, with the properties that `$select` asks for.
 * @param set the entity set as it stands in `@odata.context`, e.g. `applications`
 */
export function entityReply(call: GraphCall, set: string, entity: Entity, status = 200): Reply {
    checkOptions(call.query, ["$select"]);
    const selected = select(call.query, entity);
    return {
        status,
        headers: { "content-type": graphContentType },
        body: { "@odata.context": `${context(call, set)}/$entity`, ...selected },
    };
}

/** A list of entities, filtered and cut into pages as the query asks. */
export function listReply(call: GraphCall, set: string, entities: readonly Entity[]): Reply {
    checkOptions(call.query, knownOptions);
    const matching = filter(call.query, entities);
    const size = positiveInteger(call.query.get("$top") ?? String(defaultPageSize));
    const part = size === undefined ? undefined : page(matching, size, call.query);
    if (!part) {
        throw badRequest("Invalid page: '$top' must be a positive integer, '$skiptoken' one that this service gave.");
    }
    const { rows, skiptoken } = part;
    return {
        status: 200,
        headers: { "content-type": graphContentType },
        body: {
            "@odata.context": context(call, set),
            ...(skiptoken === undefined ? {} : { "@odata.nextLink": nextLink(call, skiptoken) }),
            value: rows.map((entity) => select(call.query, entity)),
        },
    };
}

/**
 * Those of the objects that the query's filter can mean, when it asks for one id or client id: in a large tenant, to
 * describe all of them and to filter then takes long.
 */
export function candidates<Object extends { readonly id: string; readonly appId: string }>(
    query: URLSearchParams,
    objects: readonly Object[],
): readonly Object[] {
    const [, property, wanted] = /^\s*(id|appId)\s+eq\s+'([0-9a-f-]+)'\s*$/.exec(query.get("$filter") ?? "") ?? [];
    return property === undefined ? objects : objects.filter((one) => one[property as "id" | "appId"] === wanted);
}

function checkOptions(query: URLSearchParams, known: readonly string[]): void {
    for (const option of query.keys()) {
        if (option.startsWith("$") && !known.includes(option)) {
            throw notImplemented(`the query option ${option} here`);
        }
    }
}

/** Only `property eq 'value'`, which is all that the azuread provider asks for. */
function filter(query: URLSearchParams, entities: readonly Entity[]): readonly Entity[] {
    const expression = query.get("$filter");
    if (expression === null) {
        return entities;
    }
    const [, property, literal] = /^\s*(\w+)\s+eq\s+'((?:[^']|'')*)'\s*$/.exec(expression) ?? [];
    if (property === undefined || literal === undefined) {
        throw notImplemented("this form of $filter");
    }
    const wanted = literal.replaceAll("''", "'").toLowerCase();
    return entities.filter((entity) => {
        const value = propertyOf(entity, property);
        return typeof value === "string" && value.toLowerCase() === wanted;
    });
}

function select(query: URLSearchParams, entity: Entity): Entity {
    const names = query.get("$select")?.split(",");
    if (!names) {
        return entity;
    }
    const id = "id" in entity ? { id: entity.id } : {};
    return { ...id, ...Object.fromEntries(names.map((name) => [name, propertyOf(entity, name)])) };
}

function propertyOf(entity: Entity, name: string): unknown {
    if (!(name in entity)) {
        throw badRequest(`Could not find a property named '${name}' on the requested type.`);
    }
    return entity[name];
}

function context(call: GraphCall, set: string): string {
    const selected = call.query.get("$select");
    return `${call.serviceRoot}/$metadata#${set}${selected === null ? "" : `(${selected})`}`;
}

function nextLink(call: GraphCall, skiptoken: string): string {
    const query = new URLSearchParams(call.query);
    query.set("$skiptoken", skiptoken);
    const path = call.request.path.split("/").slice(2).join("/");
    return `${call.serviceRoot}/${path}?${query.toString()}`;
}
