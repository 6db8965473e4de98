import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { UserError } from "../../errors/userError";

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
    const [password = "", again] = await ask(["Password for the private key: ", "The same again: "], signal);
    if (again !== password) {
        throw new UserError("the two passwords differ");
    }
    return password;
}

/** The answers to the questions, one line each. */
function ask(questions: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
    // readline would show what is typed on its output.
    const nowhere = new Writable({
        write: (_chunk, _encoding, done) => {
            done();
        },
    });
    const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0, signal });
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
