import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A value of a recording: JSON. */
type PropertyValue = null | boolean | number | string | PropertyValue[] | PropertyMap;
interface PropertyMap {
    [name: string]: PropertyValue;
}

/** Recordings of the published plugins: what the engine said to them, and what they said to a Graph-like server. */
const folder = path.join(__dirname, "recordings");

/** One finished call of the engine. */
export interface RecordedCall {
    readonly step: string;
    readonly provider: "azuread" | "tls";
    readonly method: string;
    /** End and duration, in milliseconds since the start of the command. */
    readonly at_ms: number;
    readonly ms: number;
    readonly request: PropertyMap;
    readonly response?: PropertyMap;
    readonly error?: readonly string[];
}

/** One HTTP exchange of the azuread plugin. */
export interface RecordedExchange {
    readonly step: string;
    readonly at_ms: number;
    readonly method: string;
    /** Path and query, decoded. */
    readonly url: string;
    readonly request?: PropertyValue;
    readonly status: number;
    readonly response?: PropertyValue;
    readonly responseHeaders?: PropertyMap;
}

/** The host that the recordings name. */
export const recordedHost = "graph.test";

/** Stands in the recordings for what was cut on purpose. */
export const trimmed = "@@trimmed";

const table = JSON.parse(readFileSync(path.join(folder, "table.json"), "utf8")) as PropertyMap;

/** A long string of the recordings by its name, such as `@@jwt1`. */
export const recordedText = (name: string): string => {
    const value = table[name];
    return typeof value === "string" ? value : "";
};

/** The calls and exchanges of a scenario by its number, with all references resolved. */
export function scenario(number: string): { calls: RecordedCall[]; exchanges: RecordedExchange[] } {
    const file = (kind: string): string => {
        const name = readdirSync(folder).find(
            (entry) => entry.startsWith(`${number}-`) && entry.endsWith(`.${kind}.jsonl`),
        );
        return path.join(folder, name ?? `${number}-missing.${kind}.jsonl`);
    };
    return {
        calls: load(file("grpc")) as unknown as RecordedCall[],
        exchanges: load(file("wire")) as unknown as RecordedExchange[],
    };
}

function load(file: string): PropertyValue[] {
    const lines = readFileSync(file, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as PropertyValue);
    const resolve = (value: PropertyValue): PropertyValue => {
        if (typeof value === "string") {
            if (value in table) {
                return table[value] ?? null;
            }
            const [, line, at] = /^@@(\d+):(.*)$/.exec(value) ?? [];
            return line === undefined || at === undefined
                ? value
                : resolve(valueAt(lines[Number(line) - 1] ?? null, at));
        }
        if (Array.isArray(value)) {
            return value.map(resolve);
        }
        return isMap(value)
            ? Object.fromEntries(Object.entries(value).map(([name, field]) => [name, resolve(field)]))
            : value;
    };
    return lines.map(resolve);
}

function valueAt(root: PropertyValue, at: string): PropertyValue {
    return at.split(".").reduce<PropertyValue>((value, name) => {
        if (Array.isArray(value)) {
            return value[Number(name)] ?? null;
        }
        return isMap(value) ? (value[name] ?? null) : null;
    }, root);
}

function isMap(value: PropertyValue | undefined): value is PropertyMap {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
