/**
 * The text with what stands between `<!-- name -->` and `<!-- /name -->` replaced. In YAML the markers are comments
 * that begin with `#`.
 * @throws Error when the text has no such markers
 */
export function betweenMarkers(text: string, name: string, content: string): string {
    const pattern = new RegExp(
        `(^[^\\n]*(?:<!--|#) ${name}\\b[^\\n]*\\n)[\\s\\S]*?(^[^\\n]*(?:<!--|#) /${name}\\b)`,
        "m",
    );
    if (!pattern.test(text)) {
        throw new Error(`the text has no markers "${name}"`);
    }
    return text.replace(pattern, (_, start: string, end: string) => `${start}${content.trimEnd()}\n${end}`);
}
