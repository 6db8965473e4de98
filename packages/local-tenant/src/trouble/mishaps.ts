import { within, type Chance } from "./chance";
import type { Disturbance } from "./disturbance";
import type { Mishap } from "./profile";

/** Draws for each request whether one of a profile's mishaps befalls it. */
export class Mishaps {
    /** How many more requests each lasts. */
    readonly #lasting = new Map<Mishap, number>();

    constructor(
        private readonly mishaps: readonly Mishap[],
        private readonly chance: Chance,
        private readonly timeScale: number,
        private readonly delayScale: number,
    ) {}

    /** @param route method and path of the route, by which requests are counted */
    next(route: string): Disturbance | undefined {
        const mishap = this.mishaps.find((candidate) => candidate.on.test(route) && this.#happens(candidate, route));
        return mishap && this.#disturbance(mishap, route);
    }

    #happens(mishap: Mishap, route: string): boolean {
        const lasting = this.#lasting.get(mishap) ?? 0;
        if (lasting > 0) {
            this.#lasting.set(mishap, lasting - 1);
            return true;
        }
        if (this.chance.next(`${mishap.name} on ${route}`) >= mishap.chance) {
            return false;
        }
        const [from, to] = mishap.burst ?? [1, 1];
        const length = Math.floor(within([from, to + 1], this.chance.next(`length of ${mishap.name}`)));
        this.#lasting.set(mishap, length - 1);
        return true;
    }

    #disturbance({ name, refusal, retryAfterSeconds, delaySeconds, cut }: Mishap, route: string): Disturbance {
        const seconds = delaySeconds ? within(delaySeconds, this.chance.next(`time of ${name} on ${route}`)) : 0;
        const headers: Record<string, string> =
            retryAfterSeconds === undefined
                ? {}
                : { "retry-after": String(Math.round(retryAfterSeconds * this.timeScale)) };
        return {
            delayMilliseconds: seconds * 1000 * this.timeScale * this.delayScale,
            cut,
            ...(refusal && {
                reply: (identity) => {
                    const reply = refusal.reply(identity);
                    return { ...reply, headers: { ...reply.headers, ...headers } };
                },
            }),
        };
    }
}
