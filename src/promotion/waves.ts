import { UserError } from "../errors/userError";

/**
 * Splits stacks into waves. Each size says how many stacks have been promoted when the wave ends: a number, or a part of
 * all that is rounded up, such as `1,10%,100%`. The last wave takes what is left.
 * @throws UserError for sizes that are none, or do not grow
 */
export function wavesOf(stacks: readonly string[], sizes: string): readonly (readonly string[])[] {
    const ends = sizes.split(",").map((size) => endOf(size.trim(), stacks.length));
    if (ends.some((end, index) => index > 0 && end < (ends[index - 1] ?? 0))) {
        throw new UserError(`--waves: the sizes do not grow (got ${sizes})`, "Give for example 1,10%,100%.");
    }
    return [...ends, stacks.length]
        .map((end, index) => stacks.slice(index === 0 ? 0 : ends[index - 1], end))
        .filter((wave) => wave.length > 0);
}

function endOf(size: string, count: number): number {
    const [, digits = "", percent] = /^([1-9]\d{0,5})(%?)$/.exec(size) ?? [];
    const number = Number(digits);
    if (digits === "" || (percent === "%" && number > 100)) {
        throw new UserError(`--waves: is not a size (got ${size})`, "Give numbers or percentages, such as 1,10%,100%.");
    }
    return Math.min(percent === "%" ? Math.ceil((count * number) / 100) : number, count);
}
