import { InvalidArgumentError } from "commander";

/** A parser of whole numbers, for commander. */
export function wholeNumber(lowest: number, highest: number): (text: string) => number {
    return (text) => {
        const number = /^\d+$/.test(text) ? Number(text) : NaN;
        if (!(number >= lowest && number <= highest)) {
            throw new InvalidArgumentError(`Give a whole number from ${lowest} to ${highest}.`);
        }
        return number;
    };
}
