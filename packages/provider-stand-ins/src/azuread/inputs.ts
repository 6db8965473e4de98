import { isMap, isZero, list, type PropertyMap, type PropertyValue, strings } from "../protocol/values";
import { defaultsKey, type Property, type Schema } from "./schema";

/** A program's inputs after a refresh: the same properties as before, with the values that the state now has. */
export function refreshedInputs(inputs: PropertyMap, state: PropertyMap): PropertyMap {
    const names = Object.keys(inputs).filter((name) => name !== defaultsKey && state[name] !== undefined);
    const refreshed = Object.fromEntries(
        names.map((name) => [name, refreshedValue(inputs[name] ?? null, state[name] ?? null)]),
    );
    if (inputs[defaultsKey] === undefined) {
        return refreshed;
    }
    const unchanged = strings(inputs[defaultsKey]).filter((name) => inputs[name] === state[name]);
    return { ...refreshed, [defaultsKey]: unchanged };
}

function refreshedValue(input: PropertyValue, state: PropertyValue): PropertyValue {
    if (Array.isArray(input)) {
        // What somebody else has added stays out of the inputs: the next update removes it.
        return list(state)
            .slice(0, input.length)
            .map((item, index) => refreshedValue(input[index] ?? null, item));
    }
    return isMap(input) && isMap(state) ? refreshedInputs(input, state) : state;
}

/** The inputs that a program would need to get this state: for an import. */
export function importedInputs(schema: Schema, state: PropertyMap): PropertyMap {
    const fields = Object.entries(schema).flatMap(([name, property]) => {
        const value = state[name];
        return value === undefined || property.given === "never" || isDefault(property, value)
            ? []
            : [[name, imported(property, value)] as const];
    });
    return { ...Object.fromEntries(fields), [defaultsKey]: [] };
}

function imported(property: Property, value: PropertyValue): PropertyValue {
    const nested = property.properties;
    if (!nested) {
        return value;
    }
    const item = (element: PropertyValue): PropertyValue =>
        isMap(element) ? importedInputs(nested, element) : element;
    return Array.isArray(value) ? value.map(item) : item(value);
}

function isDefault(property: Property, value: PropertyValue): boolean {
    if (property.secret) {
        return false; // the program has to give it, so it is listed even when the service does not tell it
    }
    const standard = property.default ?? property.quietDefault;
    if (standard !== undefined) {
        return value === standard;
    }
    if (!isMap(value)) {
        return isZero(value);
    }
    return Object.entries(value).every(([name, field]) => {
        const nested = property.properties?.[name];
        return nested ? isDefault(nested, field) : isZero(field);
    });
}
