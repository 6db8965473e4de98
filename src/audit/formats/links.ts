import type { Evidence } from "../report";

/** Whether a text is an address that a person may be sent to. */
export function isWebAddress(text: string): boolean {
    return URL.canParse(text) && new URL(text).protocol === "https:";
}

/** The parts of a path without what leads out of a folder, percent-encoded: no scheme, query or fragment can come of it. */
export function encodedPath(file: string): string {
    const segments = file.split(/[\\/]/).filter((segment) => !["", ".", ".."].includes(segment));
    return segments.map(encodeURIComponent).join("/");
}

/**
 * The place in a file, for a page that is beside that file: the pointer in its form for fragments (RFC 6901 §6). An
 * absolute path is a file of this machine.
 */
export function evidenceHref({ source, pointer }: Evidence): string {
    const path = encodedPath(source);
    const fragment = `#${encodeURI(pointer).replaceAll("#", "%23")}`;
    if (/^[A-Za-z]:[\\/]/.test(source)) {
        return `file:///${path.replace("%3A", ":")}${fragment}`;
    }
    const up = "../".repeat(/^(?:\.{1,2}[\\/])*/.exec(source)?.[0].match(/\.\./g)?.length ?? 0);
    return source.startsWith("/") ? `file:///${path}${fragment}` : `./${up}${path}${fragment}`;
}
