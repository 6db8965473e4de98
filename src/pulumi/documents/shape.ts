import { UserError } from "../../errors/userError";

/** A part of a document, with its place for an error. */
export interface Part {
    readonly value: unknown;
    /** JSON pointer (RFC 6901). */
    readonly pointer: string;
    /** How the document is called in an error, with the line where it has lines. */
    readonly document: string;
}

/** A part inside of another. */
export function partOf({ value, pointer, document }: Part, key: string | number): Part {
    const inside =
        typeof value === "object" && value !== null && Object.hasOwn(value, key)
            ? (value as Record<string | number, unknown>)[key]
            : undefined;
    return { value: inside, pointer: `${pointer}/${escaped(String(key))}`, document };
}

/** A key in a JSON pointer (RFC 6901 §3). */
export function escaped(key: string): string {
    return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** @throws UserError when it is not an object */
export function objectIn(part: Part): Readonly<Record<string, unknown>> {
    const { value } = part;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        throw refusal(part, "is not an object");
    }
    return value as Readonly<Record<string, unknown>>;
}

/** The parts of a list; none when it is absent. @throws UserError when it is something else */
export function listIn(part: Part): Part[] {
    if (part.value === undefined || part.value === null) {
        return [];
    }
    if (!Array.isArray(part.value)) {
        throw refusal(part, "is not a list");
    }
    return part.value.map((_, index) => partOf(part, index));
}

/** @throws UserError when it is not a text */
export function textIn(part: Part): string {
    if (typeof part.value !== "string") {
        throw refusal(part, "is not a text");
    }
    return part.value;
}

/** A text, or undefined when there is none. */
export function optionalText({ value }: Part): string | undefined {
    return typeof value === "string" && value !== "" ? value : undefined;
}

/** A URN: `urn:pulumi:<stack>::<project>::<types>::<name>`. @throws UserError when it is something else */
export function urnIn(part: Part): string {
    const urn = textIn(part);
    if (!/^urn:pulumi:[^:]+::[^:]+::.+?::.+$/s.test(urn)) {
        throw refusal(part, "is not a URN");
    }
    return urn;
}

/** Names the place and quotes nothing of the document. */
export function refusal({ document, pointer }: Part, wrong: string): UserError {
    return new UserError(
        `${document}: ${pointer === "" ? "the document" : pointer} ${wrong}`,
        "Give a file as Pulumi wrote it.",
    );
}
