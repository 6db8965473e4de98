import { stripVTControlCharacters } from "node:util";

/** The text without anything that looks like a private key in PEM form or like a token. */
export function withoutSecrets(text: string): string {
    return text
        .replace(/-----BEGIN [^-]*PRIVATE KEY-----[\s\S]*?(-----END [^-]*-----|$)/g, "[private key]")
        .replace(/\beyJ[\w-]*(\.[\w-]*){1,4}/g, "[token]");
}

/**
 * A text from the network, from a file or from a tenant, made fit for a terminal and a log: one line that is inert, and no
 * secret in it, in case a proxy sends a request back.
 */
export function foreignText(text: string): string {
    return inert(withoutSecrets(text).replace(/[\r\n]+/g, " "))
        .replace(/\s+/g, " ")
        .trim();
}

/** What shows nothing: zero-width and bidirectional characters, fillers, tags, half a surrogate pair. */
const invisible = /[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;
/** What steers a terminal or ends a line, line feeds excepted. Exchange is known to send NUL. */
const steering = /(?:[^\P{Cc}\n]|[\p{Zl}\p{Zp}])+/gu;

/**
 * A text that shows what it holds and does nothing, with its line breaks: no escape sequence, no character that hides or
 * reorders others, and no command to the agent of a pipeline. Azure Pipelines takes `##vso[` anywhere in a line, GitHub
 * Actions `##[` anywhere and `::name` at the beginning of a line, after blanks too (ActionCommand of actions/runner). A
 * word may come to the beginning of a line, so `::` is kept within words only, as in Pulumi's URNs.
 */
export function inert(text: string): string {
    return stripVTControlCharacters(text)
        .replace(steering, " ")
        .replace(invisible, "")
        .replace(/##(?=\[|vso\[)/gi, "# #")
        .replace(/(?<![^\s]):(?=:[a-z])/gi, ": ");
}
