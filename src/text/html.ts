import { inert } from "../http/foreignText";

const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};

/** Text for an element or for an attribute in quotation marks: nothing in it is taken for HTML, and nothing is hidden. */
export function htmlText(text: string): string {
    return inert(text).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
