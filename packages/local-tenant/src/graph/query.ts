import type { Reply } from "../http";
import { page, positiveInteger } from "../paging";
import { badRequest, noSuchProperty, notImplemented } from "./errors";
import { parseFilter } from "./filter";
import type { GraphCall } from "./graphCall";

/** An object as Graph shows it. */
export type Entity = Readonly<Record<string, unknown>>;

/** What of an application or service principal depends on how it is asked for. */
export interface Shown {
    /** When it was put into the recycle bin, if it was. */
    readonly deletedDateTime?: string;
    /** Certificates are shown to those who select them, of a single object (learn.microsoft.com/graph/api/resources/keycredential). */
    readonly withKeys?: boolean;
}

const knownOptions = ["$filter", "$select", "$top", "$skiptoken"];

const graphContentType =
    "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

/** What Graph gives on one page unless `$top` says otherwise. */
const defaultPageSize = 100;

const largestPageSize = 999;

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
    const matching = filter(call.query, set, entities);
    const top = call.query.get("$top") ?? String(defaultPageSize);
    const size = positiveInteger(top);
    if (size === undefined || size > largestPageSize) {
        throw badRequest(`Invalid page size specified: '${top}'. Must be between 1 and ${largestPageSize} inclusive.`);
    }
    const part = page(matching, size, call.query);
    if (!part) {
        throw badRequest("The specified page token is not one that this service gave.");
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

function filter(query: URLSearchParams, set: string, entities: readonly Entity[]): readonly Entity[] {
    const expression = query.get("$filter");
    return expression === null ? entities : entities.filter(parseFilter(expression, collectionOf(set), entities[0]));
}

/** The last part of the path, which says what the entities are: `servicePrincipals('…')/owners` has `owners`. */
function collectionOf(set: string): string {
    return set.split("/").at(-1) ?? set;
}

/** Whether `$select` names the property. */
export function isSelected(query: URLSearchParams, property: string): boolean {
    return selected(query)?.includes(property) ?? false;
}

function selected(query: URLSearchParams): string[] | undefined {
    return query
        .get("$select")
        ?.split(",")
        .map((name) => name.trim());
}

function select(query: URLSearchParams, entity: Entity): Entity {
    const names = selected(query);
    if (!names) {
        return entity;
    }
    const id = "id" in entity ? { id: entity.id } : {};
    return { ...id, ...Object.fromEntries(names.map((name) => [name, propertyOf(entity, name)])) };
}

function propertyOf(entity: Entity, name: string): unknown {
    if (!Object.hasOwn(entity, name)) {
        throw noSuchProperty(name);
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
