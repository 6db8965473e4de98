import { findDirectoryRole } from "../microsoft/directoryRoles";
import { isFact, requirementsOf, type CmdletFinding } from "./findings";
import {
    findGrant,
    isEnoughWithout,
    meets,
    roleGroups,
    rolesOf,
    sizeOf,
    suggestedDirectoryRoles,
    type Grant,
    type Requirement,
} from "./grants";
import { smallestFor } from "./suggestion";
import type { NotFollowed } from "./powershell/readScript";

/** What a login has, as its connection says. */
export interface LoginRights {
    /** Template ids or names of its directory roles. */
    readonly directoryRoles: readonly string[];
    readonly roleGroups: readonly string[];
}

/** Whether what a login has is what scripts need. */
export type Fit = "too little" | "more than needed" | "fits";

/** How a login compares with what scripts need. */
export interface Comparison {
    readonly fit: Fit;
    /** Whether all of it rests on facts; without that the fit is what is likely. */
    readonly isCertain: boolean;
    /** What the login has, by name. */
    readonly has: readonly string[];
    /** Cmdlets that it cannot run, each with the reason. */
    readonly missing: readonly { readonly cmdlet: string; readonly reason: string }[];
    /** What could go, or be exchanged for something smaller. */
    readonly excess: readonly string[];
    /** Why the fit is not certain. */
    readonly doubts: readonly string[];
}

/** Compares what scripts need with what a login has. */
export function compareLogin(
    findings: readonly CmdletFinding[],
    notFollowed: readonly NotFollowed[],
    login: LoginRights,
): Comparison {
    const { grants, unknown } = grantsOf(login);
    const held = rolesOf(grants);
    const gaps = findings.flatMap((finding) => gapOf(finding, held, login));
    const certain = gaps.filter(({ isCertain }) => isCertain);
    const excess = gaps.length > 0 ? [] : excessOf(findings, grants);
    const doubts = [
        ...unknown.map(
            (name) => `the management roles of ${name} are not known: only those of built-in roles and role groups are`,
        ),
        ...doubtsAbout(
            findings,
            gaps.filter(({ isCertain }) => !isCertain),
        ),
        ...(notFollowed.length === 0 ? [] : ["parts of the scripts were not followed"]),
    ];
    return {
        fit: gaps.length > 0 ? "too little" : excess.length > 0 ? "more than needed" : "fits",
        isCertain:
            gaps.length > 0 ? certain.some(({ isFinal }) => isFinal || unknown.length === 0) : doubts.length === 0,
        has: [...grants.map(({ name }) => name), ...unknown],
        missing: gaps.map(({ cmdlet, reason }) => ({ cmdlet, reason })),
        excess,
        doubts,
    };
}

function grantsOf(login: LoginRights): { readonly grants: readonly Grant[]; readonly unknown: readonly string[] } {
    const named = [
        ...login.directoryRoles.map((name) => ({ name, grant: findGrant("directory role", name) })),
        ...login.roleGroups.map((name) => ({ name, grant: findGrant("role group", name) })),
    ];
    return {
        grants: named.flatMap(({ grant }) => (grant === undefined ? [] : [grant])),
        unknown: named.filter(({ grant }) => grant === undefined).map(({ name }) => name),
    };
}

/** A cmdlet that a login cannot run. */
interface Gap {
    readonly cmdlet: string;
    readonly reason: string;
    /** Whether that rests on facts. */
    readonly isCertain: boolean;
    /** Whether no role group whatsoever would change it. */
    readonly isFinal: boolean;
}

function gapOf(finding: CmdletFinding, held: ReadonlySet<string>, login: LoginRights): Gap[] {
    const { cmdlet, endpoint, appOnly, managementRoles, otherRolesByParameter, confidence, possibleRoles } = finding;
    const gap = (reason: string, isCertain: boolean, isFinal = false): Gap[] => [
        { cmdlet, reason, isCertain, isFinal },
    ];
    if (appOnly === "no") {
        return gap("is refused to applications, whatever their roles", true, true);
    }
    if (endpoint === "Security & Compliance") {
        return opensCompliance(login)
            ? []
            : gap("no directory role of the login opens Security & Compliance", login.roleGroups.length === 0);
    }
    if (confidence === "asked" && managementRoles.length === 0) {
        return gap("no management role of the tenant has it with these parameters", true, true);
    }
    if (!meets(held, managementRoles.length === 0 ? [] : [managementRoles])) {
        const mayHave = possibleRoles.some((role) => held.has(role));
        return gap(`needs ${anyOf(managementRoles)}`, isFact(confidence) && !mayHave);
    }
    return otherRolesByParameter
        .filter((parameter) => !meets(held, [parameter.managementRoles]))
        .flatMap(({ parameter, managementRoles: roles, confidence: support }) =>
            roles.length === 0
                ? gap(`no management role of the tenant has its parameter -${parameter}; is it abbreviated?`, false)
                : gap(`its parameter -${parameter} needs ${anyOf(roles)}`, isFact(support)),
        );
}

/** Role groups of Security & Compliance are its own, so only directory roles count (see `workloads` of the roles). */
function opensCompliance({ directoryRoles }: LoginRights): boolean {
    return directoryRoles.some((name) => findDirectoryRole(name)?.workloads.includes("Security & Compliance") === true);
}

function anyOf(roles: Requirement): string {
    const [first, ...others] = roles;
    return others.length === 0
        ? `the management role ${first}`
        : `the management role ${first} (or ${others.slice(0, 3).join(", ")}${others.length > 3 ? ", …" : ""})`;
}

function excessOf(findings: readonly CmdletFinding[], grants: readonly Grant[]): string[] {
    if (findings.length === 0) {
        return grants.map(({ name }) => `${name} is not needed: the scripts call no cmdlet of Exchange Online`);
    }
    const judged = findings.filter(({ managementRoles }) => managementRoles.length > 0);
    const requirements = judged.flatMap(requirementsOf);
    if (requirements.length === 0 || findings.some(({ endpoint }) => endpoint === "Security & Compliance")) {
        return [];
    }
    const needless = grants.filter((grant) => isEnoughWithout(grant, grants, requirements));
    if (needless.length > 0) {
        return needless.map(({ name }) => `${name} is not needed beside the others`);
    }
    const kinds = [
        ...(grants.some(({ kind }) => kind === "directory role") ? [suggestedDirectoryRoles] : []),
        ...(grants.some(({ kind }) => kind === "role group") ? [roleGroups] : []),
    ];
    return kinds.flatMap((kind) => {
        const smaller = smallestFor(kind, judged);
        return smaller !== undefined && sizeOf(smaller) < sizeOf(grants)
            ? [`${namesOf(smaller)} would do in place of ${namesOf(grants)}`]
            : [];
    });
}

function namesOf(grants: readonly Grant[]): string {
    return grants.map(({ name }) => name).join(" and ");
}

function doubtsAbout(findings: readonly CmdletFinding[], gaps: readonly Gap[]): string[] {
    const notFacts = findings.filter(
        ({ confidence, otherRolesByParameter, cmdlet }) =>
            (confidence !== "unknown" && !isFact(confidence)) ||
            otherRolesByParameter.some((parameter) => !isFact(parameter.confidence)) ||
            gaps.some((gap) => gap.cmdlet === cmdlet),
    );
    const unknown = findings.filter(
        ({ managementRoles, confidence }) => managementRoles.length === 0 && confidence === "unknown",
    );
    return [
        ...(notFacts.length === 0
            ? []
            : [`what is known of ${listed(notFacts)} is inferred, disputed or depends on the parameters`]),
        ...(unknown.length === 0 ? [] : [`nothing is known of the management roles of ${listed(unknown)}`]),
    ];
}

function listed(findings: readonly CmdletFinding[]): string {
    return [...new Set(findings.map(({ cmdlet }) => cmdlet))].join(", ");
}
