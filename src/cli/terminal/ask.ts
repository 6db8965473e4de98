import { createInterface } from "node:readline/promises";

/**
 * What a person answers in the terminal, without blanks around it; undefined without a terminal to ask in, and
 * when the person closes it with Ctrl-D.
 */
export async function ask(question: string, signal: AbortSignal): Promise<string | undefined> {
    if (!process.stdin.isTTY) {
        return undefined;
    }
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
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
