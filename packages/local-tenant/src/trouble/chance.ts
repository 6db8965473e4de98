import { hash } from "node:crypto";

/**
 * Numbers that look random and depend on nothing but the seed and what they are drawn for. Requests that run side by
 * side therefore do not take each other's numbers, and a run that is repeated meets the same trouble again.
 */
export class Chance {
    readonly #seed: number;
    readonly #drawn = new Map<string, number>();

    constructor(seed: number) {
        this.#seed = seed;
    }

    /** The number for that occasion, from 0 up to but not including 1. */
    of(occasion: string): number {
        return Number.parseInt(hash("sha256", `${this.#seed}/${occasion}`).slice(0, 12), 16) / 2 ** 48;
    }

    /** The next number of a series. */
    next(series: string): number {
        const count = (this.#drawn.get(series) ?? 0) + 1;
        this.#drawn.set(series, count);
        return this.of(`${series}/${count}`);
    }
}

/** The value of a range at that number, which is from 0 to 1. */
export function within([from, to]: readonly [number, number], number: number): number {
    return from + (to - from) * number;
}
