import type { Node } from "web-tree-sitter";
import { argument, elementsOf, lineOf, literal, outermost } from "./nodes";
import { nameOf, textOf, type Command, type NotFollowed } from "./readScript";

/** What of a script cannot be followed by reading it, and the commands that may be in parts that the grammar cannot read. */
export interface Unread {
    readonly notFollowed: readonly NotFollowed[];
    readonly commands: readonly Command[];
}

/**
 * @param checkTime throws when the reading has taken too long
 * @param resolve what an alias stands for
 */
export function unreadParts(
    root: Node,
    source: string,
    checkTime: () => void,
    resolve: (name: string) => string,
): Unread {
    const inTime = (nodes: readonly Node[], read: (node: Node) => string | undefined): NotFollowed[] =>
        nodes.flatMap((node) => {
            checkTime();
            const reason = read(node);
            return reason === undefined ? [] : [{ line: lineOf(node), text: textOf(node, source), reason }];
        });
    const unreadable = outermost(root.descendantsOfType("ERROR")).map((error) => unreadablePart(error, source));
    return {
        notFollowed: [
            ...inTime(root.descendantsOfType("command"), (command) => reasonOf(command, source, resolve)),
            ...inTime(root.descendantsOfType("invokation_expression"), codeFromText),
            ...unreadable.flatMap(({ part }) => part ?? []),
        ],
        commands: unreadable.flatMap((one) => one.commands),
    };
}

const shells = /^(?:pwsh|powershell)(?:\.exe)?$/i;

/** Why a command runs something that is not to be seen in the script; undefined when it does not. */
function reasonOf(command: Node, source: string, resolve: (name: string) => string): string | undefined {
    const written = nameOf(command);
    if (written === undefined) {
        return reasonOfExpression(command);
    }
    const name = resolve(written)
        .toLowerCase()
        .replace(/^.*\\(?=[a-z]+-[a-z]+$)/, "");
    const elements = elementsOf(command, source);
    const has = (parameter: RegExp): boolean =>
        elements.some((element) => "parameter" in element && parameter.test(element.parameter));
    const values = elements.flatMap((element) => ("value" in element ? [literal(element.value) ?? ""] : []));
    if (/\.ps1$/.test(name) || (/[\\/]/.test(name) && /^\.{0,2}[\\/]|^[a-z]:/.test(name))) {
        return "another file";
    }
    switch (name) {
        case "invoke-expression":
        case "iex":
            return "code made from text";
        case "set-alias":
        case "new-alias":
        case "sal":
        case "nal":
            return literal(argument(elements, "Name", 0)) === undefined
                ? "an alias whose name is only known when it runs"
                : undefined;
        case "import-alias":
        case "ipal":
            return "aliases from another file";
        case "invoke-command":
        case "icm":
        case "start-job":
        case "start-threadjob":
            return has(/^file/i) ? "another file" : undefined;
        case "import-module":
        case "ipmo":
        case "using":
            return values.some((value) => /[\\/]|\.psm?d?1$/i.test(value)) ? "another file" : undefined;
        case "import-pssession":
        case "ipsn":
            return has(/^pre/i) ? "a prefix for the commands of a session" : undefined;
        case "start-process":
        case "saps":
            return values.some((value) => shells.test(value)) ? "PowerShell in another process" : undefined;
        default:
            return shells.test(name) ? "PowerShell in another process" : undefined;
    }
}

/** `& $command`, `& (…)`, `. "$PSScriptRoot\functions.ps1"`; a block in braces is part of the script. */
function reasonOfExpression(command: Node): string | undefined {
    const expression = command.namedChildren.find(({ type }) => /^command_name(?:_expr)?$/.test(type));
    const text = expression?.text.trim() ?? "";
    if (expression === undefined || text.startsWith("{")) {
        return undefined;
    }
    const isDotted = command.text.trimStart().startsWith(".");
    return isDotted || /\.ps1["']?\)?$|[\\/]/i.test(text)
        ? "another file"
        : "a command whose name is only known when it runs";
}

/** `[scriptblock]::Create('…')`, `$ExecutionContext.InvokeCommand.InvokeScript('…')`, `[powershell]::Create().AddScript('…')`. */
function codeFromText({ namedChildren }: Node): string | undefined {
    const member = namedChildren.find(({ type }) => type === "member_name")?.text ?? "";
    return /^(?:InvokeScript|NewScriptBlock|AddScript|AddCommand)$/i.test(member) ||
        (/^Create$/i.test(member) && /^\[scriptblock\]$/i.test(namedChildren[0]?.text ?? ""))
        ? "code made from text"
        : undefined;
}

/**
 * What is left of a part that the grammar cannot read when everything is taken away that it could: commands, strings and
 * comments. Whatever looks like a cmdlet there counts as a command: too much is better than too little.
 */
function unreadablePart(
    error: Node,
    source: string,
): { readonly part?: NotFollowed; readonly commands: readonly Command[] } {
    const readable = outermost(error.descendantsOfType(["command", "string_literal", "comment"]));
    const pieces: string[] = [];
    let end = error.startIndex;
    for (const node of readable) {
        pieces.push(
            source.slice(end, node.startIndex),
            source.slice(node.startIndex, node.endIndex).replace(/[^\n]/g, " "),
        );
        end = node.endIndex;
    }
    const left = [...pieces, source.slice(end, error.endIndex)].join("");
    const found = [...left.matchAll(/(?<![\w$.:@-])(?:([\w.]+)\\)?([A-Za-z]+-[A-Za-z]\w+)/g)];
    const parameters = [...left.matchAll(/(?<=\s)-([A-Za-z]\w+)/g)].map(([, name = ""]) => name);
    const meaningful = parameters.filter((name) => !operators.has(name.toLowerCase()));
    const [first] = found;
    const line = (index: number): number => lineOf(error) + left.slice(0, index).split("\n").length - 1;
    return {
        ...(found.length + meaningful.length === 0 && !callsElsewhere.test(left)
            ? {}
            : {
                  part: {
                      line: line(first?.index ?? 0),
                      text: textOf(error, source),
                      reason: "PowerShell that the grammar cannot read",
                  },
              }),
        commands: found.map(({ 1: module, 2: name = "", index }) => {
            return { name, module, line: line(index), parameters: meaningful, unreadSplats: [], prefix: undefined };
        }),
    };
}

/** A call operator, or the path of a program or script. */
const callsElsewhere = /(?:^|[\s;|({])&\s*[^\s&]|\.psm?1\b|(?:^|[\s;|({])[~.]{0,2}[\\/]\w/m;

/** Words with a dash that are not parameters (about_Operators). */
const operators = new Set(
    [
        "eq ne gt ge lt le like notlike match notmatch contains notcontains in notin replace split join",
        "is isnot as and or xor not band bor bxor bnot shl shr f",
    ].flatMap((line) => line.split(" ").flatMap((word) => [word, `c${word}`, `i${word}`])),
);
