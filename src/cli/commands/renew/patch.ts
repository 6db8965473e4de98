/** How many unchanged lines a hunk shows before and after the change. */
const context = 3;

/**
 * The change of a text file as a unified diff, which `git apply` and `patch -p1` take; empty when there is none. It has
 * one hunk, from the first changed line to the last.
 */
export function unifiedDiff(name: string, before: string, after: string): string {
    if (before === after) {
        return "";
    }
    const [old, now] = [linesOf(before), linesOf(after)];
    const shortest = Math.min(old.length, now.length);
    let start = 0;
    while (start < shortest && old[start] === now[start]) {
        start++;
    }
    let end = 0;
    while (end < shortest - start && old[old.length - 1 - end] === now[now.length - 1 - end]) {
        end++;
    }
    const from = Math.max(0, start - context);
    const tail = Math.max(0, end - context);
    const range = (lines: readonly string[]): string => {
        const count = lines.length - tail - from;
        return `${count === 0 ? from : from + 1},${count}`;
    };
    return [
        `--- ${before === "" ? "/dev/null" : `a/${name}`}\n`,
        `+++ b/${name}\n`,
        `@@ -${range(old)} +${range(now)} @@\n`,
        ...old.slice(from, start).map((line) => ` ${line}`),
        ...old.slice(start, old.length - end).map((line) => `-${line}`),
        ...now.slice(start, now.length - end).map((line) => `+${line}`),
        ...old.slice(old.length - end, old.length - tail).map((line) => ` ${line}`),
    ]
        .map((line) => (line.endsWith("\n") ? line : `${line}\n\\ No newline at end of file\n`))
        .join("");
}

/** Each with its line feed; the last may have none. */
function linesOf(text: string): string[] {
    return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
