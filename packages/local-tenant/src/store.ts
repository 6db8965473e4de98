import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { draftOf, Texts } from "./draft";
import type { State } from "./state";
import { upgraded } from "./stateUpgrade";

/** The state in memory and in one file, which agree whenever a request is answered. */
export class Store {
    readonly #file: string;
    readonly #texts = new Texts();
    #state: State;

    private constructor(file: string, state: State) {
        this.#file = file;
        this.#state = state;
    }

    /** Reads the file, or writes the first one. */
    static open(file: string, initial: () => State): Store {
        if (existsSync(file)) {
            return new Store(file, read(file));
        }
        const store = new Store(file, initial());
        store.#write(store.#state);
        return store;
    }

    /** The state as it is now. A later change does not show in it. */
    get state(): State {
        return this.#state;
    }

    /**
     * Works on a copy, which becomes the state once it is on disk: a refused or failed request leaves no trace. No other
     * request runs meanwhile, since nothing in here waits.
     */
    change<Result>(work: (draft: State) => Result): Result {
        const draft = draftOf(this.#state, this.#texts);
        const result = work(draft.state);
        this.#write(draft.settle());
        return result;
    }

    /** Makes an earlier state the present one again. */
    restore(state: State): void {
        this.#write(state);
    }

    #write(state: State): void {
        const text = this.#texts.ofState(state);
        const temporary = `${this.#file}.new`;
        writeFileSync(temporary, text, { mode: 0o600 });
        // The mode above counts for new files only; this one may be left over from a run that was cut short.
        chmodSync(temporary, 0o600);
        renameSync(temporary, this.#file);
        this.#state = state;
    }
}

function read(file: string): State {
    let state: { readonly format?: number };
    try {
        state = JSON.parse(readFileSync(file, "utf8")) as { readonly format?: number };
    } catch (error) {
        throw new Error(`${file} is not a state of the local tenant. Delete it to start again.`, { cause: error });
    }
    const current = upgraded(state);
    if (!current) {
        throw new Error(`${file} was written by another version of the local tenant. Delete it to start again.`);
    }
    return current;
}
