/** The text without anything that looks like a private key in PEM form or like a token. */
export function withoutSecrets(text: string): string {
    return text
        .replace(/-----BEGIN [^-]*PRIVATE KEY-----[\s\S]*?(-----END [^-]*-----|$)/g, "[private key]")
        .replace(/\beyJ[\w-]*(\.[\w-]*){1,4}/g, "[token]");
}

/**
 * A text from the network, made fit for a terminal and a log: one line, no control characters (they could steer a
 * terminal, and Exchange is known to send NUL), no command to a pipeline's agent (`##vso[…]`, which works anywhere in a
 * line), and no secret in it, in case a proxy sends a request back.
 */
export function foreignText(text: string): string {
    return withoutSecrets(text)
        .replace(/[\p{Cc}\s]+/gu, " ")
        .replace(/##(?=\[|vso\[)/gi, "# #")
        .trim();
}
