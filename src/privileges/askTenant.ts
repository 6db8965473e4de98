import type { Refusal } from "../checks/check";
import { ExitStatus } from "../errors/exitStatus";
import { UserError } from "../errors/userError";
import type { CmdletRow } from "../microsoft/exchangePermissions";
import { isReadOnly } from "./grants";
import type { CmdletUse } from "./uses";

/** Runs a cmdlet in the tenant. */
export type Ask = (
    cmdlet: string,
    parameters: Readonly<Record<string, string | readonly string[]>>,
) => Promise<{ readonly rows: readonly Readonly<Record<string, unknown>>[] } | { readonly refusal: Refusal }>;

/** What a tenant says of the roles of one cmdlet with the parameters of the scripts. */
export interface TenantAnswer {
    /** The cmdlet as management roles hold it. */
    readonly cmdlet: string;
    /** Built-in roles that hold it, the one to suggest first. */
    readonly roles: readonly string[];
    /** Roles that hold it with all parameters; the tenant's own roles are among them. */
    readonly rolesWithParameters: readonly string[];
    /** When no role has all of the parameters: the roles of each. */
    readonly byParameter: readonly { readonly parameter: string; readonly roles: readonly string[] }[];
}

/** What a tenant said of the cmdlets of scripts. */
export interface TenantAnswers {
    readonly answers: readonly TenantAnswer[];
    /** Cmdlets that the tenant gave no answer for, with the reason. */
    readonly unanswered: readonly { readonly cmdlet: string; readonly reason: string }[];
}

/** Roles that nobody can assign to an application: those of end users, and one of Microsoft's support. */
const notAssignable = /^My[A-Z ]|^O365SupportViewConfig$/;

/**
 * Asks a tenant which management roles hold the cmdlets of scripts with their parameters: the authority. It only reads.
 * Source: learn.microsoft.com/powershell/exchange/find-exchange-cmdlet-permissions, which excludes cmdlets of Microsoft 365
 * groups and Security & Compliance.
 * @throws UserError when the login may not ask, or no answer comes
 */
export async function askTenant(uses: readonly CmdletUse[], ask: Ask): Promise<TenantAnswers> {
    const answers: TenantAnswer[] = [];
    const unanswered: { cmdlet: string; reason: string }[] = [];
    for (const [cmdlet, ofCmdlet] of byRoleEntry(uses)) {
        const isOfModule = ofCmdlet.some((use) => use.cmdlet.name !== cmdlet);
        const parameters = isOfModule ? [] : [...new Set(ofCmdlet.flatMap((use) => use.parameters))];
        if (/-UnifiedGroup$/.test(cmdlet)) {
            unanswered.push({ cmdlet, reason: "documented not to work with cmdlets of Microsoft 365 groups" });
            continue;
        }
        const answer = await answerOf(cmdlet, parameters, ask);
        if ("reason" in answer) {
            unanswered.push({ cmdlet, reason: answer.reason });
        } else {
            answers.push(answer);
        }
    }
    const elsewhere = uses.filter(({ runsIn }) => runsIn === "Security & Compliance");
    for (const cmdlet of [...new Set(elsewhere.map((use) => use.cmdlet.name))].sort()) {
        unanswered.push({ cmdlet, reason: "Security & Compliance does not answer" });
    }
    return { answers, unanswered };
}

/** The uses in Exchange Online by the cmdlet that its roles hold, sorted. */
function byRoleEntry(uses: readonly CmdletUse[]): readonly (readonly [string, readonly CmdletUse[]])[] {
    const inExchange = uses.filter(({ runsIn }) => runsIn !== "Security & Compliance");
    const entries = [...new Set(inExchange.map(({ cmdlet }) => cmdlet.serverName))].sort();
    return entries.map((entry) => [entry, inExchange.filter(({ cmdlet }) => cmdlet.serverName === entry)]);
}

async function answerOf(
    cmdlet: string,
    parameters: readonly string[],
    ask: Ask,
): Promise<TenantAnswer | { readonly reason: string }> {
    const all = await rolesFor(cmdlet, [], ask);
    const withParameters = parameters.length === 0 ? all : await rolesFor(cmdlet, parameters, ask);
    if ("reason" in all || "reason" in withParameters) {
        return "reason" in all ? all : (withParameters as { readonly reason: string });
    }
    const byParameter: { parameter: string; roles: readonly string[] }[] = [];
    if (withParameters.length === 0 && all.length > 0) {
        for (const parameter of parameters) {
            const roles = await rolesFor(cmdlet, [parameter], ask);
            byParameter.push({ parameter, roles: "reason" in roles ? [] : roles.map(({ name }) => name) });
        }
    }
    return {
        cmdlet,
        roles: ordered(all.filter(({ isBuiltIn }) => isBuiltIn)),
        rolesWithParameters: ordered(withParameters),
        byParameter,
    };
}

interface Role {
    readonly name: string;
    readonly isBuiltIn: boolean;
}

async function rolesFor(
    cmdlet: string,
    parameters: readonly string[],
    ask: Ask,
): Promise<readonly Role[] | { readonly reason: string }> {
    const question = parameters.length === 0 ? { Cmdlet: cmdlet } : { Cmdlet: cmdlet, CmdletParameters: parameters };
    const answer = await ask("Get-ManagementRole", question as Parameters<Ask>[1]);
    if ("refusal" in answer) {
        const { evidence, mayPassWithTime } = answer.refusal;
        if (mayPassWithTime) {
            throw new UserError(
                `the tenant does not answer Get-ManagementRole: ${evidence}`,
                "Ask with a login that has the management role View-Only Configuration or Role Management, such as one with Global Reader.",
                { exitStatus: ExitStatus.Refused },
            );
        }
        return { reason: evidence };
    }
    return answer.rows.flatMap(({ Name, IsRootRole, IsEndUserRole }) =>
        typeof Name !== "string" || IsEndUserRole === true || notAssignable.test(Name)
            ? []
            : [{ name: Name, isBuiltIn: IsRootRole !== false }],
    );
}

/** Built-in roles before the tenant's own, roles that only read before others, then by name. */
function ordered(roles: readonly Role[]): readonly string[] {
    const rank = ({ name, isBuiltIn }: Role): string => `${isBuiltIn ? 0 : 1}${isReadOnly(name) ? 0 : 1}${name}`;
    return [...roles].sort((one, other) => (rank(one) < rank(other) ? -1 : 1)).map(({ name }) => name);
}

/** How the tenant and the table differ about a cmdlet, and the row that the table should have. */
export interface Difference {
    readonly cmdlet: string;
    /** Roles that the tenant names and the table does not. */
    readonly onlyInTenant: readonly string[];
    /** Roles that the table names and the tenant does not. */
    readonly onlyInTable: readonly string[];
    /** For the table, with nothing in it that belongs to the tenant. */
    readonly row: CmdletRow;
}

/** @param today the day of the answer: the source of the new row */
export function differences(
    uses: readonly CmdletUse[],
    { answers }: TenantAnswers,
    today: Date,
): readonly Difference[] {
    return answers.flatMap(({ cmdlet, roles }): Difference[] => {
        const row = uses.find((use) => use.cmdlet.serverName === cmdlet)?.cmdlet.row;
        const listed = row?.roles ?? [];
        const onlyInTenant = roles.filter((role) => !listed.includes(role));
        const onlyInTable = listed.filter((role) => !roles.includes(role));
        const kept = listed.filter((role) => roles.includes(role));
        return onlyInTenant.length + onlyInTable.length === 0
            ? []
            : [
                  {
                      ...{ cmdlet, onlyInTenant, onlyInTable },
                      row: {
                          roles: [...kept, ...onlyInTenant],
                          confidence: "observed",
                          appOnly: row?.appOnly ?? "unknown",
                          sources: [`tenant:${today.toISOString().slice(0, 10)}`],
                      },
                  },
              ];
    });
}
