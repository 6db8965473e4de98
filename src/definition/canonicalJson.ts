import { hash } from "node:crypto";

/**
 * A value as JSON in one form only: properties sorted, no spaces, numbers and texts as ECMAScript writes them (RFC 8785,
 * JSON Canonicalization Scheme). Equal values give equal texts on every machine.
 */
export function canonicalJson(value: unknown): string {
    return JSON.stringify(value, (_, part: unknown) =>
        typeof part === "object" && part !== null && !Array.isArray(part)
            ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
            : part,
    );
}

/** SHA-256 over the canonical JSON of a value: 64 lower-case hex digits. */
export function digestOf(value: unknown): string {
    return hash("sha256", canonicalJson(value));
}

/** Enough of a digest to recognize it by. */
export function shortDigest(digest: string): string {
    return digest.slice(0, 12);
}
