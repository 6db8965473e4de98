/**
 * One word for a shell, whatever is in it: bash, zsh, and any other of POSIX.1-2024. A word without control characters
 * is right for every older `sh` too.
 *
 * Control characters would act on the terminal that shows the word, so they become escapes in `$'…'`
 * (POSIX.1-2024, Shell Command Language 2.2.4), byte by byte.
 */
export function quoted(word: string): string {
    return controls.test(word)
        ? `$'${word.replace(/['\\]/g, String.raw`\$&`).replace(everyControl, octalBytes)}'`
        : `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * The text as PowerShell: a literal in single quotes, in which nothing is expanded. With control characters, which would
 * act on the terminal that shows it, it is an expression in brackets that names them by number.
 *
 * PowerShell takes the typographic quotes U+2018 to U+201B for the straight one, so they end a literal too, and each
 * is escaped by doubling it (PowerShell language specification 2.3.5.2; `about_Quoting_Rules`).
 */
export function singleQuoted(text: string): string {
    const parts = text.split(everyControl).map((part) => `'${part.replace(/['\u2018-\u201B]/g, "$&$&")}'`);
    const between = text.match(everyControl) ?? [];
    const [first = "", ...rest] = parts;
    return between.length === 0
        ? first
        : `(${first}${rest.map((part, index) => ` + [char]${between[index]?.charCodeAt(0) ?? ""} + ${part}`).join("")})`;
}

/** Unicode's control characters, those from U+0080 to U+009F among them. */
const controls = /\p{Cc}/u;
const everyControl = /\p{Cc}/gu;

function octalBytes(control: string): string {
    return [...Buffer.from(control)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}
