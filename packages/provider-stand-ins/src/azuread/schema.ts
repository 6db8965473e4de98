import { isMap, isZero, mapValues, type PropertyMap, type PropertyValue, secret, without } from "../protocol/values";

/**
 * What Terraform's older SDK knows of one property of a resource: the azuread provider is written with it, and most
 * of what a user sees (messages, defaults, differences, nulls) follows from tables like these.
 */
export interface Property {
    readonly type: "scalar" | "strings" | "map" | "object" | "objects";
    /** Who gives it: the program must, may, may but the service fills it in otherwise, or only the service does. */
    readonly given: "required" | "optional" | "computed" | "never";
    /** Terraform's name in messages, where it is not the property's in snake case. */
    readonly terraform?: string;
    /** Strings or objects whose order means nothing. */
    readonly set?: boolean;
    readonly default?: PropertyValue;
    /** A default that Check does not list among the inputs. */
    readonly quietDefault?: PropertyValue;
    readonly replaces?: boolean;
    readonly secret?: boolean;
    /** Says what is wrong with one scalar, given its path in Terraform's words. */
    readonly problem?: (path: string, value: string) => string | undefined;
    readonly conflictsWith?: string;
    /** Written as a block in Terraform: planned as an empty list, never as unknown, once the resource exists. */
    readonly block?: boolean;
    /** Of an object or objects. */
    readonly properties?: Schema;
    /** Taken out of the program, the object stays and its fields are cleared one by one. */
    readonly clearedByField?: boolean;
    /** An input that the published provider has and the stand-in has not. */
    readonly unsupported?: boolean;
}
export type Schema = Readonly<Record<string, Property>>;

type Details = Partial<Omit<Property, "type" | "given">>;
const property =
    (type: Property["type"], given: Property["given"]) =>
    (details: Details = {}): Property => ({
        type,
        given,
        ...details,
    });

export const required = property("scalar", "required");
export const optional = property("scalar", "optional");
/** Optional; the service decides when the program does not. */
export const computed = property("scalar", "computed");
export const optionalSet = (details: Details = {}): Property =>
    property("strings", "optional")({ set: true, ...details });
export const computedSet = (details: Details = {}): Property =>
    property("strings", "computed")({ set: true, ...details });
export const optionalObject = (properties: Schema, details: Details = {}): Property =>
    property("object", "optional")({ properties, ...details });
export const objects = (given: Property["given"], properties: Schema, details: Details = {}): Property =>
    property("objects", given)({ properties, ...details });
export const output = property("scalar", "never");
export const outputStrings = property("strings", "never");
export const outputMap = property("map", "never");

/** The bookkeeping that the bridge keeps inside input objects: which of them are defaults. */
export const defaultsKey = "__defaults";

/** Without bookkeeping and without what means nothing: Terraform's older SDK knows no null beside "", 0 and false. */
export function meaning(value: PropertyValue): PropertyValue {
    if (Array.isArray(value)) {
        return value.length === 0 ? null : value.map(meaning);
    }
    if (!isMap(value)) {
        return isZero(value) ? null : value;
    }
    const fields = Object.entries(mapValues(without(value, defaultsKey), meaning)).filter(
        ([, field]) => field !== null,
    );
    return fields.length === 0 ? null : Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Terraform's name of a property. */
export const terraformName = (schema: Schema, name: string): string =>
    schema[name]?.terraform ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Wraps the values that the schema marks secret. */
export const withSecrets = (schema: Schema, values: PropertyMap): PropertyMap =>
    mapValues(values, (value, name) => (schema[name]?.secret ? secret(value) : value));
