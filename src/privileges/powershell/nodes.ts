import type { Node } from "web-tree-sitter";

/** One element of a command: a parameter, a splatted variable, or a value. */
export type Element =
    | { readonly parameter: string; readonly value: Node | undefined }
    | { readonly splat: string }
    | { readonly value: Node };

/**
 * The elements of a command, in their order. A value behind a parameter counts for the parameter and for itself.
 * @param source the script: what was parsed has other characters where the grammar has gaps
 */
export function elementsOf(command: Node, source: string): readonly Element[] {
    const nodes = command.namedChildren
        .filter(({ type }) => type === "command_elements")
        .flatMap(({ namedChildren }) => namedChildren)
        .filter(({ type }) => type !== "command_argument_sep");
    return nodes.map((node, index): Element => {
        if (node.type !== "command_parameter") {
            return isSplat(node) ? { splat: node.text.slice(1) } : { value: node };
        }
        const next = nodes[index + 1];
        const value = next === undefined || next.type === "command_parameter" || isSplat(next) ? undefined : next;
        return { parameter: source.slice(node.startIndex, node.endIndex).replace(/^[-\u2013-\u2015]+/, ""), value };
    });
}

function isSplat({ text }: Node): boolean {
    return /^@(?:\w+:)?\w+$/.test(text);
}

/** The name of a command without backticks and quotation marks, which PowerShell drops; undefined when it expands something. */
export function commandName(text: string): string | undefined {
    const word = text.replace(/`(.)/gs, "$1").replace(/'([^']*)'|"([^"$]*)"/g, "$1$2");
    return /\$/.test(word) ? undefined : word;
}

/** The value of a parameter of that name or of an unambiguous beginning of it; the first value without a name otherwise. */
export function argument(elements: readonly Element[], parameter: string, position: number): Node | undefined {
    const wanted = parameter.toLowerCase();
    const named = elements.find(
        (element) =>
            "parameter" in element && element.parameter !== "" && wanted.startsWith(element.parameter.toLowerCase()),
    );
    if (named !== undefined && "value" in named) {
        return named.value;
    }
    const taken = new Set(
        elements.flatMap((element) => ("parameter" in element && !isSwitch(element) ? [element.value?.id] : [])),
    );
    const free = elements.flatMap((element) => ("parameter" in element || "splat" in element ? [] : [element.value]));
    return free.filter(({ id }) => !taken.has(id))[position];
}

/** Parameters without a value, of the commands whose arguments are read. */
function isSwitch({ parameter }: { readonly parameter: string }): boolean {
    return /^(?:force|passthru|confirm|whatif)$/i.test(parameter);
}

/** The text of a literal: a bare word, or a string in which nothing is expanded. */
export function literal(node: Node | undefined): string | undefined {
    const text = node?.text.trim();
    if (text === undefined) {
        return undefined;
    }
    if (/^[\w:./\\*?~-]+$/.test(text)) {
        return text;
    }
    const quoted = /^'((?:[^']|'')*)'$|^"([^"$`]*)"$/.exec(text);
    return quoted?.[1]?.replaceAll("''", "'") ?? quoted?.[2];
}

/** The name of a variable without its sign, braces and scope; PowerShell minds no upper and lower case. */
export function variableName(text: string): string {
    return text
        .replace(/^[$@]/, "")
        .replace(/^\{(.*)\}$/, "$1")
        .replace(/^(?:global|script|local|private|using):/i, "")
        .toLowerCase();
}

/** The line of a node, as editors count. */
export function lineOf(node: Node): number {
    return node.startPosition.row + 1;
}

/** Of nodes in the order of their beginnings, those that are in no other. */
export function outermost(nodes: readonly Node[]): readonly Node[] {
    let end = -1;
    return nodes.filter(({ startIndex, endIndex }) => {
        const isOutermost = startIndex >= end;
        end = isOutermost ? endIndex : end;
        return isOutermost;
    });
}

/** Of nodes in the order of their beginnings, those that are in none of the outer ones, which have the same order. */
export function outside(nodes: readonly Node[], outer: readonly Node[]): readonly Node[] {
    let index = 0;
    return nodes.filter(({ startIndex }) => {
        while ((outer[index]?.endIndex ?? Infinity) <= startIndex) {
            index++;
        }
        return startIndex < (outer[index]?.startIndex ?? Infinity);
    });
}
