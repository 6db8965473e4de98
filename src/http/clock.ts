import { setTimeout } from "node:timers/promises";

/** The passing of time, so that a test need not wait for it. */
export interface Clock {
    now(): Date;
    /**
     * Resolves after that many milliseconds.
     * @throws the signal's reason when it aborts before.
     */
    sleep(ms: number, signal: AbortSignal | undefined): Promise<void>;
}

/** The machine's own clock. */
export const systemClock: Clock = {
    now: () => new Date(),
    sleep: async (ms, signal) => {
        try {
            await setTimeout(ms, undefined, { signal });
        } catch (error) {
            signal?.throwIfAborted();
            throw error;
        }
    },
};
