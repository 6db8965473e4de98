import type * as azuread from "@pulumi/azuread";
import type * as pulumi from "@pulumi/pulumi";
import { coversExchange, exchangeDirectoryRoles, findDirectoryRole } from "../src/microsoft/directoryRoles";
import { isGuid } from "../src/microsoft/guid";
import { ArgsCheck, isMap, lowerCase, oneLine, type Rule } from "./argsCheck";
import { checkCloud, checkOwners, listRule } from "./exchangeApplicationArgs";
import type { TenantFacts } from "./preflight";

/** What an application may do in one tenant. The tenant is the one of the azuread provider in use. */
export interface TenantAccessArgs {
    /** Microsoft Entra tenant, a GUID. A sign-in to any other tenant is refused before anything is registered. */
    tenantId: pulumi.Input<string>;
    /** Client id of the application. One of another tenant must have the audience `AzureADMultipleOrgs`. */
    clientId: pulumi.Input<string>;
    /**
     * The application, when it is registered in this very tenant: Microsoft Entra deletes the service principal with it.
     * @default none: the service principal is deleted by itself
     */
    homeApplication?: azuread.Application;
    /**
     * Directory roles by display name or template id. The order does not matter.
     * @default ["Exchange Administrator"]
     */
    roles?: string[];
    /**
     * Names of Exchange role groups that give the rights, for which `exchangeRoleGroupCommands` comes out.
     * @default none; with `roles: []` the group "View-Only Organization Management", which only reads
     */
    exchangeRoleGroups?: string[];
    /**
     * Object ids of the service principal's owners, exactly these.
     * @default the deployer at creation, then left alone
     */
    owners?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Microsoft's cloud in the azuread provider's words; US government clouds need consent to a second API.
     * @default "global"
     */
    cloud?: string;
    /**
     * Create Exchange Online's service principal. Only for a tenant that has none; it is never deleted again.
     * @default false: it must exist already
     */
    createExchangeServicePrincipal?: boolean;
    /**
     * What the caller has found out about the tenant.
     * @default this component asks the tenant itself
     */
    facts?: pulumi.Input<TenantFacts>;
}

/** What may be left out of the rights, and what is used then. */
export const rightsDefaults = { roles: ["Exchange Administrator"], exchangeRoleGroups: [] as string[] };

/** The rights of a login without a directory role, when no group is named: it may read, and change nothing. */
const readingGroup = "View-Only Organization Management";

/**
 * The args with defaults filled in and every value checked, roles as sorted template ids.
 * @throws UserError with every problem found.
 */
export function checkTenantAccessArgs(subject: string, args: TenantAccessArgs) {
    const check = new ArgsCheck(subject);
    check.options("", args, options, explainedScopes);
    const checked = {
        tenantId: lowerCase(check.input("tenantId", args.tenantId, tenantIdRule)),
        clientId: lowerCase(
            check.input("clientId", args.clientId, (id) =>
                isGuid(id) ? undefined : "must be the application's client id, a GUID",
            ),
        ),
        ...checkRights(check, args),
        owners: checkOwners(check, args.owners),
        cloud: checkCloud(check, args.cloud),
        createExchangeServicePrincipal: checkSwitch(
            check,
            "createExchangeServicePrincipal",
            args.createExchangeServicePrincipal,
        ),
    };
    check.throwProblems();
    return checked;
}

const options: readonly (keyof TenantAccessArgs)[] = [
    "tenantId",
    "clientId",
    "homeApplication",
    "roles",
    "exchangeRoleGroups",
    "owners",
    "cloud",
    "createExchangeServicePrincipal",
    "facts",
];

const noScope =
    "cannot be set: Exchange Online does not honour an administrative unit on an application's directory role; name a " +
    "role group in exchangeRoleGroups (its role assignments may have a write scope) and set roles to []";

/** What people look for and Exchange Online does not have, with the reason. Source: the article on app-only access. */
export const explainedScopes: Readonly<Record<string, string>> = {
    administrativeUnit: noScope,
    administrativeUnits: noScope,
    directoryScopeId: noScope,
    delegatedOrganization:
        "cannot be set: -DelegatedOrganization is for users; an application needs consent and a role in each tenant, so " +
        "add a TenantAccess with that tenant's provider",
};

/** What identifies a tenant. */
export const tenantIdRule: Rule = (id) =>
    isGuid(id) ? undefined : "must be the tenant's id, a GUID (az account show --query tenantId)";

/** @returns whether something is on; off when it is not given. */
export function checkSwitch(check: ArgsCheck, path: string, value: boolean | undefined): boolean {
    check.plain(path, value, (given) =>
        given === undefined || typeof given === "boolean" ? undefined : "must be true or false",
    );
    return value === true;
}

/** @returns directory roles as sorted template ids, and role groups as sorted names. */
export function checkRights(
    check: ArgsCheck,
    given: Pick<TenantAccessArgs, "roles" | "exchangeRoleGroups">,
): { roles: string[]; exchangeRoleGroups: string[] } {
    const roles = checkRoles(check, given.roles ?? rightsDefaults.roles);
    const named = checkRoleGroups(check, given.exchangeRoleGroups ?? rightsDefaults.exchangeRoleGroups);
    const covering = exchangeDirectoryRoles.find((role) => coversExchange(role) && roles.includes(role.templateId));
    if (named.length > 0 && covering !== undefined) {
        check.problem(
            "exchangeRoleGroups",
            `given ${JSON.stringify(named)}; adds nothing to the directory role ${covering.name}, which may do everything; ` +
                "set roles to [], or to roles that the groups shall add to",
        );
    }
    return { roles, exchangeRoleGroups: named.length === 0 && roles.length === 0 ? [readingGroup] : named };
}

function checkRoles(check: ArgsCheck, roles: readonly unknown[]): string[] {
    if (!check.plain("roles", roles, listRule("directory roles, for example [Exchange Administrator]"))) {
        return [];
    }
    const names = exchangeDirectoryRoles.map(({ name }) => name).join(", ");
    const templateIds = roles.map((given, index) => {
        const role = typeof given === "string" ? findDirectoryRole(given) : undefined;
        check.plain(`roles[${index}]`, given, () =>
            role
                ? undefined
                : isMap(given)
                  ? `a role's scope ${noScope}`
                  : `must be a directory role that Exchange Online accepts for applications: ${names}; or one of their template ids`,
        );
        return role?.templateId ?? "";
    });
    return [...new Set(templateIds)].sort();
}

function checkRoleGroups(check: ArgsCheck, groups: readonly unknown[]): string[] {
    if (!check.plain("exchangeRoleGroups", groups, listRule(`role groups, for example [${readingGroup}]`))) {
        return [];
    }
    // Source: learn.microsoft.com/powershell/module/exchange/new-rolegroup: a name has at most 64 characters.
    groups.forEach((group, index) => check.plain(`exchangeRoleGroups[${index}]`, group, oneLine(64, readingGroup)));
    return [...new Set(groups.map(String))].sort();
}
