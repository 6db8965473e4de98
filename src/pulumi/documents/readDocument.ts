import type { Readable } from "node:stream";
import { UserError } from "../../errors/userError";
import { EventReader, isEvent } from "./events";
import { readPlan } from "./plan";
import { readPreview } from "./preview";
import type { Part } from "./shape";
import { readState } from "./state";
import type { ReadableProperties, StackDocument } from "./step";
import { sourceName, textOf } from "./text";

/** How to read documents. */
export interface ReadDocumentOptions {
    /** What may be read: everything else is dropped here. */
    readonly properties: ReadableProperties;
    /** What `-` means. */
    readonly stdin: Readable;
    readonly signal?: AbortSignal | undefined;
}

/** Characters of a document that is not a stream of events, and of one event: more would not fit in memory. */
const longestText = 256 * 1024 * 1024;

const advice =
    "Give what `pulumi preview --json`, `--save-plan`, `--event-log` or `pulumi stack export` writes, plain or gzip.";

/**
 * Reads a file that Pulumi wrote, recognized by its content. Events are read as a stream, so their file may be large.
 * @throws UserError when it cannot be read, is damaged, ends early or is something else, with the place; it quotes nothing
 */
export async function readDocument(
    path: string,
    { properties, stdin, signal }: ReadDocumentOptions,
): Promise<StackDocument> {
    const source = sourceName(path);
    const lines = linesOf(textOf(path, stdin, signal), source);
    let first = await lines.next();
    while (first.done !== true && first.value.text.trim() === "") {
        first = await lines.next();
    }
    if (first.done === true) {
        throw new UserError(`${source}: the file is empty`, advice);
    }
    return isEvent(parsedOrNothing(first.value.text))
        ? readEvents(source, first.value, lines, properties)
        : readWhole(source, await rest(first.value, lines, source), properties);
}

/** A document that is in memory already, for example what `pulumi preview --json` printed. Throws as {@link readDocument}. */
export function readDocumentText(source: string, text: string, properties: ReadableProperties): StackDocument {
    return readWhole(source, text, properties);
}

interface Line {
    readonly text: string;
    /** Counted from 1. */
    readonly number: number;
}

async function readEvents(
    source: string,
    first: Line,
    lines: AsyncIterable<Line>,
    properties: ReadableProperties,
): Promise<StackDocument> {
    const reader = new EventReader(source, properties);
    let last = first.number;
    const add = ({ text, number }: Line): void => {
        if (text.trim() !== "") {
            reader.add(parse(text, source, number), number);
            last = number;
        }
    };
    add(first);
    for await (const line of lines) {
        add(line);
    }
    return reader.document(last);
}

function readWhole(source: string, text: string, properties: ReadableProperties): StackDocument {
    const value = parse(text, source, 1);
    const root: Part = { value, pointer: "", document: source };
    const keys = new Set(
        typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [],
    );
    if (keys.has("deployment")) {
        return readState(root, source, properties);
    }
    if (keys.has("resourcePlans") || (keys.has("plan") && keys.has("version"))) {
        return readPlan(root, source, properties);
    }
    if (keys.has("steps") || (keys.has("changeSummary") && keys.has("duration"))) {
        return readPreview(root, source, properties);
    }
    if (keys.has("result") && keys.has("summary")) {
        throw new UserError(`${source}: a summary of \`--output json\`, which holds no properties`, advice);
    }
    throw new UserError(`${source}: JSON that is not a preview, a plan, a state or events of Pulumi`, advice);
}

async function rest(first: Line, lines: AsyncIterable<Line>, source: string): Promise<string> {
    // Lines before the first were empty; they count for the place of an error.
    const texts = ["\n".repeat(first.number - 1) + first.text];
    let length = first.text.length;
    for await (const { text } of lines) {
        length += text.length + 1;
        if (length > longestText) {
            throw new UserError(
                `${source}: the document is longer than 256 Mi characters`,
                "Give an event log instead.",
            );
        }
        texts.push(text);
    }
    return texts.join("\n");
}

async function* linesOf(pieces: AsyncIterable<string>, source: string): AsyncGenerator<Line> {
    let number = 1;
    let parts: string[] = [];
    let length = 0;
    for await (const piece of pieces) {
        let start = 0;
        for (let end = piece.indexOf("\n"); end !== -1; end = piece.indexOf("\n", start)) {
            yield { text: parts.join("") + piece.slice(start, end), number };
            number += 1;
            parts = [];
            length = 0;
            start = end + 1;
        }
        parts.push(piece.slice(start));
        length += piece.length - start;
        if (length > longestText) {
            throw new UserError(`${source}: line ${number} is longer than 256 Mi characters`, advice);
        }
    }
    if (length > 0) {
        yield { text: parts.join(""), number };
    }
}

function parsedOrNothing(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

function parse(text: string, source: string, firstLine: number): unknown {
    try {
        return JSON.parse(text);
    } catch (error) {
        throw notJson(text, source, firstLine, error as Error);
    }
}

/** The parser's own message may quote the text, which may hold a secret, and often does not name the place. */
function notJson(text: string, source: string, firstLine: number, error: Error): UserError {
    const isCut = isAtEnd(error, text.length);
    const position = isCut ? text.length : firstWrong(text);
    const before = text.slice(0, position);
    const line = firstLine + (before.match(/\n/g)?.length ?? 0);
    const place = `line ${line}, column ${position - before.lastIndexOf("\n")}`;
    if (isCut) {
        return new UserError(`${source}: ${place}: the JSON ends early`, "The file was cut: make it again.");
    }
    return /^\s*(Previewing|Updating|Refreshing|Destroying) /.test(text)
        ? new UserError(`${source}: ${place}: not JSON but text for people`, advice)
        : new UserError(`${source}: ${place}: not JSON`, advice);
}

/** The first character with which a text cannot be the beginning of JSON, by halving. */
function firstWrong(text: string): number {
    let [right, wrong] = [0, text.length];
    while (wrong - right > 1) {
        const middle = Math.floor((right + wrong) / 2);
        if (canContinue(text.slice(0, middle))) {
            right = middle;
        } else {
            wrong = middle;
        }
    }
    return right;
}

function canContinue(text: string): boolean {
    try {
        JSON.parse(text);
        return true;
    } catch (error) {
        return isAtEnd(error as Error, text.length);
    }
}

/** Whether more text could make it JSON. */
function isAtEnd({ message }: Error, length: number): boolean {
    const position = /at position (\d+)/.exec(message)?.[1];
    return /^(Unexpected end of JSON input|Unterminated string)/.test(message) || Number(position) >= length;
}
