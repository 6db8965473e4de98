/**
 * Texts that PowerShell takes and the grammar (tree-sitter-powershell 0.26.4) does not, made into ones that both take. Lines
 * stay; what they mean for the commands and their parameters does too.
 */
export function withoutGaps(source: string): string {
    return gaps.reduce((text, [gap, same]) => text.replace(gap, same), `${source}\n`);
}

/** Within brackets a comma belongs to an attribute, `[Parameter(Mandatory, Position = 0)]`, or to a type. */
const isAfterBracket = (before: string): boolean => /\[[\w.]+(\([^()\n]*|\[[^\]\n]*)?$/.test(before);

const gaps: readonly (readonly [RegExp, (match: string, offset: number, whole: string) => string])[] = [
    // No-break and other typographic blanks are blanks; typographic dashes are dashes (language specification, 2.2.2 and 2.3.4).
    [/[\u00A0\u2000-\u200A\u202F\u3000]/g, () => " "],
    [/[\u2013\u2014\u2015]/g, () => "-"],
    // So are typographic quotation marks (2.3.5.2).
    [/[\u2018-\u201B]/g, () => "'"],
    [/[\u201C-\u201E]/g, () => '"'],
    // A script in this folder or one above, named with slashes.
    [/(?<=^|[\s;|&({])(\.{1,2})\/(?=[\w.])/gm, (match: string) => match.replace("/", "\\")],
    // A digit in a parameter's name, -OAuth2ClientProfileEnabled: whoever reads the name reads it from the script.
    [/(?<=\s-[A-Za-z]\w{0,60})\d/g, () => "_"],
    // A list with a bare word, `-Properties Name, Alias` or `Name,@{n='x';e={…}}`, as words of their own.
    [/(?<=(?:^|\s)[A-Za-z_*][\w*.-]{0,200}\s?),/gm, commaAsBlank],
    [/,(?=\s*[A-Za-z_*?][\w*?.-]*(?:[\s,|;)}]|$))/gm, commaAsBlank],
    // `default` of a `switch` on the line of the clause before.
    [/(?<=\}[ \t]*)default(?=[ \t]*\{)/gi, () => "'deflt'"],
    // PowerShell 7: a pipeline that goes on with its bar on the next line, and `??`.
    [/\r?\n[ \t]*\|(?!\|)/g, (match: string) => `|${match.slice(0, -1).split("").reverse().join("")}`],
    [/\?\?=/g, () => "=  "],
    [/\?\?/g, () => ", "],
];

function commaAsBlank(comma: string, offset: number, whole: string): string {
    return isAfterBracket(whole.slice(Math.max(0, offset - 200), offset)) ? comma : " ";
}
