import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { encodingOf } from "../../certificate/decodeText";
import { UserError } from "../../errors/userError";
import { systemReason } from "../../files/systemReason";

/** A file's or stream's bytes, unpacked when they are gzip, as text, in pieces. */
export async function* textOf(path: string, stdin: Readable, signal: AbortSignal | undefined): AsyncGenerator<string> {
    const name = sourceName(path);
    try {
        const bytes = path === "-" ? stdin : await open(path, name);
        const [first, all] = await peek(bytes);
        const isGzip = first[0] === 0x1f && first[1] === 0x8b;
        const unpacked = isGzip ? unzipped(all) : all;
        let decoder: InstanceType<typeof TextDecoder> | undefined;
        for await (const chunk of unpacked as AsyncIterable<Buffer>) {
            signal?.throwIfAborted();
            decoder ??= new TextDecoder(encodingOf(chunk));
            yield decoder.decode(chunk, { stream: true });
        }
        yield decoder?.decode() ?? "";
    } catch (error) {
        signal?.throwIfAborted();
        throw error instanceof UserError
            ? error
            : new UserError(`cannot read ${name}: ${systemReason(error, reasons)}`);
    }
}

/** What a source is called: `-` is standard input. */
export function sourceName(path: string): string {
    return path === "-" ? "standard input" : path;
}

async function open(path: string, name: string): Promise<Readable> {
    if ((await stat(path)).isDirectory()) {
        throw new UserError(`cannot read ${name}: it is a folder`, "Give files that Pulumi wrote.");
    }
    return createReadStream(path);
}

/** The first bytes, and all of them. */
async function peek(bytes: AsyncIterable<Buffer | string>): Promise<[Buffer, AsyncIterable<Buffer>]> {
    const iterator = bytes[Symbol.asyncIterator]();
    let first = Buffer.alloc(0);
    while (first.length < 4) {
        const next = await iterator.next();
        if (next.done === true) {
            break;
        }
        first = Buffer.concat([first, Buffer.from(next.value)]);
    }
    async function* all(): AsyncGenerator<Buffer> {
        yield first;
        for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
            yield Buffer.from(next.value);
        }
    }
    return [first, all()];
}

/** An error of the source is one of the result. */
function unzipped(bytes: AsyncIterable<Buffer>): Readable {
    const source = Readable.from(bytes);
    const gunzip = createGunzip();
    source.on("error", (error) => gunzip.destroy(error));
    return source.pipe(gunzip);
}

/** What some refusals mean here; zlib's are not the system's. */
const reasons: Readonly<Record<string, string>> = {
    ENOENT: "no such file",
    Z_BUF_ERROR: "the gzip data ends early",
    Z_DATA_ERROR: "the gzip data is damaged",
};
