import { header, parameter, type Reply } from "../http";
import { page, positiveInteger } from "../paging";
import { badRequest, noSuchProperty, notImplemented, unsupportedQuery } from "./errors";
import { expand, expandedNames } from "./expansions";
import { filterable } from "./filterable";
import { parseFilter } from "./filter";
import type { GraphCall } from "./graphCall";
import { parseSearch } from "./search";

/** An object as Graph shows it. */
export type Entity = Readonly<Record<string, unknown>>;

/** What of an application or service principal depends on how it is asked for. */
export interface Shown {
    /** When it was put into the recycle bin, if it was. */
    readonly deletedDateTime?: string;
    /** Certificates are shown to those who select them, of a single object (learn.microsoft.com/graph/api/resources/keycredential). */
    readonly withKeys?: boolean;
}

const entityOptions = ["$select", "$expand"];
const listOptions = [...entityOptions, "$filter", "$top", "$skiptoken", "$count", "$search", "$orderby"];

const graphContentType =
    "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

/** What Graph gives on one page unless `$top` says otherwise. */
const defaultPageSize = 100;

const largestPageSize = 999;

/**
 * One entity, with the properties that `$select` asks for.
 * @param set the entity set as it stands in `@odata.context`, e.g. `applications`
 * @param shownByDefault properties that are shown when nothing is selected. Without it, all are.
 */
export function entityReply(
    call: GraphCall,
    set: string,
    entity: Entity,
    status = 200,
    shownByDefault?: readonly string[],
): Reply {
    if (isCount(call)) {
        throw notImplemented(`${call.request.method} ${call.request.path}`);
    }
    // The answer to a creation is shown whole: Graph does not look at the query then.
    if (status !== 201) {
        checkOptions(call.query, entityOptions);
    }
    return {
        status,
        headers: { "content-type": graphContentType },
        body: { "@odata.context": `${context(call, set)}/$entity`, ...shown(call, set, entity, shownByDefault) },
    };
}

/**
 * One property of an entity, as its path below the entity asks for it: a complex value as it is, any other as `value`
 * (docs.oasis-open.org/odata/odata/v4.01, "Requesting Individual Properties").
 * @param set the entity set, e.g. `applications`
 */
export function propertyReply(call: GraphCall, set: string, entity: Entity): Reply {
    const name = parameter(call, "property");
    if (!Object.hasOwn(entity, name)) {
        throw notImplemented(`${call.request.method} ${call.request.path}`);
    }
    checkOptions(call.query, []);
    const value = entity[name];
    const isComplex = typeof value === "object" && value !== null && !Array.isArray(value);
    return {
        status: 200,
        headers: { "content-type": graphContentType },
        body: {
            "@odata.context": `${call.serviceRoot}/$metadata#${set}('${String(entity.id)}')/${name}`,
            ...(isComplex ? value : { value }),
        },
    };
}

/** A list of entities: searched, filtered, counted, put in order and cut into pages as the query asks. */
export function listReply(
    call: GraphCall,
    set: string,
    entities: readonly Entity[],
    shownByDefault?: readonly string[],
): Reply {
    checkOptions(call.query, listOptions);
    const matching = inOrder(call, set, filtered(call, set, searched(call, set, entities)));
    if (isCount(call)) {
        return { status: 200, headers: { "content-type": "text/plain" }, body: String(matching.length) };
    }
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
    // Without the header, Graph ignores $count (learn.microsoft.com/graph/aad-advanced-queries#error-handling).
    const isCounted = call.query.get("$count") === "true" && isAdvanced(call);
    return {
        status: 200,
        headers: { "content-type": graphContentType },
        body: {
            "@odata.context": context(call, set),
            ...(isCounted ? { "@odata.count": matching.length } : {}),
            ...(skiptoken === undefined ? {} : { "@odata.nextLink": nextLink(call, skiptoken) }),
            value: rows.map((entity) => shown(call, set, entity, shownByDefault)),
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

/** Whether the request asks for advanced query capabilities (learn.microsoft.com/graph/aad-advanced-queries). */
function isAdvanced(call: GraphCall): boolean {
    return header(call.request, "consistencylevel")?.toLowerCase() === "eventual";
}

/** Whether the path ends in `/$count`, which asks for the number of entities alone. */
function isCount(call: GraphCall): boolean {
    const isAsked = call.request.path.endsWith("/$count");
    if (isAsked && !isAdvanced(call)) {
        throw badRequest("$count is not currently supported.");
    }
    return isAsked;
}

function checkOptions(query: URLSearchParams, known: readonly string[]): void {
    for (const option of query.keys()) {
        if (option.startsWith("$") && !known.includes(option)) {
            throw notImplemented(`the query option ${option} here`);
        }
    }
}

function searched(call: GraphCall, set: string, entities: readonly Entity[]): readonly Entity[] {
    const expression = call.query.get("$search");
    if (expression === null) {
        return entities;
    }
    if (!isAdvanced(call)) {
        throw unsupportedQuery(
            "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
        );
    }
    return entities.filter(parseSearch(expression, collectionOf(set)));
}

function filtered(call: GraphCall, set: string, entities: readonly Entity[]): readonly Entity[] {
    const expression = call.query.get("$filter");
    if (expression === null) {
        return entities;
    }
    const isCounted = isCount(call) || call.query.get("$count") === "true";
    const capabilities = isAdvanced(call) && isCounted ? "advanced" : "default";
    return entities.filter(parseFilter(expression, collectionOf(set), capabilities, entities[0]));
}

/** By one property. With `$filter`, too, it is an advanced query. */
function inOrder(call: GraphCall, set: string, entities: readonly Entity[]): readonly Entity[] {
    const expression = call.query.get("$orderby");
    if (expression === null) {
        return entities;
    }
    const [, property = "", direction = "asc"] = /^(\w+)(?:\s+(asc|desc))?$/i.exec(expression.trim()) ?? [];
    const collection = filterable[collectionOf(set)];
    const isOrderable = collection?.properties[property] === "text" || property === "createdDateTime";
    if (!isOrderable || (call.query.has("$filter") && !isAdvanced(call))) {
        throw unsupportedQuery("Sorting not supported for current query.");
    }
    const sign = direction.toLowerCase() === "desc" ? -1 : 1;
    const text = ({ [property]: value }: Entity): string => (typeof value === "string" ? value.toLowerCase() : "");
    return entities.toSorted((one, other) => {
        const [left, right] = [text(one), text(other)];
        return left === right ? 0 : left < right ? -sign : sign;
    });
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

function shown(call: GraphCall, set: string, entity: Entity, shownByDefault?: readonly string[]): Entity {
    const expression = call.query.get("$expand");
    const names = selected(call.query);
    const whole = expression === null ? entity : expand(call.tenant, collectionOf(set), expression, entity);
    if (!names) {
        const always = expression === null ? [] : expandedNames(expression);
        return shownByDefault ? only([...shownByDefault, ...always], whole) : whole;
    }
    const expanded = expression === null ? [] : expandedNames(expression);
    const id = "id" in entity ? ["id"] : [];
    // A list of directory objects has several types: what one of them does not have is left out.
    const isMixed = collectionOf(set) === "directoryObjects";
    const always = isMixed ? ["@odata.type", ...id] : id;
    const asked = [...always, ...names, ...expanded].filter((name) => !isMixed || name in whole);
    return Object.fromEntries(asked.map((name) => [name, propertyOf(whole, name)]));
}

function only(names: readonly string[], entity: Entity): Entity {
    return Object.fromEntries(names.map((name) => [name, entity[name]]));
}

function propertyOf(entity: Entity, name: string): unknown {
    if (!Object.hasOwn(entity, name)) {
        throw noSuchProperty(name);
    }
    return entity[name];
}

function context(call: GraphCall, set: string): string {
    const names = call.query.get("$select");
    return `${call.serviceRoot}/$metadata#${set}${names === null ? "" : `(${names})`}`;
}

function nextLink(call: GraphCall, skiptoken: string): string {
    const query = new URLSearchParams(call.query);
    query.set("$skiptoken", skiptoken);
    const path = call.request.path.split("/").slice(2).join("/");
    return `${call.serviceRoot}/${path}?${query.toString()}`;
}
