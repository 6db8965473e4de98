import { readFileSync } from "node:fs";
import path from "node:path";

/** What azure-native's own types say of an input. */
export type InputType =
    | "string"
    | "number"
    | "boolean"
    | "any"
    /** One of these words; the SDK lets any other text through, but Azure would refuse it. */
    | { readonly words: readonly string[] }
    | { readonly list: InputType }
    | { readonly map: InputType }
    | { readonly properties: Readonly<Record<string, PropertyType>> };

export interface PropertyType {
    readonly type: InputType;
    readonly required: boolean;
}

/** Where `npm run docs` puts the types that it reads from the installed package. */
export const inputTypesFile = path.resolve(__dirname, "../../src/azureNative/inputTypes.json");

/** The properties of each resource that the stand-in knows, by type token. */
export function readInputTypes(): Readonly<Record<string, Readonly<Record<string, PropertyType>>>> {
    return JSON.parse(readFileSync(inputTypesFile, "utf8")) as Record<string, Record<string, PropertyType>>;
}
