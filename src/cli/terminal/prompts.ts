import { createInterface as createLines } from "node:readline";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { UserError } from "../../errors/userError";

/** Where a person is asked. */
export interface Terminal {
    readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
    readonly output: NodeJS.WritableStream;
}

/**
 * What a person answers in the terminal, without blanks around it; undefined without a terminal to ask in, and
 * when the person closes it with Ctrl-D.
 * @throws the signal's reason when it aborts, as Ctrl-C has it do
 */
export async function ask(
    question: string,
    signal: AbortSignal,
    { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<string | undefined> {
    if (input.isTTY !== true) {
        return undefined;
    }
    const terminal = createInterface({ input, output });
    // While a line is read, the terminal hands Ctrl-C to the reader and not to the process.
    terminal.once("SIGINT", () => {
        process.emit("SIGINT", "SIGINT");
    });
    try {
        const closed = new Promise<undefined>((resolve) => {
            terminal.once("close", () => {
                resolve(undefined);
            });
        });
        return await Promise.race([terminal.question(question, { signal }).then((answer) => answer.trim()), closed]);
    } finally {
        terminal.close();
    }
}

/**
 * Asks on the terminal for a new password, twice and without showing it.
 * @throws UserError without a terminal, when the two differ, or the person or the signal ends it.
 */
export async function promptForPassword(signal: AbortSignal): Promise<string> {
    if (!process.stdin.isTTY || !process.stderr.isTTY) {
        throw new UserError(
            "the private key needs a password, and this is not a terminal to ask in; give --password-file, --password-env or --generate-password <file>",
        );
    }
    const [password = "", again] = await askHidden(["Password for the private key: ", "The same again: "], signal);
    if (again !== password) {
        throw new UserError("the two passwords differ");
    }
    return password;
}

/** The answers to the questions, one line each, without showing them. */
function askHidden(questions: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
    // readline would show what is typed on its output.
    const nowhere = new Writable({
        write: (_chunk, _encoding, done) => {
            done();
        },
    });
    const terminal = createLines({ input: process.stdin, output: nowhere, terminal: true, historySize: 0, signal });
    const answers: string[] = [];
    const askNext = (): void => {
        process.stderr.write(questions[answers.length] ?? "");
    };
    askNext();
    return new Promise((resolve, reject) => {
        terminal.on("line", (line) => {
            process.stderr.write("\n");
            answers.push(line);
            askNext();
            if (answers.length === questions.length) {
                terminal.close();
            }
        });
        // Ctrl-C and Ctrl-D close it too.
        terminal.once("close", () => {
            if (answers.length === questions.length) {
                resolve(answers);
            } else {
                process.stderr.write("\n");
                reject(new UserError("no password was given"));
            }
        });
    });
}
