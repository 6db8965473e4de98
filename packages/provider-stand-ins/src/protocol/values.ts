/** A property value as Pulumi's wire format knows it. */
export type PropertyValue = null | boolean | number | string | PropertyValue[] | PropertyMap;
export interface PropertyMap {
    [name: string]: PropertyValue;
}

/** Stands for a value that is not known before the update has run. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const secretKey = "4dabf18193072939515e22adb298388d";
const secretMark = "1b47061264138c4ac30d75fd1eb44270";

/** Wraps a value so that the engine treats it as a secret. */
export const secret = (value: PropertyValue): PropertyMap => ({ [secretKey]: secretMark, value });

/** The value with every secret wrapper inside it taken off. */
export function unwrapSecrets(value: PropertyValue): PropertyValue {
    if (Array.isArray(value)) {
        return value.map(unwrapSecrets);
    }
    if (!isMap(value)) {
        return value;
    }
    if (value[secretKey] === secretMark) {
        return unwrapSecrets(value.value ?? null);
    }
    return mapValues(value, unwrapSecrets);
}

export function isMap(value: PropertyValue | undefined): value is PropertyMap {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function mapValues(
    map: PropertyMap,
    change: (value: PropertyValue, name: string) => PropertyValue,
): PropertyMap {
    return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value, name)]));
}

/** The map without the named properties. */
export function without(map: PropertyMap, ...names: readonly string[]): PropertyMap {
    return Object.fromEntries(Object.entries(map).filter(([name]) => !names.includes(name)));
}

/** Whether anything in the value is not known yet. */
export function hasUnknown(value: PropertyValue | undefined): boolean {
    if (Array.isArray(value)) {
        return value.some(hasUnknown);
    }
    return isMap(value) ? Object.values(value).some(hasUnknown) : value === unknownValue;
}

/** Null, nothing, or what Terraform's older SDK stores for nothing: "", 0, false and empty collections. */
export function isZero(value: PropertyValue | undefined): boolean {
    if (isMap(value)) {
        return Object.keys(value).length === 0;
    }
    return Array.isArray(value) ? value.length === 0 : !value;
}

export const text = (value: PropertyValue | undefined): string => (typeof value === "string" ? value : "");
/** The text if it is known and not empty. */
export const knownText = (value: PropertyValue | undefined): string | undefined =>
    value === unknownValue ? undefined : text(value) || undefined;
export const list = (value: PropertyValue | undefined): PropertyValue[] => (Array.isArray(value) ? value : []);
export const strings = (value: PropertyValue | undefined): string[] =>
    list(value).filter((item) => typeof item === "string");
export const map = (value: PropertyValue | undefined): PropertyMap => (isMap(value) ? value : {});
