import type { ChangeKind, DiffAnswer, DiffRequest } from "../protocol/provider";
import { isMap, isZero, list, map, type PropertyMap, type PropertyValue, unknownValue } from "../protocol/values";
import { plan } from "./plan";
import { meaning, type Property, type Schema } from "./schema";
import { inStateOrder } from "./sets";

type Kind = "ADD" | "DELETE" | "UPDATE";
type Changes = Map<string, Kind>;

/** What an update would change: the plan compared with the state. */
export function diff(schema: Schema, { olds, news, ignoreChanges }: DiffRequest): DiffAnswer {
    const changes = fieldChanges(schema, olds, plan(schema, news, olds), news);
    const wanted = [...changes].filter(([path]) => !ignoreChanges.some((ignored) => isWithin(path, ignored)));
    const topLevel = (path: string): string => /^[^.[]+/.exec(path)?.[0] ?? path;
    const diffs = [...new Set(wanted.map(([path]) => topLevel(path)))].sort();
    const replacing = Object.keys(schema).filter((name) => schema[name]?.replaces);
    const replaces = diffs.filter((name) => replacing.includes(name));
    const kindOf = (path: string, kind: Kind): ChangeKind =>
        replaces.includes(topLevel(path)) ? `${kind}_REPLACE` : kind;
    return {
        diffs,
        replaces,
        stables: replacing.filter((name) => !replaces.includes(name)).sort(),
        detailedDiff: Object.fromEntries(wanted.map(([path, kind]) => [path, kindOf(path, kind)])),
    };
}

const isWithin = (path: string, parent: string): boolean =>
    path === parent || path.startsWith(`${parent}.`) || path.startsWith(`${parent}[`);

function fieldChanges(
    schema: Schema,
    olds: PropertyMap,
    planned: PropertyMap,
    news: PropertyMap,
    parent = "",
): Changes {
    const changes = Object.entries(schema).flatMap(([name, property]) => [
        ...propertyChanges(parent + name, property, olds[name] ?? null, planned[name] ?? null, news[name] ?? null),
    ]);
    return new Map(changes);
}

function propertyChanges(
    path: string,
    property: Property,
    old: PropertyValue,
    planned: PropertyValue,
    given: PropertyValue,
): Changes {
    const one = (kind: Kind): Changes => new Map([[path, kind]]);
    if (planned === unknownValue) {
        return one(old === null ? "ADD" : "UPDATE");
    }
    if (!differs(property, old, planned)) {
        return new Map();
    }
    if (property.type === "object" && isMap(old) && isMap(planned)) {
        return fieldChanges(property.properties ?? {}, old, planned, map(given), `${path}.`);
    }
    if (property.type === "strings" || property.type === "objects") {
        if (isZero(old)) {
            return one("ADD");
        }
        return isZero(planned) ? one("DELETE") : elementChanges(path, list(old), list(given));
    }
    if (old === null) {
        return one("ADD");
    }
    return one(planned === null ? "DELETE" : "UPDATE");
}

/** Elements that went, at their place in the state; elements that came, at their place in the program. */
function elementChanges(path: string, old: PropertyValue[], given: PropertyValue[]): Changes {
    const changes: Changes = new Map();
    const at = (index: number): string => `${path}[${index}]`;
    const before = old.map(comparable);
    const after = given.map(comparable);
    before.forEach((element, index) => {
        if (!after.includes(element)) {
            changes.set(at(index), "DELETE");
        }
    });
    after.forEach((element, index) => {
        if (!before.includes(element)) {
            changes.set(at(index), changes.has(at(index)) ? "UPDATE" : "ADD");
        }
    });
    return changes;
}

/** Whether an update changes the property. */
export function isChanged(schema: Schema, name: string, olds: PropertyMap, planned: PropertyMap): boolean {
    const property = schema[name];
    return property !== undefined && differs(property, olds[name] ?? null, planned[name] ?? null);
}

const differs = (property: Property, old: PropertyValue, planned: PropertyValue): boolean =>
    comparable(property.set ? inStateOrder(list(old)) : old) !== comparable(planned);

/** Equal texts for values that mean the same. */
const comparable = (value: PropertyValue): string => JSON.stringify(meaning(value));
