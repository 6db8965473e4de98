import { isMap, unknownValue, type PropertyValue } from "../protocol/values";
import type { InputType, PropertyType } from "./inputTypes";

/** What azure-native's own types say against these inputs, secrets unwrapped: one line per problem, without a value. */
export function inputProblems(
    path: string,
    inputs: Readonly<Record<string, PropertyValue>>,
    properties: Readonly<Record<string, PropertyType>>,
): string[] {
    const missing = Object.entries(properties)
        .filter(([name, { required }]) => required && (inputs[name] ?? null) === null)
        .map(([name]) => `${path}${name} is missing`);
    const wrong = Object.entries(inputs).flatMap(([name, value]) => {
        const property = properties[name];
        return property === undefined
            ? [`${path}${name} is not an input`]
            : problems(`${path}${name}`, value, property.type);
    });
    return [...missing, ...wrong];
}

function problems(path: string, value: PropertyValue, type: InputType): string[] {
    if (value === null || value === unknownValue || type === "any") {
        return [];
    }
    if (typeof type === "string") {
        return typeof value === type ? [] : [`${path} is no ${type}`];
    }
    if ("words" in type) {
        return typeof value === "string" && type.words.includes(value)
            ? []
            : [`${path} is none of ${type.words.join(", ")}`];
    }
    if ("list" in type) {
        return Array.isArray(value)
            ? value.flatMap((item, index) => problems(`${path}[${index}]`, item, type.list))
            : [`${path} is not a list`];
    }
    if (!isMap(value)) {
        return [`${path} is not a map`];
    }
    return "map" in type
        ? Object.entries(value).flatMap(([name, item]) => problems(`${path}.${name}`, item, type.map))
        : inputProblems(`${path}.`, value, type.properties);
}
