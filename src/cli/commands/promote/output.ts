import { inert, withoutSecrets } from "../../../http/foreignText";
import { ask } from "../../terminal/prompts";
import type { Output } from "../../terminal/terminal";

/** Where a promotion is shown while it runs. */
export interface PromotionOutput {
    /** Takes its steps. */
    readonly steps: Output;
    /** Takes what it waits for. */
    readonly progress: Output;
    /** Asks a person, who sees the steps so far; undefined when nobody answers. */
    readonly ask: (question: string, signal: AbortSignal) => Promise<string | undefined>;
    /** Shows what pulumi printed of the update; undefined where pulumi shows it itself. */
    readonly showUpdate: ((log: string) => void) | undefined;
}

/** Of a promotion that runs alone: everything is shown at once. */
export const ownOutput: PromotionOutput = {
    ...{ steps: process.stderr, progress: process.stderr },
    ask,
    showUpdate: undefined,
};

/** Of promotions that run at the same time: the steps of each are shown together, and nothing while a person is asked. */
export class SharedOutput {
    private turn: Promise<unknown> = Promise.resolve();

    /** @param askPerson undefined when nobody is there */
    constructor(
        private readonly output: Output,
        private readonly askPerson = process.stdin.isTTY ? ask : undefined,
    ) {}

    /** Writes as soon as nobody is asked. */
    write(text: string): void {
        void this.inTurn(() => this.output.write(text));
    }

    /** The part of one promotion; `end` shows the steps that are not shown yet. */
    part(): PromotionOutput & { readonly end: () => void } {
        const { isTTY, columns } = this.output;
        let text = "";
        const write = (more: string | Uint8Array): boolean => {
            text += String(more);
            return true;
        };
        const flush = (): void => {
            this.output.write(text);
            text = "";
        };
        return {
            steps: { write, ...(isTTY === undefined ? {} : { isTTY }), ...(columns === undefined ? {} : { columns }) },
            progress: {
                write: (line: string | Uint8Array) => {
                    this.write(String(line));
                    return true;
                },
            },
            ask: async (question, signal) =>
                this.askPerson &&
                this.inTurn(() => {
                    flush();
                    return this.askPerson?.(question, signal);
                }),
            showUpdate: (log) => {
                write(inert(withoutSecrets(log)));
            },
            end: () => {
                void this.inTurn(flush);
            },
        };
    }

    /** Everything is written. */
    async settled(): Promise<void> {
        await this.turn;
    }

    private inTurn<Result>(action: () => Result | Promise<Result>): Promise<Result> {
        const result = this.turn.then(action);
        // Whoever asked learns that it failed; the others still write.
        this.turn = result.catch(() => undefined);
        return result;
    }
}
