/**
 * What reads keys and certificates in every form. It is a third of the modules of a program, and most programs meet only
 * what the tls provider writes, which Node.js reads: an import would load it for them all.
 */
export function keyReaders(): typeof import("./readKeys") {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
    return require("./readKeys") as typeof import("./readKeys");
}
