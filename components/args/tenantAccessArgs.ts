import type * as azuread from "@pulumi/azuread";
import type * as pulumi from "@pulumi/pulumi";
import { coversExchange, exchangeDirectoryRoles, findDirectoryRole } from "../../src/microsoft/directoryRoles";
import { isGuid } from "../../src/microsoft/guid";
import { ArgsCheck, isMap, type Rule, type Siblings } from "./argsCheck";
import { sharedRows } from "./exchangeApplicationArgs";
import { anything, flag, inWords, listOf, plainText, text } from "./kinds";
import { nearest } from "./nearest";
import { lowerCase, oneLine, tenantIdRule } from "./rules";
import { readArgs, type ArgsTable, type Read, type RowsOf } from "./table";

/** What an application may do in one tenant. The tenant is the one of the azuread provider in use. */
export interface TenantAccessArgs {
    /** Microsoft Entra tenant, a GUID. Credentials of another tenant are refused before anything is registered. */
    tenantId: pulumi.Input<string>;
    /** Client id of the application. An application of another tenant must have the audience `AzureADMultipleOrgs`. */
    clientId: pulumi.Input<string>;
    /**
     * The application, when it is registered in this same tenant: Microsoft Entra deletes the service principal with it.
     * @default none: the service principal is deleted by itself
     */
    homeApplication?: azuread.Application;
    /**
     * Directory roles by display name or template id. The order does not matter.
     * @default ["Exchange Administrator"]
     */
    roles?: string[];
    /**
     * Names of Exchange role groups that give the rights, for which `exchangeRoleGroupCommands` has the commands.
     * @default none; with `roles: []` the group "View-Only Organization Management", which only reads
     */
    exchangeRoleGroups?: string[];
    /**
     * Object ids of the service principal's owners, exactly these.
     * @default none: the deployer at creation, then left alone
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
     * Leave the service principal and admin consent to an administrator of the tenant, who opens `adminConsentUrl` once. Until
     * then `state` is "consent pending" and no directory role is assigned; the next update after the consent assigns them.
     * @default false: this component makes the service principal and consents, which takes a deployer who may
     */
    awaitAdminConsent?: boolean;
    /**
     * Why the login is revoked, in one line. Its service principal is then disabled, so that nobody can sign in with it, and
     * its directory roles are removed; certificates and consent stay. Empty: the login works.
     * @default none: the login works
     */
    revoked?: string;
}

/** The rights of a login without a directory role, when no group is named: it may read, and change nothing. */
const readingGroup = "View-Only Organization Management";

const unsupportedScope = {
    wrong: "cannot be set: Exchange Online does not honor an administrative unit on an application's directory role",
    remedy: "Name a role group in exchangeRoleGroups (its role assignments can have a write scope) and set roles to []",
};

const roleNames = exchangeDirectoryRoles.map(({ name }) => name);

const roleRule: Rule = (given) => {
    if (typeof given === "string" && findDirectoryRole(given) !== undefined) {
        return undefined;
    }
    if (isMap(given)) {
        return { ...unsupportedScope, wrong: `has a scope, which ${unsupportedScope.wrong}` };
    }
    const similar = typeof given === "string" ? nearest(given, roleNames) : undefined;
    return {
        wrong: "is not a directory role that Exchange Online accepts for applications",
        remedy: `${similar === undefined ? "" : `Did you mean ${similar}? `}Use the name or template id of one of these: ${roleNames.join(", ")}`,
    };
};

const rolesList = listOf("directory roles", "Exchange Administrator", (check, path, role) => {
    check.plain(path, role, roleRule);
    return findDirectoryRole(String(role))?.templateId ?? "";
});

// Source: learn.microsoft.com/powershell/module/exchange/new-rolegroup: a name has at most 64 characters.
const groupsList = listOf("role groups", readingGroup, (check, path, group) => {
    check.plain(path, group, inWords(oneLine(64, readingGroup)));
    return String(group);
});

/** A role group adds nothing to a directory role that allows everything. */
const groupsRule: Rule = (groups, { roles }) => {
    const named = Array.isArray(roles) ? roles.map((role) => findDirectoryRole(String(role))?.templateId) : [];
    const covering = exchangeDirectoryRoles.find((role) => coversExchange(role) && named.includes(role.templateId));
    return Array.isArray(groups) && groups.length > 0 && covering !== undefined
        ? {
              wrong: `adds nothing to the directory role ${covering.name}, which allows everything`,
              remedy: "Set roles to [], or to roles that the groups extend",
          }
        : undefined;
};

function readRoleGroups(check: ArgsCheck, path: string, groups: unknown, siblings: Siblings): string[] {
    const named = groupsList.read(check, path, groups, siblings);
    check.plain(path, groups, groupsRule, siblings);
    const { roles } = siblings;
    return named.length === 0 && Array.isArray(roles) && roles.length === 0
        ? [readingGroup]
        : [...new Set(named)].sort();
}

const revokedRule: Rule = (reason) => (reason === "" ? undefined : oneLine(200, "the key was in a log")(reason, {}));

/** Rows that `UnattendedAccess` has too. */
export const accessRows = {
    tenantId: {
        type: "string",
        read: (check: ArgsCheck, path: string, id: unknown) => lowerCase(text(tenantIdRule).read(check, path, id, {})),
        required: true,
        example: "00000000-0000-0000-0000-000000000000",
        configuredAs: "azuread:tenantId",
    },
    roles: {
        type: "array",
        /** Sorted template ids. */
        read: (check: ArgsCheck, path: string, roles: unknown) =>
            [...new Set(rolesList.read(check, path, roles, {}))].sort(),
        default: ["Exchange Administrator"],
        example: ["Global Reader"],
    },
    exchangeRoleGroups: { type: "array", read: readRoleGroups, default: [], example: [readingGroup] },
    createExchangeServicePrincipal: { ...flag, default: false, example: true },
    revoked: { ...plainText(revokedRule), default: "", example: "the key was in a log" },
} as const;

/** What people look for and Exchange Online does not have. Source: the article on app-only access. */
export const impossibleAccess = {
    administrativeUnit: unsupportedScope,
    administrativeUnits: unsupportedScope,
    directoryScopeId: unsupportedScope,
    delegatedOrganization: {
        wrong: "cannot be set: -DelegatedOrganization is for users, and an application needs consent and a role in each tenant",
        remedy: "Add a TenantAccess with that tenant's provider, and connect with -Organization and that tenant's initial domain",
    },
};

const clientIdRule: Rule = (id) =>
    isGuid(id)
        ? undefined
        : {
              wrong: "is not the client id of an application, which is a GUID",
              remedy: "Use the output clientId of ExchangeApplication or connection.clientId of UnattendedAccess",
          };

/** What can only be said of a service principal that the component makes. */
const ofOwnServicePrincipal = ["owners", "homeApplication", "createExchangeServicePrincipal", "revoked"] as const;

const awaitRule: Rule = (wanted, siblings) => {
    const other = ofOwnServicePrincipal.find((name) => {
        const value = siblings[name];
        return value !== undefined && value !== false && value !== "";
    });
    return wanted === true && other !== undefined
        ? {
              wrong: `cannot be combined with ${other}: the service principal belongs to the tenant's administrator`,
              remedy: `Leave ${other} out`,
          }
        : undefined;
};

/** The arguments of `TenantAccess`. */
export const tenantAccessTable = {
    rows: {
        tenantId: accessRows.tenantId,
        clientId: {
            type: "string",
            read: (check, path, id) => lowerCase(text(clientIdRule).read(check, path, id, {})),
            required: true,
            example: "00000000-0000-0000-0000-000000000000",
        },
        homeApplication: { ...anything<azuread.Application>(), example: "application.application" },
        roles: accessRows.roles,
        exchangeRoleGroups: accessRows.exchangeRoleGroups,
        owners: sharedRows.owners,
        cloud: sharedRows.cloud,
        createExchangeServicePrincipal: accessRows.createExchangeServicePrincipal,
        awaitAdminConsent: {
            type: "boolean",
            read: (check, path, given, siblings) => {
                check.plain(path, given, awaitRule, siblings);
                return flag.read(check, path, given, siblings);
            },
            default: false,
            example: true,
        },
        revoked: accessRows.revoked,
    },
    impossible: {
        ...impossibleAccess,
        facts: {
            wrong: "is not an option any more",
            remedy: "Leave it out: the component asks the tenant itself",
        },
    },
} satisfies ArgsTable<RowsOf<TenantAccessArgs>>;

/**
 * The args with defaults filled in and every value checked, roles as sorted template ids.
 * @throws UserError with every problem found.
 */
export function checkTenantAccessArgs(subject: string, args: TenantAccessArgs): Read<typeof tenantAccessTable.rows> {
    const check = new ArgsCheck(subject);
    const checked = readArgs(check, "", args, tenantAccessTable);
    check.throwProblems();
    return checked;
}
