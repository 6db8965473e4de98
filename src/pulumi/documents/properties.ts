import { signatureKey } from "../secrets";
import { secretValue, unknownValue, type Properties } from "./step";

/**
 * The engine's markers for values that are known after the update only, one for each type
 * (sdk/go/common/resource/plugin/rpc.go of pulumi/pulumi).
 */
const unknownMarkers: ReadonlySet<unknown> = new Set([
    unknownValue,
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Deeper than any property of the resources that are read. */
const deepest = 16;

/** The properties of these names and no others: `a.b` is `b` inside of `a`. */
export function readable(properties: unknown, names: readonly string[]): Properties {
    const found: Record<string, unknown> = {};
    for (const name of names) {
        const value = clean(at(properties, name.split(".")), deepest);
        if (value !== undefined) {
            found[name] = value;
        }
    }
    return found;
}

function at(value: unknown, [first, ...rest]: readonly string[]): unknown {
    if (first === undefined || isMarked(value) || unknownMarkers.has(value)) {
        return value;
    }
    return typeof value === "object" && value !== null && Object.hasOwn(value, first)
        ? at((value as Record<string, unknown>)[first], rest)
        : undefined;
}

function clean(value: unknown, depth: number): unknown {
    if (value === null || value === undefined) {
        return undefined;
    }
    if (unknownMarkers.has(value)) {
        return unknownValue;
    }
    if (typeof value === "string") {
        return value.includes("PRIVATE KEY-----") ? secretValue : value.normalize("NFC");
    }
    if (typeof value !== "object") {
        return value;
    }
    if (depth === 0 || isMarked(value)) {
        return secretValue;
    }
    return Array.isArray(value)
        ? value.map((one) => clean(one, depth - 1))
        : Object.fromEntries(
              Object.entries(value).flatMap(([key, one]) =>
                  key === "__defaults" ? [] : [[key, clean(one, depth - 1)]],
              ),
          );
}

function isMarked(value: unknown): boolean {
    return typeof value === "object" && value !== null && Object.hasOwn(value, signatureKey);
}
