import { passed, skipped, type Outcome } from "../checks/check";
import { componentToken } from "../identities/names";
import { findDirectoryRole } from "../microsoft/directoryRoles";
import { roleGroupAllows } from "../microsoft/exchangeRoleGroups";
import { exchangeManageAsApp } from "../microsoft/permissions";
import type { PlannedStep } from "../pulumi/preview";
import type { StateResource } from "../pulumi/state";
import { outcomeOf } from "./plan";

/** What gives a login its rights in Exchange Online. */
export interface LoginRights {
    /** Directory roles, by name or template id. */
    readonly roles: readonly string[];
    /** Names of Exchange role groups. */
    readonly exchangeRoleGroups: readonly string[];
}

/**
 * The rights of each login of a state, or of what a plan leads to, one for each tenant that it has access to.
 * @returns undefined for what the plan does not know before the update
 */
export function loginRightsOf(
    resources: readonly Pick<StateResource, "type" | "inputs">[],
): (LoginRights | undefined)[] {
    return resources
        .filter(({ type }) => type === componentToken("TenantAccess"))
        .map(({ inputs }) => {
            const [roles, exchangeRoleGroups] = [textsIn(inputs?.["roles"]), textsIn(inputs?.["exchangeRoleGroups"])];
            return roles && exchangeRoleGroups && { roles, exchangeRoleGroups };
        });
}

/**
 * The rights that a stack's configuration asks for.
 * @param config by full key; the defaults of Pulumi.yaml are in it
 * @returns undefined for a program with a configuration of its own
 */
export function configuredRights(config: Readonly<Record<string, string>>, project: string): LoginRights | undefined {
    const roles = textsIn(parsed(config[`${project}:roles`]));
    const groups = textsIn(parsed(config[`${project}:exchangeRoleGroups`] ?? "[]"));
    if (roles === undefined || groups === undefined) {
        return undefined;
    }
    // The component's own rule: a login without any right would be of no use.
    return { roles, exchangeRoleGroups: roles.length + groups.length === 0 ? [viewOnlyGroup] : groups };
}

const viewOnlyGroup = "View-Only Organization Management";

/** In one sentence for each thing that the login can do. Names of role groups are the configuration's. */
export function rightsInWords({ roles, exchangeRoleGroups }: LoginRights): string {
    const sentences = [
        ...roles.map((given) => {
            const role = findDirectoryRole(given);
            return role === undefined
                ? `This login can do what the directory role ${given} allows.`
                : `This login can ${role.allows}: directory role ${role.name}.`;
        }),
        ...exchangeRoleGroups.map((group) => {
            const allows = roleGroupAllows(group);
            return allows === undefined
                ? `This login can do what the Exchange role group ${group} allows, once it is a member.`
                : `This login can ${allows}, once it is a member: Exchange role group ${group}.`;
        }),
    ];
    return sentences.length === 0
        ? `This login can do nothing: ${exchangeManageAsApp.value} alone, without a role or a role group, gives no right.`
        : sentences.join(" ");
}

/** What each login will be able to do, and what changes in that. */
export function checkLoginRights(steps: readonly PlannedStep[], state: readonly StateResource[]): Outcome {
    const planned = sentences(loginRightsOf(outcomeOf(steps, state)));
    const current = sentences(loginRightsOf(state));
    if (planned === "") {
        return skipped("the preview does not show which rights the login will have");
    }
    return passed(current === "" || current === planned ? planned : `${planned} So far: ${current}`);
}

function sentences(rights: readonly (LoginRights | undefined)[]): string {
    return [...new Set(rights.flatMap((one) => one ?? []).map(rightsInWords))].join(" ");
}

function textsIn(value: unknown): string[] | undefined {
    return Array.isArray(value) && value.every((one) => typeof one === "string") ? value : undefined;
}

function parsed(text: string | undefined): unknown {
    try {
        return JSON.parse(text ?? "");
    } catch {
        return undefined;
    }
}
