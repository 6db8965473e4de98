import type { Node } from "web-tree-sitter";
import { parsePowerShell, startTime } from "./grammar";
import { argument, commandName, elementsOf, lineOf, literal, variableName, type Element } from "./nodes";
import { Splats } from "./splats";
import { unreadParts } from "./unread";

/** A command in a script, by the name that PowerShell would look up. */
export interface Command {
    /** Without module and alias; in the script's spelling. */
    readonly name: string;
    /** The module that it is qualified with: no function of the script comes before it. */
    readonly module: string | undefined;
    readonly line: number;
    /** Names of its parameters, in the script's spelling, splatted ones included. */
    readonly parameters: readonly string[];
    /** Splatted variables whose parameters cannot be read from the script. */
    readonly unreadSplats: readonly string[];
    /** The literal `-Prefix`: of the cmdlets that connect, and of the import of Exchange's module. */
    readonly prefix: string | undefined;
}

/** What was met and not followed. */
export interface NotFollowed {
    readonly line: number;
    /** As it is in the script, shortened. */
    readonly text: string;
    /** What it is, after "not followed:". */
    readonly reason: string;
}

/** What a script says of itself, without being run. */
export interface Script {
    readonly name: string;
    readonly commands: readonly Command[];
    /** Functions that it defines, in lower case. */
    readonly functions: ReadonlySet<string>;
    /** Parameters of `$PSDefaultParameterValues`: pairs of a cmdlet or pattern and a parameter. */
    readonly defaultParameters: readonly (readonly [cmdlet: string, parameter: string])[];
    readonly notFollowed: readonly NotFollowed[];
}

/**
 * Reads a script: its commands, and what cannot be followed by reading. Nothing is executed, no other file is read.
 * @param name what to call it
 * @throws UserError when it is too large or cannot be parsed
 */
export async function readScript(source: string, name: string): Promise<Script> {
    const text = source.replace(/^\uFEFF/, "");
    const checkTime = startTime(name);
    const tree = await parsePowerShell(text, name, checkTime);
    try {
        return scriptOf(tree.rootNode, text, name, checkTime);
    } finally {
        tree.delete();
    }
}

function scriptOf(root: Node, source: string, name: string, checkTime: () => void): Script {
    const nodes = root.descendantsOfType("command");
    const splats = new Splats(root, checkTime);
    const aliases = new Map<string, string | undefined>();
    const functions = new Set(functionsOf(root));
    for (const [alias, target] of [...nodes.flatMap((node) => aliasOf(node, source)), ...aliasVariables(root)]) {
        aliases.set(alias.toLowerCase(), target);
    }
    const notFollowed: NotFollowed[] = [];
    const commands: Command[] = [];
    for (const node of nodes) {
        checkTime();
        const called = nameOf(node);
        const aliased = resolveAlias(called ?? "", aliases);
        if (called !== undefined && aliased === undefined) {
            notFollowed.push({
                line: lineOf(node),
                text: textOf(node, source),
                reason: "an alias whose target is not literal",
            });
        } else if (called !== undefined) {
            commands.push(commandOf(node, source, aliased ?? called, splats));
        }
    }
    const unread = unreadParts(root, source, checkTime, (command) => resolveAlias(command, aliases) ?? command);
    return {
        name,
        commands: [...commands, ...unread.commands].sort((one, other) => one.line - other.line),
        functions,
        defaultParameters: splats.knownKeysOf("psdefaultparametervalues").flatMap(defaultParameter),
        notFollowed: [...notFollowed, ...unread.notFollowed].sort((one, other) => one.line - other.line),
    };
}

/** What a command is called by, when that is a literal; undefined for `& $command` and for blocks. */
export function nameOf(command: Node): string | undefined {
    const node = command.namedChildren.find(({ type }) => type === "command_name" || type === "command_name_expr");
    return node?.type === "command_name" ? commandName(node.text) : literal(node);
}

function commandOf(node: Node, source: string, qualified: string, splats: Splats): Command {
    const [, module, name = ""] = /^(?:([\w.-]+)\\)?(.*)$/s.exec(qualified) ?? [];
    const elements = elementsOf(node, source);
    const splatted = elements.flatMap((element) => ("splat" in element ? [element.splat] : []));
    return {
        name,
        module,
        line: lineOf(node),
        parameters: [
            ...elements.flatMap((element) => ("parameter" in element ? [element.parameter] : [])),
            ...splatted.flatMap((variable) => splats.parametersOf(variable) ?? splats.knownKeysOf(variable)),
        ],
        unreadSplats: splatted.filter((variable) => splats.parametersOf(variable) === undefined),
        prefix: importsAnotherModule(name, elements) ? undefined : prefixOf(elements, splats),
    };
}

/** Whether a command imports a module whose cmdlets are not read here. */
function importsAnotherModule(name: string, elements: readonly Element[]): boolean {
    return (
        isImport(name) &&
        !elements.some(
            (element) => "value" in element && /\bExchangeOnlineManagement\b/i.test(element.value?.text ?? ""),
        )
    );
}

/** Whether a command of that name imports a module. */
export function isImport(name: string): boolean {
    return /^(?:import-module|ipmo)$/i.test(name);
}

/** The literal value of `-Prefix`, or of an unambiguous beginning of it, given or splatted. */
function prefixOf(elements: readonly Element[], splats: Splats): string | undefined {
    const values = elements.flatMap((element) => {
        if ("splat" in element) {
            return splats.literalOf(element.splat, "prefix") ?? [];
        }
        return "parameter" in element && isPrefixParameter(element.parameter) ? (literal(element.value) ?? []) : [];
    });
    return values[0];
}

/** Whether a parameter of the cmdlets that give a prefix is `-Prefix`; `-Pr` could be `-ProgressAction`. */
export function isPrefixParameter(parameter: string): boolean {
    return /^pre(?:f|fi|fix)?$/i.test(parameter);
}

/** The end of a chain of aliases: undefined when its target cannot be read. */
function resolveAlias(name: string, aliases: ReadonlyMap<string, string | undefined>): string | undefined {
    let current: string | undefined = name;
    for (let steps = 0; current !== undefined && aliases.has(current.toLowerCase()) && steps < 20; steps++) {
        current = aliases.get(current.toLowerCase());
    }
    return current;
}

const aliasCommands = new Set(["set-alias", "new-alias", "sal", "nal"]);
const itemCommands = new Set(["set-item", "new-item", "si", "ni", "sc", "set-content"]);

/** The alias that a command defines: `Set-Alias gm Get-Mailbox` or `Set-Item alias:gm Get-Mailbox`. */
function aliasOf(command: Node, source: string): [string, string | undefined][] {
    const called = nameOf(command)?.toLowerCase() ?? "";
    const elements = elementsOf(command, source);
    if (aliasCommands.has(called)) {
        const alias = literal(argument(elements, "Name", 0));
        return alias === undefined ? [] : [[alias, literal(argument(elements, "Value", 1))]];
    }
    const item = itemCommands.has(called) ? literal(argument(elements, "Path", 0)) : undefined;
    const alias = /^alias:\\?(.+)$/i.exec(item ?? "")?.[1];
    return alias === undefined ? [] : [[alias, literal(argument(elements, "Value", 1))]];
}

/** `${alias:gm} = 'Get-Mailbox'` */
function aliasVariables(root: Node): [string, string | undefined][] {
    return root.descendantsOfType("assignment_expression").flatMap((assignment): [string, string | undefined][] => {
        const alias = /^alias:(.+)$/.exec(variableName(assignment.namedChildren[0]?.text ?? ""))?.[1];
        return alias === undefined ? [] : [[alias, literal(assignment.namedChildren.at(-1))]];
    });
}

/** The functions and filters that the script defines, `${function:name} = {…}` included. */
function functionsOf(root: Node): string[] {
    const named = root
        .descendantsOfType("function_name")
        .map(({ text }) => text.replace(/^(?:global|script|local|private):/i, "").toLowerCase());
    const assigned = root.descendantsOfType("assignment_expression").flatMap((assignment) => {
        return /^function:(.+)$/.exec(variableName(assignment.namedChildren[0]?.text ?? ""))?.[1] ?? [];
    });
    return [...named, ...assigned];
}

/** A key of `$PSDefaultParameterValues`: `Set-Mailbox:Confirm`. */
function defaultParameter(key: string): (readonly [string, string])[] {
    const [, cmdlet, parameter] = /^([\w*?-]+):([\w*?]+)$/.exec(key) ?? [];
    return cmdlet === undefined || parameter === undefined ? [] : [[cmdlet, parameter]];
}

/** A part of a script as it is written there, short enough for one line of a report. */
export function textOf({ startIndex, endIndex }: Node, source: string): string {
    const line = source.slice(startIndex, endIndex).replace(/\s+/g, " ").trim();
    return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
