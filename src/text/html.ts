import { inert } from "../http/foreignText";

/** HTML that is safe to place in a page. Only `html` and `trustedHtml` make it. */
export class Markup {
    constructor(readonly text: string) {}
}

/** What a template may hold: texts are escaped, markup is taken as it is, nothing is left out. */
export type HtmlValue = string | number | Markup | undefined | readonly HtmlValue[];

/** A template of HTML in which every value is escaped unless it is markup: `html`<td>${name}</td>``. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Markup {
    return new Markup(unindented(parts).reduce((text, part, index) => text + textOf(values[index - 1]) + part));
}

const known = new WeakMap<TemplateStringsArray, readonly string[]>();

/** The template without the indentation of the source; a line break is as good as any blank in HTML. */
function unindented(parts: TemplateStringsArray): readonly string[] {
    const lines = known.get(parts) ?? parts.map((part) => part.replace(/\n\s*/g, "\n"));
    known.set(parts, lines);
    return lines;
}

/** A text of our own, for example a style sheet, as markup. */
export function trustedHtml(text: string): Markup {
    return new Markup(text);
}

function textOf(value: HtmlValue): string {
    if (value === undefined) {
        return "";
    }
    if (value instanceof Markup) {
        return value.text;
    }
    return typeof value === "string" || typeof value === "number"
        ? htmlText(String(value))
        : value.map(textOf).join("");
}

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
