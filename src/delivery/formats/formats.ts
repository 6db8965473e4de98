import { extname } from "node:path";
import { cerFormat } from "./cer";
import { dotenvFormat } from "./dotenv";
import type { Format } from "./format";
import { jsonFormat } from "./json";
import { pemFormat } from "./pem";
import { pfxFormat } from "./pfx";

/** The formats by the ending of a file's name. */
export const formats: Readonly<Record<string, Format>> = {
    ".pfx": pfxFormat,
    ".cer": cerFormat,
    ".pem": pemFormat,
    ".json": jsonFormat,
    ".env": dotenvFormat,
};

/** The endings of the formats that treat the private key so. */
export function endingsWhereKey(is: Format["key"]): string[] {
    return Object.entries(formats).flatMap(([ending, { key }]) => (key === is ? [ending] : []));
}

/** The format of a file of that name, or undefined when its ending is of none. */
export function formatOf(path: string): Format | undefined {
    // A file that is called just ".env" has no extension for Node.js.
    return formats[(extname(path) || path.slice(path.lastIndexOf("."))).toLowerCase()];
}
