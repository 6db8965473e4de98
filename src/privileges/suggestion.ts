import { findDirectoryRole } from "../microsoft/directoryRoles";
import { singleQuoted } from "../shells/quoting";
import { firstRequirementsOf, isFact, requirementsOf, type CmdletFinding } from "./findings";
import { rolesOf, roleGroups, smallestChoice, suggestedDirectoryRoles, type Grant, type Requirement } from "./grants";

/** Directory roles or role groups that bring what scripts need, as far as the table knows. */
export interface Choice {
    /** One as a rule; several when together they open less than any single one would. */
    readonly names: readonly string[];
    /** What else they let the login do, for people. */
    readonly beyond: string;
    /** Management roles that they bring and that the scripts do not need. */
    readonly rolesBeyond: readonly string[];
    /** Cmdlets that it covers by a role which is listed for them, but is not the first of the list. */
    readonly byOtherRole: readonly { readonly cmdlet: string; readonly managementRole: string }[];
    /** How well it is supported that it brings those management roles. */
    readonly notes: readonly string[];
}

/** The smallest rights found for what scripts use in Exchange Online. */
export interface Suggestion {
    /** Undefined when no directory roles do, or nothing is known of any cmdlet. */
    readonly directoryRoles?: Choice | undefined;
    readonly roleGroups?: Choice | undefined;
    /** The management roles of the cmdlets, for a custom role: each with the cmdlets that it would be cut to. */
    readonly managementRoles: readonly { readonly role: string; readonly cmdlets: readonly string[] }[];
    /** Cmdlets whose roles are inferred or disputed. */
    readonly notFacts: readonly string[];
    /** Cmdlets of which the table knows no management role. */
    readonly unknown: readonly string[];
    /** Cmdlets that are refused to applications, whatever their roles. */
    readonly refused: readonly string[];
}

/** @param findings of one script, or of several together */
export function suggest(findings: readonly CmdletFinding[]): Suggestion {
    const allowed = findings.filter(({ appOnly }) => appOnly !== "no");
    const judged = allowed.filter(({ managementRoles }) => managementRoles.length > 0);
    return {
        directoryRoles: choiceOf(suggestedDirectoryRoles, judged),
        roleGroups: choiceOf(roleGroups, judged),
        managementRoles: managementRolesOf(judged),
        notFacts: unique(
            allowed
                .filter(
                    ({ confidence, otherRolesByParameter }) =>
                        (confidence !== "unknown" && !isFact(confidence)) ||
                        otherRolesByParameter.some((parameter) => !isFact(parameter.confidence)),
                )
                .map(({ cmdlet }) => cmdlet),
        ),
        unknown: unique(
            allowed.filter(({ managementRoles }) => managementRoles.length === 0).map(({ cmdlet }) => cmdlet),
        ),
        refused: unique(findings.filter(({ appOnly }) => appOnly === "no").map(({ cmdlet }) => cmdlet)),
    };
}

/** Grants that open nearly everything in Exchange Online. */
const everything = ["Exchange Administrator", "Organization Management"];

/**
 * The smallest choice by the best supported role of each cmdlet, without what other listed roles make needless. Where that is
 * none, or nearly everything, all listed roles count.
 */
export function smallestFor(
    grants: readonly Grant[],
    findings: readonly CmdletFinding[],
): readonly Grant[] | undefined {
    const needed = findings.flatMap(requirementsOf);
    const supported = smallestChoice(grants, findings.flatMap(firstRequirementsOf));
    return supported === undefined || supported.some(({ name }) => everything.includes(name))
        ? smallestChoice(grants, needed)
        : smallestChoice(supported, needed);
}

function choiceOf(grants: readonly Grant[], findings: readonly CmdletFinding[]): Choice | undefined {
    const choice = findings.length === 0 ? undefined : smallestFor(grants, findings);
    if (choice === undefined) {
        return undefined;
    }
    const held = rolesOf(choice);
    const used = new Set(findings.flatMap(requirementsOf).flatMap((anyOf) => firstHeld(anyOf, held)));
    const rolesBeyond = [...held].filter((role) => !used.has(role)).sort();
    return {
        names: choice.map(({ name }) => name),
        beyond: beyondText(choice, rolesBeyond),
        rolesBeyond,
        byOtherRole: findings.flatMap(({ cmdlet, managementRoles }) => {
            const [role] = firstHeld(managementRoles, held);
            return role === undefined || role === managementRoles[0] ? [] : [{ cmdlet, managementRole: role }];
        }),
        notes: choice.flatMap(({ name, note }) => (note === undefined ? [] : [`${name}: ${note}`])),
    };
}

function firstHeld(anyOf: Requirement, held: ReadonlySet<string>): readonly string[] {
    return anyOf.filter((role) => held.has(role)).slice(0, 1);
}

function beyondText(choice: readonly Grant[], rolesBeyond: readonly string[]): string {
    const allows = choice.flatMap(({ kind, name }) => {
        const role = kind === "directory role" ? findDirectoryRole(name) : undefined;
        return role === undefined ? [] : [`${name}: ${role.allows}`];
    });
    return [...allows, `${choice.length === 1 ? "it brings" : "they bring"} ${otherRoles(rolesBeyond)}`].join("; ");
}

/** The fewest management roles that hold all cmdlets: the first role of each, unless another one is needed already. */
function managementRolesOf(findings: readonly CmdletFinding[]): Suggestion["managementRoles"] {
    const cmdletsByRole = new Map<string, Set<string>>();
    const add = (role: string, cmdlet: string): void => {
        cmdletsByRole.set(role, (cmdletsByRole.get(role) ?? new Set()).add(cmdlet));
    };
    const byFewestRoles = [...findings].sort((one, other) => one.managementRoles.length - other.managementRoles.length);
    for (const { roleEntry, managementRoles, otherRolesByParameter } of byFewestRoles) {
        const role = managementRoles.find((name) => cmdletsByRole.has(name)) ?? managementRoles[0];
        if (role !== undefined) {
            add(role, roleEntry);
        }
        for (const [another] of otherRolesByParameter.map((parameter) => parameter.managementRoles)) {
            if (another !== undefined) {
                add(another, roleEntry);
            }
        }
    }
    return [...cmdletsByRole].map(([role, cmdlets]) => ({ role, cmdlets: [...cmdlets].sort() }));
}

/** As many names as a person reads. */
const longestList = 8;

function otherRoles(roles: readonly string[]): string {
    if (roles.length === 0) {
        return "no other management role";
    }
    return roles.length <= longestList
        ? `also ${roles.join(", ")}`
        : `${roles.length} other management roles, such as ${roles.slice(0, longestList).join(", ")}`;
}

function unique(names: readonly string[]): readonly string[] {
    return [...new Set(names)];
}

/** The application that gets a custom role. */
export interface CustomRoleHolder {
    readonly clientId: string;
    /** Object id of its service principal. */
    readonly objectId: string;
}

/**
 * The PowerShell commands that make custom management roles with the used cmdlets alone and give them to an application.
 * Sources: learn.microsoft.com/powershell/module/exchangepowershell/new-managementrole (`-EnabledCmdlets`) and
 * …/new-managementroleassignment (`-App`: "only application or management roles").
 * @param name begins the names of the roles
 */
export function customRoleCommands(
    { managementRoles }: Pick<Suggestion, "managementRoles">,
    name: string,
    { clientId, objectId }: CustomRoleHolder,
): readonly string[] {
    const made = managementRoles.map(({ role, cmdlets }) => ({ role, cmdlets, custom: roleName(name, role) }));
    return made.length === 0
        ? []
        : [
              `New-ServicePrincipal -AppId ${singleQuoted(clientId)} -ObjectId ${singleQuoted(objectId)} -DisplayName ${singleQuoted(name)}`,
              ...made.flatMap(({ role, cmdlets, custom }) => [
                  `New-ManagementRole -Name ${singleQuoted(custom)} -Parent ${singleQuoted(role)} -EnabledCmdlets ${cmdlets.map(singleQuoted).join(", ")}`,
                  `New-ManagementRoleAssignment -App ${singleQuoted(objectId)} -Role ${singleQuoted(custom)}`,
              ]),
          ];
}

/** Names of roles have 64 characters at most (learn.microsoft.com/powershell/module/exchangepowershell/new-managementrole). */
function roleName(name: string, role: string): string {
    return `${name.slice(0, 62 - role.length)}: ${role}`;
}
