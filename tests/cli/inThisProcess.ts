import { Readable, Writable } from "node:stream";
import v8 from "node:v8";
import { fail } from "../../src/cli/fail";
import { program } from "../../src/cli/program";
import { main, type Run } from "./support";

class Collected extends Writable {
    text = "";

    override _write(chunk: Buffer, _: string, done: () => void): void {
        this.text += chunk.toString();
        done();
    }
}

/**
 * Runs the command in this process, as its main file does, which takes a tenth of the time of a process of its own. What
 * is true of a process only, such as signals, terminals and variables of Node.js, needs `exoUnattended`.
 */
export async function inThisProcess(
    args: readonly string[],
    { input = "", env = {} }: { readonly input?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Run> {
    const [stdout, stderr] = [new Collected(), new Collected()];
    const restore = replaced({
        ...{ stdout, stderr, stdin: Readable.from([Buffer.from(input)]), env },
        ...{ argv: [process.execPath, main, ...args], exitCode: undefined },
    });
    // The audit sets one for its process alone; here it would hold for all tests after it.
    const setFlags = jest.spyOn(v8, "setFlagsFromString").mockImplementation();
    try {
        await program().parseAsync().catch(fail);
        return { status: Number(process.exitCode ?? 0), stdout: stdout.text, stderr: stderr.text };
    } finally {
        setFlags.mockRestore();
        restore();
    }
}

/** Replaces properties of Jest's copy of the process; the answer puts them back. */
function replaced(properties: Readonly<Record<string, unknown>>): () => void {
    const before = Object.keys(properties).map(
        (name) => [name, Object.getOwnPropertyDescriptor(process, name)] as const,
    );
    for (const [name, value] of Object.entries(properties)) {
        Object.defineProperty(process, name, { value, writable: true, configurable: true, enumerable: true });
    }
    return () => {
        for (const [name, descriptor] of before) {
            Object.defineProperty(
                process,
                name,
                descriptor ?? { value: undefined, writable: true, configurable: true },
            );
        }
    };
}
