import {
    exchangePermissions,
    parameterRules,
    sourceText,
    type CmdletRow,
    type Confidence,
    type ParameterRule,
} from "../microsoft/exchangePermissions";
import { roleGroups, smallestChoice, suggestedDirectoryRoles, type Grant, type Requirement } from "./grants";
import type { TenantAnswer } from "./askTenant";
import type { CmdletUse } from "./uses";

/** What supports a statement: {@link Confidence}, `asked` of a tenant, or `unknown` when the table has nothing. */
export type Support = Confidence | "asked" | "unknown";

/** Whether a statement may be taken for a fact. */
export function isFact(confidence: Support): boolean {
    return confidence === "documented" || confidence === "observed" || confidence === "asked";
}

/** A parameter for which the role of the cmdlet is not enough. */
export interface ParameterFinding {
    /** As the script writes it. */
    readonly parameter: string;
    /** One of these management roles has it. */
    readonly managementRoles: readonly string[];
    readonly confidence: Support;
    readonly sources: readonly string[];
}

/** What is known of a cmdlet that a script calls. */
export interface CmdletFinding {
    readonly cmdlet: string;
    /** The cmdlet as management roles hold it: `Get-Mailbox` for `Get-EXOMailbox`. */
    readonly roleEntry: string;
    readonly lines: readonly number[];
    readonly parameters: readonly string[];
    readonly endpoint: CmdletUse["runsIn"];
    /** Management roles that hold it: the first is the one to choose. Empty: none is known. */
    readonly managementRoles: readonly string[];
    /** Roles that may hold it. */
    readonly possibleRoles: readonly string[];
    /** The smallest built-in role group found that brings the first management role. */
    readonly roleGroup?: string | undefined;
    /** The smallest directory role found that brings the first management role. */
    readonly directoryRole?: string | undefined;
    readonly confidence: Support;
    /** What supports it, in words. */
    readonly sources: readonly string[];
    /** Whether an application may run it: `yes` only when documented or seen. */
    readonly appOnly: "yes" | "unknown" | "no";
    readonly otherRolesByParameter: readonly ParameterFinding[];
    readonly note?: string | undefined;
}

/** What a tenant has answered, by cmdlet. */
export type Answered = ReadonlyMap<string, TenantAnswer>;

/** What the table knows of a cmdlet, or the tenant where it was asked. */
export function findingOf(use: CmdletUse, answered: Answered = new Map()): CmdletFinding {
    const { cmdlet, runsIn, lines, parameters } = use;
    const row = runsIn === "Security & Compliance" ? undefined : cmdlet.row;
    const known = { cmdlet: cmdlet.name, roleEntry: cmdlet.serverName, lines, parameters, endpoint: runsIn };
    const appOnly = isRefused(use) ? "no" : (row?.appOnly ?? "unknown");
    const answer = runsIn === "Security & Compliance" ? undefined : answered.get(cmdlet.serverName);
    if (answer !== undefined) {
        return { ...known, ...findingOfAnswer(answer, row), appOnly, note: row?.note };
    }
    const managementRoles = row?.roles ?? [];
    return {
        ...known,
        managementRoles,
        possibleRoles: row?.possibleRoles ?? [],
        ...smallestGrants(managementRoles),
        confidence: row?.confidence ?? "unknown",
        sources: (row?.sources ?? []).map(sourceText),
        appOnly,
        otherRolesByParameter: row === undefined ? [] : parameterFindings(use),
        note: row?.note,
    };
}

function findingOfAnswer(
    { roles, rolesWithParameters, byParameter }: TenantAnswer,
    row: CmdletRow | undefined,
): Pick<
    CmdletFinding,
    | "managementRoles"
    | "possibleRoles"
    | "roleGroup"
    | "directoryRole"
    | "confidence"
    | "sources"
    | "otherRolesByParameter"
> {
    const all = byParameter.length === 0 ? rolesWithParameters : roles;
    const suggested = row?.roles.find((role) => all.includes(role));
    const managementRoles = suggested === undefined ? all : [suggested, ...all.filter((role) => role !== suggested)];
    return {
        managementRoles,
        possibleRoles: [],
        ...smallestGrants(managementRoles),
        confidence: "asked",
        sources: [tenantSource],
        otherRolesByParameter: byParameter
            .filter((parameter) => !all.every((role) => parameter.roles.includes(role)))
            .map((parameter) => {
                return {
                    parameter: parameter.parameter,
                    managementRoles: parameter.roles,
                    confidence: "asked",
                    sources: [tenantSource],
                };
            }),
    };
}

const tenantSource = "the tenant's answer to Get-ManagementRole";

function smallestGrants([first]: readonly string[]): Pick<CmdletFinding, "roleGroup" | "directoryRole"> {
    return first === undefined
        ? {}
        : { roleGroup: smallest(roleGroups, [first]), directoryRole: smallest(suggestedDirectoryRoles, [first]) };
}

/** What a finding requires of a login, each one of several management roles; empty when nothing is known. */
export function requirementsOf({ managementRoles, otherRolesByParameter }: CmdletFinding): readonly Requirement[] {
    const byParameter = otherRolesByParameter.map((parameter) => parameter.managementRoles);
    return [managementRoles, ...byParameter].filter((roles) => roles.length > 0);
}

/** The same, with the first role of the cmdlet alone: the one that the sources support best. */
export function firstRequirementsOf(finding: CmdletFinding): readonly Requirement[] {
    return requirementsOf({ ...finding, managementRoles: finding.managementRoles.slice(0, 1) });
}

function smallest(grants: readonly Grant[], requirement: Requirement): string | undefined {
    const [only] = smallestChoice(grants, [requirement]) ?? [];
    return only?.name;
}

function isRefused({ cmdlet: { name }, runsIn }: CmdletUse): boolean {
    const { exchangeOnline, securityCompliance } = exchangePermissions.refusedToApplications;
    return (runsIn === "Security & Compliance" ? securityCompliance : exchangeOnline).includes(name);
}

function parameterFindings({ cmdlet, parameters }: CmdletUse): ParameterFinding[] {
    return parameterRules(cmdlet.serverName).flatMap((rule) =>
        parameters
            .filter((parameter) => fits(parameter, rule))
            .map((parameter) => {
                const { roles, confidence, sources } = rule;
                return { parameter, managementRoles: roles, confidence, sources: sources.map(sourceText) };
            }),
    );
}

/** PowerShell takes the beginning of a parameter's name for the whole; shorter ones could be another parameter's. */
const shortestBeginning = 7;

function fits(given: string, { parameter }: ParameterRule): boolean {
    const [name, wanted] = [given.toLowerCase(), parameter.toLowerCase()];
    if (wanted.endsWith("*")) {
        return name.startsWith(wanted.slice(0, -1));
    }
    return name === wanted || (name.length >= shortestBeginning && wanted.startsWith(name));
}
