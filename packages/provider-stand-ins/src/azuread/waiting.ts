import { ProviderError } from "../protocol/provider";
import { milliseconds } from "../world";
import type { Budget } from "./retries";

/** What to wait for: the same good answer so many times in a row, as Microsoft's replicas may still disagree. */
export interface Expectation {
    readonly occurrences: number;
    readonly intervalSeconds: number;
    readonly reached: () => Promise<boolean>;
}

/** Asks at once and then at intervals, which double (up to 10 seconds) as long as the first good answer is missing. */
export async function waitUntil({ world, deadline, signal }: Budget, expectation: Expectation): Promise<void> {
    const { occurrences, intervalSeconds, reached } = expectation;
    const started = milliseconds(world);
    let pause = 0;
    for (let seen = 0; ;) {
        if (await reached()) {
            seen++;
            pause ||= intervalSeconds;
        } else {
            seen = 0;
            pause = pause === 0 ? intervalSeconds : Math.min(pause * 2, 10);
        }
        if (seen === occurrences) {
            return;
        }
        if (milliseconds(world) + pause * 1000 > deadline) {
            const timeout = `${String(Math.round((deadline - started) / 1000))}s`;
            const state = `last state: 'Waiting', timeout: ${timeout}`;
            throw new ProviderError(`timeout while waiting for state to become 'Done' (${state})`);
        }
        try {
            await world.sleep(pause * 1000, signal);
        } catch (error) {
            if (signal.aborted) {
                // The change itself is made. To fail now would leave it in the tenant and out of the state.
                return;
            }
            throw error;
        }
    }
}

/** Runs what concerns one key after the other; other keys do not wait. */
export class Queue {
    private readonly last = new Map<string, Promise<unknown>>();

    run<T>(key: string, work: () => Promise<T>): Promise<T> {
        const before = this.last.get(key) ?? Promise.resolve();
        const done = before.then(work, work);
        this.last.set(key, done);
        return done;
    }
}
