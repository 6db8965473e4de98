import { hostile } from "./hostile";
import type { Profile } from "./profile";
import { realistic } from "./realistic";

/** What there is to choose from. */
export const profiles = {
    /** Every write shows at once and everywhere, and nothing fails. */
    instant: { frontEnds: 1, lags: {}, mishaps: [] },
    realistic,
    hostile,
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof profiles;

/** Which trouble a tenant makes. */
export interface TroubleChoice {
    readonly name: ProfileName;
    /** The same seed makes the same trouble of the same requests. */
    readonly seed: number;
    /** All times of the profile are multiplied with it. @default 1 */
    readonly timeScale?: number;
    /** What callers wait for an answer, in real time, is multiplied with it too; 0 when the clock is moved by hand. @default 1 */
    readonly delayScale?: number;
}

/** Reads a choice such as `realistic:42` or `hostile`, whose seed is 1 then. */
export function parseTroubleChoice(text: string): TroubleChoice {
    const [, name = "", seed = "1"] = /^([a-z]+)(?::(\d+))?$/.exec(text) ?? [];
    if (!Object.hasOwn(profiles, name)) {
        throw new Error(
            `unknown profile (got ${text}). Use ${Object.keys(profiles).join(", ")}, with :<seed> after it or without.`,
        );
    }
    return { name: name as ProfileName, seed: Number(seed) };
}
