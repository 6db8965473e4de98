import { createHash } from "node:crypto";

/**
 * When each of several stacks is renewed, so that many of them do not meet at one tenant: after the same share of the
 * jitter in every run, and after another one for each stack.
 * @returns the names with the time to wait for each from the beginning, in milliseconds; the earliest first
 */
export function inTurn(
    stacks: readonly string[],
    jitterMs: number,
): readonly { readonly name: string; readonly delayMs: number }[] {
    return stacks
        .map((name) => {
            const share = createHash("sha256").update(name).digest().readUInt32BE() / 2 ** 32;
            return { name, delayMs: share * jitterMs };
        })
        .toSorted((one, other) => one.delayMs - other.delayMs);
}
