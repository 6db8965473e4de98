/** First pause between two attempts, in milliseconds. */
const first = 2_000;
/** Longest pause, in milliseconds: most grants take effect within minutes, so a longer one only wastes time. */
const longest = 30_000;
/** How much longer each pause is than the one before. */
const growth = 1.6;
/** Up to this share is taken off at random, so that pipelines that started together do not ask together. */
const jitter = 0.25;

/**
 * The pause after the given attempt (1 is the first), in milliseconds.
 * @param random from 0 up to 1
 */
export function pauseAfter(attempt: number, random: number): number {
    const full = Math.min(first * growth ** (attempt - 1), longest);
    return Math.round(full * (1 - jitter * random));
}
