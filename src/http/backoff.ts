/** How much longer each pause is than the one before. */
const growth = 1.6;
/** Up to this share is taken off at random, so that pipelines that started together do not ask together. */
const jitter = 0.25;

/**
 * The pause before the next try, in milliseconds.
 * @param first the pause before the second try, in milliseconds
 * @param longest the longest pause, in milliseconds
 * @param count how many pauses there were before
 * @param random from 0 up to 1
 */
export function backoffMs(
    { first, longest }: { readonly first: number; readonly longest: number },
    count: number,
    random: number,
): number {
    return Math.round(Math.min(first * growth ** count, longest) * (1 - jitter * random));
}
