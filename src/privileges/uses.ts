import { findExchangeCmdlet, type KnownCmdlet } from "../microsoft/exchangePermissions";
import { isBuiltInCommand } from "./builtInCommands";
import { isImport, isPrefixParameter, type Command, type NotFollowed, type Script } from "./powershell/readScript";

/** A cmdlet of Exchange Online or Security & Compliance that a script calls, with all its calls together. */
export interface CmdletUse {
    readonly cmdlet: KnownCmdlet;
    /** Where it runs in this script; `either` when the script connects to both and the cmdlet is in both. */
    readonly runsIn: "Exchange Online" | "Security & Compliance" | "either";
    /** Lines of its calls, sorted. */
    readonly lines: readonly number[];
    /** Its parameters in the script's spelling, sorted, without those that every PowerShell command has. */
    readonly parameters: readonly string[];
}

/** What a script uses of Exchange Online. */
export interface ScriptUses {
    readonly name: string;
    readonly uses: readonly CmdletUse[];
    readonly notFollowed: readonly NotFollowed[];
    /** Other commands that are neither PowerShell's own nor functions of the script, sorted. */
    readonly otherCommands: readonly string[];
    /** The commands that connect to another organization as users do, with `-DelegatedOrganization`. */
    readonly delegatedConnections: readonly string[];
}

/** Finds the cmdlets of a script, by their names and by those with the prefix of a connection or of the module. */
export function usesOf(script: Script): ScriptUses {
    const connections = connectionsOf(script);
    const calls = new Map<string, { cmdlet: KnownCmdlet; runsIn: CmdletUse["runsIn"]; commands: Command[] }>();
    const notFollowed = [...script.notFollowed, ...connections.notFollowed];
    const others = new Set<string>();
    for (const command of script.commands) {
        const found = findCalled(command, script, connections.prefixed);
        if (found === undefined) {
            if (isUnknown(command, script)) {
                others.add(command.name);
            }
        } else if (found.cmdlet.endpoint !== "module") {
            const runsIn = endpointOf(found.cmdlet, found.connection, connections.endpoints);
            const key = `${found.cmdlet.name} ${runsIn}`;
            const call = calls.get(key) ?? { cmdlet: found.cmdlet, runsIn, commands: [] };
            call.commands.push(command);
            calls.set(key, call);
            notFollowed.push(...command.unreadSplats.map((variable) => unreadSplat(command, variable)));
        }
    }
    const uses = [...calls.values()].map(({ cmdlet, runsIn, commands }): CmdletUse => {
        const lines = sorted(commands.map(({ line }) => line));
        return { cmdlet, runsIn, lines, parameters: parametersOf(cmdlet, commands, script) };
    });
    return {
        name: script.name,
        uses: uses.sort(
            (one, other) => compare(one.cmdlet.name, other.cmdlet.name) || compare(one.runsIn, other.runsIn),
        ),
        notFollowed: notFollowed.sort((one, other) => one.line - other.line),
        otherCommands: [...others].sort(compare),
        delegatedConnections: connections.delegated,
    };
}

/** What puts a prefix into the names of cmdlets, and where these run. */
interface Connection {
    readonly endpoint: "Exchange Online" | "Security & Compliance";
    readonly prefix: string;
}

interface Connections {
    readonly endpoints: ReadonlySet<Connection["endpoint"]>;
    readonly prefixed: readonly Connection[];
    readonly notFollowed: readonly NotFollowed[];
    readonly delegated: readonly string[];
}

const connecting: Readonly<Record<string, Connection["endpoint"]>> = {
    "connect-exchangeonline": "Exchange Online",
    "connect-ippssession": "Security & Compliance",
};

function connectionsOf({ commands }: Script): Connections {
    const imported = commands.flatMap(({ name, prefix = "" }): Connection[] =>
        isImport(name) && prefix !== "" ? [{ endpoint: "Exchange Online", prefix }] : [],
    );
    const connects = commands.flatMap((command) => {
        const name = withoutPrefix(command.name, imported)?.name ?? command.name;
        const endpoint = connecting[name.toLowerCase()];
        return endpoint === undefined ? [] : [{ command, endpoint }];
    });
    const hasPrefix = ({ parameters }: Command): boolean => parameters.some(isPrefixParameter);
    return {
        endpoints: new Set(connects.map(({ endpoint }) => endpoint)),
        prefixed: [
            ...imported,
            ...connects.flatMap(({ command: { prefix = "" }, endpoint }) =>
                prefix === "" ? [] : [{ endpoint, prefix }],
            ),
        ],
        notFollowed: connects
            .filter(({ command }) => hasPrefix(command) && command.prefix === undefined)
            .map(({ command: { line, name } }) => {
                return { line, text: `${name} -Prefix`, reason: "a prefix that is only known when it runs" };
            }),
        delegated: [
            ...new Set(
                connects.flatMap(({ command: { name, parameters } }) =>
                    parameters.some(isDelegatedOrganization) ? [name] : [],
                ),
            ),
        ],
    };
}

/** Also abbreviated, as far as it stays unique among the parameters of both cmdlets. */
const isDelegatedOrganization = (parameter: string): boolean =>
    parameter.length >= 3 && "delegatedorganization".startsWith(parameter.toLowerCase());

function findCalled(
    command: Command,
    { functions }: Script,
    prefixed: readonly Connection[],
): { readonly cmdlet: KnownCmdlet; readonly connection: Connection | undefined } | undefined {
    if (command.module === undefined && functions.has(command.name.toLowerCase())) {
        return undefined;
    }
    const whole = findExchangeCmdlet(command.name);
    if (whole !== undefined) {
        return { cmdlet: whole, connection: undefined };
    }
    const { name = "", connection } = withoutPrefix(command.name, prefixed) ?? {};
    const cmdlet = findExchangeCmdlet(name);
    return cmdlet === undefined ? undefined : { cmdlet, connection };
}

/** The cmdlet behind a prefixed name, by the first prefix that makes a known one of it. */
function withoutPrefix(
    prefixedName: string,
    prefixed: readonly Connection[],
): { readonly name: string; readonly connection: Connection } | undefined {
    const [, verb = "", noun = ""] = /^([A-Za-z]+-)(.+)$/.exec(prefixedName) ?? [];
    return prefixed
        .filter(({ prefix }) => noun.toLowerCase().startsWith(prefix.toLowerCase()))
        .map((connection) => ({ name: `${verb}${noun.slice(connection.prefix.length)}`, connection }))
        .find(({ name }) => findExchangeCmdlet(name) !== undefined);
}

function endpointOf(
    { endpoint }: KnownCmdlet,
    connection: Connection | undefined,
    endpoints: ReadonlySet<Connection["endpoint"]>,
): CmdletUse["runsIn"] {
    if (endpoint === "Exchange Online" || endpoint === "Security & Compliance") {
        return endpoint;
    }
    const [only, another] = [...endpoints];
    return connection?.endpoint ?? (another === undefined ? (only ?? "Exchange Online") : "either");
}

/** Parameters of every command (about_CommonParameters), and their aliases: no role decides on them. */
const common = new Set(
    [
        "Verbose vb Debug db ErrorAction ea WarningAction wa InformationAction infa ProgressAction proga",
        "ErrorVariable ev WarningVariable wv InformationVariable iv OutVariable ov OutBuffer ob PipelineVariable pv",
    ].flatMap((line) => line.toLowerCase().split(" ")),
);

function parametersOf({ name }: KnownCmdlet, commands: readonly Command[], { defaultParameters }: Script): string[] {
    const byDefault = defaultParameters.filter(([pattern]) => isLike(name, pattern)).map(([, parameter]) => parameter);
    const bySpelling = new Map<string, string>();
    for (const parameter of [...commands.flatMap(({ parameters }) => parameters), ...byDefault]) {
        if (!common.has(parameter.toLowerCase()) && !bySpelling.has(parameter.toLowerCase())) {
            bySpelling.set(parameter.toLowerCase(), parameter);
        }
    }
    return [...bySpelling.values()].sort(compare);
}

/** Whether a name fits a wildcard pattern of PowerShell (about_Wildcards, without ranges). */
function isLike(name: string, pattern: string): boolean {
    let reached = new Set([0]);
    for (const character of pattern.toLowerCase()) {
        const next = new Set<number>();
        for (const at of reached) {
            if (character === "*") {
                Array.from({ length: name.length - at + 1 }, (_, more) => next.add(at + more));
            } else if (at < name.length && (character === "?" || character === name[at]?.toLowerCase())) {
                next.add(at + 1);
            }
        }
        reached = next;
    }
    return reached.has(name.length);
}

function unreadSplat({ name, line }: Command, variable: string): NotFollowed {
    return { line, text: `${name} @${variable}`, reason: "parameters that are not a literal hashtable in this script" };
}

function isUnknown({ name }: Command, { functions }: Script): boolean {
    return /^[A-Za-z]+-[A-Za-z]\w*$/.test(name) && !functions.has(name.toLowerCase()) && !isBuiltInCommand(name);
}

function sorted(lines: readonly number[]): number[] {
    return [...new Set(lines)].sort((one, other) => one - other);
}

/** By code units, so that the order is the same on every machine. */
function compare(one: string, other: string): number {
    return one < other ? -1 : one > other ? 1 : 0;
}
