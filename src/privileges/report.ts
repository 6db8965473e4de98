import { compareLogin, type Comparison, type LoginRights } from "./compare";
import { differences, type Difference, type TenantAnswers } from "./askTenant";
import { findingOf, type Answered, type CmdletFinding } from "./findings";
import type { NotFollowed } from "./powershell/readScript";
import { customRoleCommands, suggest, type CustomRoleHolder, type Suggestion } from "./suggestion";
import { trapsOf, type Trap } from "./traps";
import type { ScriptUses } from "./uses";

/** The version of {@link PrivilegesReport}. It changes when a property goes or means something else. */
export const privilegesReportVersion = 1;

/** What scripts need in Exchange Online, as far as reading them and the table of permissions can tell. */
export interface PrivilegesReport {
    readonly schemaVersion: typeof privilegesReportVersion;
    readonly scripts: readonly ScriptReport[];
    /** What all scripts need together; absent for a single one. */
    readonly together?: Suggestion;
    /** How the login compares with that; absent when no login was named. */
    readonly comparison?: Comparison;
    /** Where the tenant and the table differ; absent when the tenant was not asked. */
    readonly asked?: { readonly differences: readonly Difference[]; readonly unanswered: TenantAnswers["unanswered"] };
}

/** What one script needs. */
export interface ScriptReport {
    /** Its path, or `standard input`. */
    readonly name: string;
    readonly cmdlets: readonly CmdletFinding[];
    readonly suggestion: Suggestion;
    /** PowerShell that makes a custom management role with these cmdlets alone. */
    readonly customRoleCommands: readonly string[];
    readonly traps: readonly Trap[];
    readonly notFollowed: readonly NotFollowed[];
    /** Commands that are neither in the table nor PowerShell's own. */
    readonly otherCommands: readonly string[];
}

/** What is known besides the scripts. */
export interface ReportContext {
    readonly login?: (LoginRights & CustomRoleHolder) | undefined;
    readonly answers?: TenantAnswers | undefined;
    readonly now: Date;
}

/** Stands for what is not known of the application. */
const someApplication: CustomRoleHolder = {
    clientId: "<client id>",
    objectId: "<object id of the service principal>",
};

export function reportOf(scripts: readonly ScriptUses[], { login, answers, now }: ReportContext): PrivilegesReport {
    const answered: Answered = new Map(answers?.answers.map((answer) => [answer.cmdlet, answer]));
    const reports = scripts.map((script) => scriptReport(script, answered, login ?? someApplication));
    const findings = reports.flatMap(({ cmdlets }) => cmdlets);
    const uses = scripts.flatMap((script) => script.uses);
    return {
        schemaVersion: privilegesReportVersion,
        scripts: reports,
        ...(scripts.length > 1 ? { together: suggest(findings) } : {}),
        ...(login === undefined
            ? {}
            : {
                  comparison: compareLogin(
                      findings,
                      reports.flatMap((report) => report.notFollowed),
                      login,
                  ),
              }),
        ...(answers === undefined
            ? {}
            : { asked: { differences: differences(uses, answers, now), unanswered: answers.unanswered } }),
    };
}

function scriptReport(script: ScriptUses, answered: Answered, holder: CustomRoleHolder): ScriptReport {
    const cmdlets = script.uses.map((use) => findingOf(use, answered));
    const suggestion = suggest(cmdlets);
    return {
        name: script.name,
        cmdlets,
        suggestion,
        customRoleCommands: customRoleCommands(suggestion, roleNameOf(script.name), holder),
        traps: trapsOf(cmdlets, script.delegatedConnections),
        notFollowed: script.notFollowed,
        otherCommands: script.otherCommands,
    };
}

/** The script's file name without folder and extension; names of roles take letters, digits and few signs. */
function roleNameOf(path: string): string {
    const name = (path.split(/[\\/]/).at(-1) ?? "")
        .replace(/\.ps1$/i, "")
        .replace(/[^\w .-]/g, "")
        .trim();
    return name === "" || name === "standard input" ? "Script" : name;
}
