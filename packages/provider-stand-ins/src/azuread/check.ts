import { type CheckAnswer, type CheckRequest, nameOf } from "../protocol/provider";
import { hasUnknown, isMap, list, map, type PropertyMap, type PropertyValue, unknownValue } from "../protocol/values";
import { defaultsKey, meaning, type Property, type Schema, terraformName, withSecrets } from "./schema";

/** Fills in defaults, marks secrets and says what is wrong with the inputs, as the published provider does. */
export function check(schema: Schema, { urn, news }: CheckRequest): CheckAnswer {
    const inputs = withDefaults(schema, news);
    const failures = Object.keys(schema).flatMap((name) =>
        problems(schema, name, inputs, "").map((text) => `${text}. Examine values at '${nameOf(urn)}.${name}'.`),
    );
    return { inputs: withSecrets(schema, inputs), failures };
}

/** The values with the defaults of every level, and the list of them that the bridge wants to find there again. */
function withDefaults(schema: Schema, values: PropertyMap): PropertyMap {
    const given = Object.fromEntries(
        Object.entries(values)
            .filter(([, value]) => value !== null)
            .map(([name, value]) => [name, withNestedDefaults(schema[name], value)]),
    );
    const added = Object.entries(schema).flatMap(([name, property]) =>
        property.default !== undefined && given[name] === undefined ? [[name, property.default] as const] : [],
    );
    return { ...given, ...Object.fromEntries(added), [defaultsKey]: added.map(([name]) => name) };
}

function withNestedDefaults(property: Property | undefined, value: PropertyValue): PropertyValue {
    if (property?.type === "strings" && typeof value === "string" && value !== unknownValue) {
        return [value]; // the bridge makes a list of a single value
    }
    const nested = property?.properties;
    if (!nested) {
        return value;
    }
    const fill = (item: PropertyValue): PropertyValue => (isMap(item) ? withDefaults(nested, item) : item);
    return Array.isArray(value) ? value.map(fill) : fill(value);
}

/** What is wrong with one property among the others; `parent` is the path to them in Terraform's words. */
function problems(schema: Schema, name: string, inputs: PropertyMap, parent: string): string[] {
    const property = schema[name];
    const value = inputs[name] ?? null;
    if (!property || (value === null && property.given !== "required")) {
        return [];
    }
    const path = parent + terraformName(schema, name);
    if (value === null) {
        return [`Missing required argument. The argument "${path}" is required, but no definition was found.`];
    }
    const other = property.conflictsWith;
    if (other !== undefined && (inputs[other] ?? null) !== null) {
        return [`Conflicting configuration arguments. "${path}": conflicts with ${terraformName(schema, other)}`];
    }
    if (property.unsupported && !saysNothing(value)) {
        return [
            `The stand-in for the azuread plugin does not support "${path}"; the published plugin is needed for it`,
        ];
    }
    const nested = property.properties ?? {};
    switch (property.type) {
        case "object":
            return Object.keys(nested).flatMap((field) => problems(nested, field, map(value), `${path}.0.`));
        case "objects":
            return list(value).flatMap((item, index) =>
                Object.keys(nested).flatMap((field) => problems(nested, field, map(item), `${path}.${index}.`)),
            );
        case "strings":
            return list(value).flatMap((item, index) => scalarProblems(property, `${path}.${index}`, item));
        default:
            return scalarProblems(property, path, value);
    }
}

const saysNothing = (value: PropertyValue): boolean =>
    meaning(value) === null || (Array.isArray(value) && value.every(saysNothing));

function scalarProblems(property: Property, path: string, value: PropertyValue): string[] {
    if (hasUnknown(value)) {
        return [];
    }
    if (Array.isArray(value)) {
        return ["Attribute must be a single value, not a list"];
    }
    const text = typeof value === "string" ? property.problem?.(path, value) : undefined;
    return text === undefined ? [] : [text];
}
