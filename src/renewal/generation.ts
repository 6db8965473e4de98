/** A key that says which renewal made the certificate: its year and a letter, such as `2026b`. */
const pattern = /^(\d{4})([a-z]+)$/;

/** Whether a key names a generation, and so a certificate that a renewal made. */
export function isGeneration(key: string): boolean {
    return pattern.test(key);
}

/** Orders keys by generation. Keys that are not generations, such as `current`, come before all that are. */
export function compareGenerations(one: string, other: string): number {
    const [, year = "", letters = ""] = pattern.exec(one) ?? [];
    const [, otherYear = "", otherLetters = ""] = pattern.exec(other) ?? [];
    return (
        Number(year) - Number(otherYear) ||
        letters.length - otherLetters.length ||
        (letters < otherLetters ? -1 : Number(letters > otherLetters))
    );
}

/** The generation that follows all of these keys: the first of the year, or the next letter. */
export function nextGeneration(keys: readonly string[], now: Date): string {
    const newest = keys.filter(isGeneration).toSorted(compareGenerations).at(-1);
    const [, year = "", letters = ""] = pattern.exec(newest ?? "") ?? [];
    const thisYear = now.getUTCFullYear();
    return Number(year) < thisYear ? `${thisYear}a` : `${year}${nextLetters(letters)}`;
}

/** `a` … `z`, then `aa`. */
function nextLetters(letters: string): string {
    const rest = letters.slice(0, -1);
    const last = letters.at(-1);
    if (last === undefined) {
        return "a";
    }
    return last === "z" ? `${nextLetters(rest)}a` : `${rest}${String.fromCharCode(last.charCodeAt(0) + 1)}`;
}
