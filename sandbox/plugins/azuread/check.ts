import { type CheckAnswer, type CheckRequest, nameOf } from "../protocol/provider";
import { hasUnknown, isMap, list, map, type PropertyMap, type PropertyValue, secret } from "../protocol/values";
import { defaultsKey, type Property, type Schema, terraformName, withSecrets } from "./schema";

/** Fills in defaults, marks secrets and says what is wrong with the inputs, as the published provider does. */
export function check(schema: Schema, { urn, news }: CheckRequest): CheckAnswer {
    const inputs = withDefaults(schema, news);
    const failures = Object.entries(schema).flatMap(([name, property]) =>
        problems(name, property, inputs).map((text) => `${text}. Examine values at '${nameOf(urn)}.${name}'.`),
    );
    return { inputs: withSecrets(schema, inputs, secret), failures };
}

/** The values with the defaults of every level, and the list of them that the bridge wants to find there again. */
function withDefaults(schema: Schema, values: PropertyMap): PropertyMap {
    const given = Object.fromEntries(
        Object.entries(values)
            .filter(([, value]) => value !== null)
            .map(([name, value]) => [name, nestedDefaults(schema[name], value)]),
    );
    const added = Object.entries(schema).flatMap(([name, property]) =>
        property.default !== undefined && given[name] === undefined ? [[name, property.default] as const] : [],
    );
    return { ...given, ...Object.fromEntries(added), [defaultsKey]: added.map(([name]) => name) };
}

function nestedDefaults(property: Property | undefined, value: PropertyValue): PropertyValue {
    const nested = property?.properties;
    if (!nested) {
        return value;
    }
    const fill = (item: PropertyValue): PropertyValue => (isMap(item) ? withDefaults(nested, item) : item);
    return Array.isArray(value) ? value.map(fill) : fill(value);
}

/** What is wrong with one property of an object; the object is given because another property can conflict. */
function problems(name: string, property: Property, inputs: PropertyMap, parent = ""): string[] {
    const path = parent + terraformName(name, property);
    const value = inputs[name];
    if (value === undefined || value === null) {
        return property.given === "required"
            ? [`Missing required argument. The argument "${path}" is required, but no definition was found.`]
            : [];
    }
    if (property.unsupported && list(meaning(value)).every((item) => item === null) && !isMap(meaning(value))) {
    }
    const other = property.conflictsWith;
    if (other !== undefined && (inputs[other] ?? null) !== null) {
        return [
            `Conflicting configuration arguments. "${path}": conflicts with ${terraformName(other, { type: "scalar", given: "optional" })}`,
        ];
    }
    if (property.unsupported) {
        return [
            `The stand-in for the azuread plugin does not support "${path}"; the published plugin is needed for it`,
        ];
    }
    switch (property.type) {
        case "object":
            return Object.entries(property.properties ?? {}).flatMap(([field, nested]) =>
                problems(field, nested, map(value), `${path}.0.`),
            );
        case "objects":
            return list(value).flatMap((item, index) =>
                Object.entries(property.properties ?? {}).flatMap(([field, nested]) =>
                    problems(field, nested, map(item), `${path}.${String(index)}.`),
                ),
            );
        case "strings":
            return list(value).flatMap((item, index) => scalarProblems(property, `${path}.${String(index)}`, item));
        default:
            return scalarProblems(property, path, value);
    }
}

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
