import { milliseconds, type World } from "../world";
import type { HttpAnswer } from "./http";

/** How long an operation may take, and what it waits with. */
export interface Budget {
    readonly world: World;
    /** Milliseconds since 1970. */
    readonly deadline: number;
    readonly signal: AbortSignal;
}

/** 1, 2, 4, 8, 16, 32 and then 61 seconds, unless the server says how long. */
function pause(attempt: number, answer: HttpAnswer): number {
    return 1000 * (answer.retryAfter ?? Math.min(2 ** attempt, 61));
}

/** How many pauses fit into the time, as the published provider counts: 14 in ten minutes, 3 in 20 seconds. */
export function retriesWithin(milliseconds: number): number {
    const seconds = milliseconds / 1000;
    return seconds <= 63 ? Math.floor(Math.log2(Math.max(seconds, 0) + 1)) - 1 : Math.floor((seconds - 63) / 61) + 6;
}

/** How often to ask again, and what to wait with. */
export interface Repetition {
    readonly world: World;
    readonly signal: AbortSignal;
    readonly retries: number;
}

/** Asks again while the answer is one that may pass; the last answer is given back whatever it is. */
export async function repeated(
    { world, signal, retries }: Repetition,
    attempt: () => Promise<HttpAnswer>,
    mayPass: (answer: HttpAnswer) => boolean = isTransient,
): Promise<HttpAnswer> {
    for (let count = 0; ; count++) {
        const answer = await attempt();
        if (count >= retries || !mayPass(answer)) {
            return answer;
        }
        await world.sleep(pause(count, answer), signal);
    }
}

/** As often as the pauses fit into what is left of the operation's time. */
export const retriesLeft = ({ world, deadline }: Budget): number => retriesWithin(deadline - milliseconds(world));

/** Throttled, timed out or broken on the server's side. */
export function isTransient({ status }: HttpAnswer): boolean {
    return [408, 424, 429].includes(status) || (status >= 500 && status !== 501);
}
