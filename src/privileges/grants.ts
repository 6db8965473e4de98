import { findDirectoryRole } from "../microsoft/directoryRoles";
import { exchangePermissions, type Confidence } from "../microsoft/exchangePermissions";

/** A directory role or a role group: what can be given to a login. */
export interface Grant {
    readonly kind: "directory role" | "role group";
    readonly name: string;
    /** Management roles that it brings in Exchange Online. */
    readonly roles: ReadonlySet<string>;
    readonly confidence: Confidence;
    readonly sources: readonly string[];
    readonly note?: string | undefined;
}

/** The built-in role groups. */
export const roleGroups: readonly Grant[] = Object.entries(exchangePermissions.roleGroups).map(([name, row]) => {
    return { ...row, kind: "role group", name, roles: new Set(row.roles) };
});

/** The directory roles that Exchange Online accepts of applications. */
export const directoryRoles: readonly Grant[] = Object.entries(exchangePermissions.directoryRoles).map(
    ([name, row]) => {
        const groups = roleGroups.filter((group) => row.roleGroups.includes(group.name));
        return { ...row, kind: "directory role", name, roles: new Set(groups.flatMap(({ roles }) => [...roles])) };
    },
);

/**
 * Directory roles that are never suggested: Global Administrator brings no more to Exchange Online than Exchange
 * Administrator does, and sources disagree about Helpdesk Administrator, which resets passwords as well.
 */
const neverSuggested = new Set(["Global Administrator", "Helpdesk Administrator"]);

/** Directory roles to choose from. */
export const suggestedDirectoryRoles = directoryRoles.filter(({ name }) => !neverSuggested.has(name));

/** The grant of that name or template id, in any case. */
export function findGrant(kind: Grant["kind"], name: string): Grant | undefined {
    const grants = kind === "directory role" ? directoryRoles : roleGroups;
    const known = kind === "directory role" ? (findDirectoryRole(name)?.name ?? name) : name;
    return grants.find((grant) => grant.name.toLowerCase() === known.toLowerCase());
}

/** Whether a management role only reads. */
export function isReadOnly(role: string): boolean {
    return role.startsWith("View-Only") || role === "Security Reader";
}

/** The management roles of several grants together. */
export function rolesOf(grants: readonly Grant[]): ReadonlySet<string> {
    return new Set(grants.flatMap(({ roles }) => [...roles]));
}

/**
 * What a directory role opens outside of Exchange Online, in the measure of {@link sizeOf}: settings of security in all
 * of Microsoft 365, passwords, everything. Security Administrator counts as much as Compliance Administrator so.
 * Source: learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference.
 */
const beyondExchange: Readonly<Record<string, number>> = {
    "Security Administrator": 17,
    "Helpdesk Administrator": 17,
    "Global Administrator": 100,
};

/** How much grants open together: a management role that only reads counts one, another two. */
export function sizeOf(grants: readonly Grant[]): number {
    const inExchange = [...rolesOf(grants)].reduce((sum, role) => sum + (isReadOnly(role) ? 1 : 2), 0);
    return grants.reduce(
        (sum, { kind, name }) => sum + (kind === "directory role" ? (beyondExchange[name] ?? 0) : 0),
        inExchange,
    );
}

/** A requirement of a script: at least one of these management roles. */
export type Requirement = readonly string[];

/** Whether management roles meet all requirements. */
export function meets(roles: ReadonlySet<string>, requirements: readonly Requirement[]): boolean {
    return requirements.every((anyOf) => anyOf.some((role) => roles.has(role)));
}

/** Whether the others meet all requirements too. */
export function isEnoughWithout(grant: Grant, grants: readonly Grant[], requirements: readonly Requirement[]): boolean {
    return meets(rolesOf(grants.filter((other) => other !== grant)), requirements);
}

/**
 * The smallest choice of grants that meets all requirements, at most three of them; undefined when there is none. Of
 * equals the one with fewer grants, then the one that comes first.
 */
export function smallestChoice(
    grants: readonly Grant[],
    requirements: readonly Requirement[],
): readonly Grant[] | undefined {
    return choicesOf(grants).find(({ roles }) => meets(roles, requirements))?.choice;
}

interface SizedChoice {
    readonly choice: readonly Grant[];
    readonly roles: ReadonlySet<string>;
    readonly size: number;
}

/** The choices of up to three grants, the smallest first; made once for the grants of the table. */
function choicesOf(grants: readonly Grant[]): readonly SizedChoice[] {
    const made =
        madeChoices.get(grants) ??
        upToThree(grants)
            .map((choice): SizedChoice => ({ choice, roles: rolesOf(choice), size: sizeOf(choice) }))
            .sort((one, other) => one.size - other.size || one.choice.length - other.choice.length);
    madeChoices.set(grants, made);
    return made;
}

const madeChoices = new WeakMap<readonly Grant[], readonly SizedChoice[]>();

function upToThree(grants: readonly Grant[]): readonly (readonly Grant[])[] {
    const more = (choices: readonly (readonly Grant[])[]): readonly (readonly Grant[])[] =>
        choices.flatMap((choice) =>
            grants.slice(grants.indexOf(choice.at(-1) as Grant) + 1).map((grant) => [...choice, grant]),
        );
    const one = grants.map((grant) => [grant]);
    const two = more(one);
    return [...one, ...two, ...more(two)];
}
