import table from "./exchangePermissions.json";

/**
 * How well a statement is supported: `documented` by Microsoft, `observed` in a tenant or in a public project that runs it,
 * `inferred` from names and descriptions, `conflicting` when sources disagree. The last two are not facts.
 */
export type Confidence = "documented" | "observed" | "inferred" | "conflicting";

/** What supports a statement; each source is a key of {@link ExchangePermissions.sources}, with what stands for its `{}` after a colon. */
interface Supported {
    readonly confidence: Confidence;
    readonly sources: readonly string[];
    /** What somebody who relies on it should know. */
    readonly note?: string;
}

/** What is known of one cmdlet of Exchange Online. */
export interface CmdletRow extends Supported {
    /** Management roles that hold it: the first is the one to suggest, and the one that the sources support best. */
    readonly roles: readonly string[];
    /** Roles that may hold it: seen for a family of cmdlets, not for this one. */
    readonly possibleRoles?: readonly string[];
    /** `yes` when documented or seen to run with a certificate, `no` when documented to be refused to applications. */
    readonly appOnly: "yes" | "unknown" | "no";
}

/** A built-in role group, or a directory role, and what it brings. */
interface RoleGroupRow extends Supported {
    readonly roles: readonly string[];
}
interface DirectoryRoleRow extends Supported {
    readonly roleGroups: readonly string[];
}

/** A parameter that only some of a cmdlet's roles have. */
export interface ParameterRule extends Supported {
    readonly cmdlets: readonly string[];
    /** Its name; with `*` at the end all parameters that begin so. */
    readonly parameter: string;
    /** One of these roles has it. */
    readonly roles: readonly string[];
}

/**
 * Which management roles hold which cmdlets of Exchange Online. Microsoft publishes no such table: this one was collected
 * from documentation, public projects and reports, each row with its sources.
 */
export interface ExchangePermissions {
    readonly sources: Readonly<Record<string, string>>;
    readonly roleGroups: Readonly<Record<string, RoleGroupRow>>;
    /** Management roles in no role group by default: Organization Management lacks them too. */
    readonly unassignedRoles: readonly string[];
    readonly directoryRoles: Readonly<Record<string, DirectoryRoleRow>>;
    readonly parameters: readonly ParameterRule[];
    /** Cmdlets that the module runs on the user's machine: they take no role. */
    readonly moduleCmdlets: readonly string[];
    /** `Get-EXO…` cmdlets, and the cmdlet whose roles decide. */
    readonly restCmdlets: Readonly<Record<string, string>>;
    /** Cmdlets of Security & Compliance PowerShell, which has management roles of its own; these are not published. */
    readonly securityCompliance: { readonly only: readonly string[]; readonly both: readonly string[] };
    /** Cmdlets that are documented to be refused to applications, "including but not limited to". */
    readonly refusedToApplications: {
        readonly exchangeOnline: readonly string[];
        readonly securityCompliance: readonly string[];
        readonly sources: readonly string[];
    };
    readonly cmdlets: Readonly<Record<string, CmdletRow>>;
}

export const exchangePermissions = table as ExchangePermissions;

/** What a source's key stands for, with its detail in place. */
export function sourceText(key: string): string {
    const [name = "", detail = ""] = key.split(/:(.*)/s);
    return (exchangePermissions.sources[name] ?? name).replace("{}", detail);
}

/** Where a cmdlet runs. A cmdlet of both has management roles of their own in each. */
export type CmdletEndpoint = "Exchange Online" | "Security & Compliance" | "both" | "module";

/** A cmdlet that is known. */
export interface KnownCmdlet {
    /** In Microsoft's spelling. */
    readonly name: string;
    readonly endpoint: CmdletEndpoint;
    /** Undefined when nothing is known of its roles. */
    readonly row: CmdletRow | undefined;
    /** The cmdlet that Exchange Online itself knows it by: `Get-Mailbox` of `Get-EXOMailbox`. */
    readonly serverName: string;
}

/** The cmdlet of that name, in any case. */
export function findExchangeCmdlet(name: string): KnownCmdlet | undefined {
    return known.get(name.toLowerCase());
}

/** The rules for the parameters of a cmdlet. */
export function parameterRules(cmdlet: string): readonly ParameterRule[] {
    return exchangePermissions.parameters.filter(({ cmdlets }) => cmdlets.includes(cmdlet));
}

const known = new Map(knownCmdlets().map((cmdlet) => [cmdlet.name.toLowerCase(), cmdlet]));

function knownCmdlets(): KnownCmdlet[] {
    const { cmdlets, moduleCmdlets, restCmdlets, securityCompliance } = exchangePermissions;
    const both = new Set(securityCompliance.both);
    return [
        ...Object.entries(cmdlets).map(([name, row]): KnownCmdlet => {
            return { name, endpoint: both.has(name) ? "both" : "Exchange Online", row, serverName: name };
        }),
        ...securityCompliance.both
            .filter((name) => !Object.hasOwn(cmdlets, name))
            .map((name): KnownCmdlet => ({ name, endpoint: "both", row: undefined, serverName: name })),
        ...securityCompliance.only.map((name): KnownCmdlet => {
            return { name, endpoint: "Security & Compliance", row: undefined, serverName: name };
        }),
        ...moduleCmdlets.map((name): KnownCmdlet => {
            return { name, endpoint: "module", row: undefined, serverName: name };
        }),
        ...Object.entries(restCmdlets).map(([name, serverName]): KnownCmdlet => {
            return { name, endpoint: "Exchange Online", row: restRow(cmdlets[serverName]), serverName };
        }),
    ];
}

/** `Get-EXO…` is held by the roles of the cmdlet that it calls, and made for certificates. */
function restRow(row: CmdletRow | undefined): CmdletRow | undefined {
    return row && { ...row, appOnly: "yes", sources: [...row.sources, "rest-cmdlets"] };
}
