import { crc32 } from "node:zlib";
import { isMap, type PropertyMap, type PropertyValue } from "../protocol/values";
import { type Property, type Schema, terraformName } from "./schema";

/** Sets have no order of their own, so the published provider shows two: one in the state, one in its requests. */

/** The order in the state: strings by their text, objects by their fields in the order of the fields' names. */
export function inStateOrder(items: readonly PropertyValue[]): PropertyValue[] {
    return [...items].sort((a, b) => compare(sortKey(a), sortKey(b)));
}

function sortKey(value: PropertyValue): string {
    if (Array.isArray(value)) {
        return `[${value.map((item) => `${sortKey(item)};`).join("")}]`;
    }
    if (isMap(value)) {
        const fields = Object.entries(value).sort(([a], [b]) => compare(a, b));
        return `<${fields.map(([, field]) => `${sortKey(field)};`).join("")}>`;
    }
    return typeof value === "string" ? value : JSON.stringify(value);
}

/** The order in a request: by the decimal digits of a checksum. */
export function inRequestOrder(property: Property, items: readonly PropertyValue[]): PropertyValue[] {
    const checksum = (item: PropertyValue): string =>
        String(crc32(isMap(item) ? fields(property.properties ?? {}, item) : scalar(item)));
    return [...items].sort((a, b) => compare(checksum(a), checksum(b)));
}

function fields(schema: Schema, value: PropertyMap): string {
    return Object.entries(schema)
        .map(([name, property]) => [terraformName(schema, name), serialized(property, value[name] ?? null)] as const)
        .sort(([a], [b]) => compare(a, b))
        .map(([name, text]) => `${name}:${text}`)
        .join("");
}

function serialized(property: Property, value: PropertyValue): string {
    if (!Array.isArray(value)) {
        return `${scalar(value)};`;
    }
    const items = value.map((item) =>
        isMap(item) ? `<${fields(property.properties ?? {}, item)}>;` : `${scalar(item)};`,
    );
    return property.set ? `{${items.join("")}};` : `(${items.join("")});`;
}

function scalar(value: PropertyValue): string {
    if (typeof value === "boolean") {
        return value ? "1" : "0";
    }
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
