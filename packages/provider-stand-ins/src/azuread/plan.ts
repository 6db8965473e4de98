import {
    isMap,
    isZero,
    list,
    map,
    mapValues,
    type PropertyMap,
    type PropertyValue,
    unknownValue,
} from "../protocol/values";
import { defaultsKey, type Property, type Schema } from "./schema";
import { inStateOrder } from "./sets";

/**
 * The state as it will be, as far as it is known before anything is done: this is what a preview shows, what a
 * difference is taken from, and what create and update send.
 * @param olds The state so far; none for a new resource.
 */
export function plan(schema: Schema, news: PropertyMap, olds?: PropertyMap): PropertyMap {
    return Object.fromEntries(
        Object.entries(schema).map(([name, property]) => {
            const given = news[name] ?? null;
            const old = olds?.[name];
            if (given !== null && property.given !== "never") {
                return [name, planGiven(property, given, old)];
            }
            return [name, olds ? planKept(property, old ?? null) : planNew(property)];
        }),
    );
}

function planGiven(property: Property, given: PropertyValue, old: PropertyValue | undefined): PropertyValue {
    const nested = property.properties;
    if (Array.isArray(given)) {
        const items = nested ? given.map((item) => planElement(nested, item)) : given;
        return property.set ? inStateOrder(items) : items;
    }
    return nested && isMap(given) ? plan(nested, given, isMap(old) ? old : undefined) : given;
}

/** An element of a list of objects: what the program gives, no more. */
function planElement(schema: Schema, item: PropertyValue): PropertyValue {
    if (!isMap(item)) {
        return item;
    }
    const fields = Object.entries(item).filter(([name]) => name !== defaultsKey);
    return Object.fromEntries(
        fields.map(([name, value]) => {
            const property = schema[name];
            return [name, property ? planGiven(property, value, undefined) : value];
        }),
    );
}

/** A new resource, and the program says nothing. */
function planNew(property: Property): PropertyValue {
    if (property.given === "computed" || property.given === "never") {
        return unknownValue;
    }
    return property.quietDefault ?? (property.type === "objects" ? [] : null);
}

/** An existing resource, and the program says nothing: computed values stay, optional ones are cleared. */
function planKept(property: Property, old: PropertyValue): PropertyValue {
    if (property.given === "computed" || property.given === "never") {
        if (old !== null) {
            return old;
        }
        if (property.block) {
            return [];
        }
        return property.type === "scalar" || property.given === "computed" ? null : unknownValue;
    }
    if (isUnset(property, old)) {
        return old;
    }
    if (property.type === "object" && property.clearedByField) {
        return mapValues(plan(property.properties ?? {}, {}, map(old)), (value, name) =>
            value === null && property.properties?.[name]?.type === "strings" ? [] : value,
        );
    }
    return property.type === "strings" || property.type === "objects" ? [] : null;
}

/** Whether the value is what the service would hold if nobody had said anything. */
function isUnset(property: Property, value: PropertyValue): boolean {
    const standard = property.default ?? property.quietDefault;
    if (isMap(value)) {
        return Object.entries(value).every(([name, field]) => {
            const nested = property.properties?.[name];
            return nested ? isUnset(nested, field) : isZero(field);
        });
    }
    return isZero(value) || value === standard;
}

/**
 * The state after create or update: what the service answered, except that a list that nobody gave and that is empty
 * stays null, where the plan had it null. The first refresh turns it into an empty list.
 */
export function settled(schema: Schema, planned: PropertyMap, answered: PropertyMap): PropertyMap {
    return Object.fromEntries(
        Object.entries(answered).map(([name, value]) => {
            const property = schema[name];
            const before = planned[name] ?? null;
            if (property?.type === "strings" && before === null && list(value).length === 0) {
                return [name, null];
            }
            const nested = property?.type === "object" ? property.properties : undefined;
            return [name, nested && isMap(before) && isMap(value) ? settled(nested, before, value) : value];
        }),
    );
}

/** What is known of an object whose creation did not end well. */
export function knownPart(schema: Schema, planned: PropertyMap): PropertyMap {
    return Object.fromEntries(
        Object.entries(planned).map(([name, value]) => {
            const property = schema[name];
            const nothing = property?.given === "computed" && property.type === "strings" ? [] : null;
            return [name, value === unknownValue ? nothing : value];
        }),
    );
}

/** The plan, in which a flag that was taken out of the program is false: the older SDK does not store it as nothing. */
export function withClearedFlags(planned: PropertyMap, olds: PropertyMap): PropertyMap {
    return mapValues(planned, (value, name) => (value === null && typeof olds[name] === "boolean" ? false : value));
}
