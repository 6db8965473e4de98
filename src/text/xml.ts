/** The attributes of an element, by name. */
export type XmlAttributes = Readonly<Record<string, string | number>>;

/** One element on one line, empty without a text. */
export function xmlElement(tag: string, given: XmlAttributes, text = ""): string {
    return text === ""
        ? `<${tag}${xmlAttributes(given)}/>`
        : `<${tag}${xmlAttributes(given)}>${xmlText(text)}</${tag}>`;
}

/** Attributes as they follow the name of an element. */
export function xmlAttributes(given: XmlAttributes): string {
    return Object.entries(given)
        .map(([name, value]) => ` ${name}="${xmlText(String(value)).replaceAll("\n", "&#10;")}"`)
        .join("");
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text for an element. XML 1.0 has no way at all to write most control characters: they become U+FFFD. */
export function xmlText(text: string): string {
    return (
        text
            .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
            .replace(/[\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u007F-\u009F]/gu, "\uFFFD")
            .replace(/[&<>"]/g, (character) => entities[character] ?? "")
            .replace(/[\t\r]/g, (space) => `&#${space.charCodeAt(0)};`)
            // Commands to a pipeline's agent, as `inert` of src/http/foreignText.ts describes them.
            .replace(/#(?=#\[|#vso\[)/gi, "&#35;")
            .replace(/^(\s*):(?=:)/gm, "$1&#58;")
    );
}
