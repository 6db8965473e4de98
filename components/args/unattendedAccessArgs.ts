import type * as pulumi from "@pulumi/pulumi";
import { cloudOfEnvironment, Cloud } from "../../src/microsoft/clouds";
import { organizationProblem } from "../../src/microsoft/organization";
import { ArgsCheck, isMap, type Rule } from "./argsCheck";
import { certificateTable, type CertificateArgs } from "./certificateArgs";
import { displayNameRule, sharedRows } from "./exchangeApplicationArgs";
import { flag, mapOf, options, plainText, text } from "./kinds";
import { readArgs, type ArgsTable, type Read, type RowsOf } from "./table";
import { accessRows, impossibleAccess } from "./tenantAccessArgs";

/** An unattended login to one organization's Exchange Online. */
export interface UnattendedAccessArgs {
    /** Microsoft Entra tenant, a GUID. Credentials of another tenant are refused before anything is registered. */
    tenantId: pulumi.Input<string>;
    /**
     * Initial domain of the organization, for example `contoso.onmicrosoft.com`: the value of
     * `-Organization`. A custom domain signs in and fails later (learn.microsoft.com/powershell/module/exchange/connect-exchangeonline).
     */
    organization: pulumi.Input<string>;
    /**
     * Name of the application in the Microsoft Entra admin center, one line of at most 120 characters, that no other
     * application of the tenant has. A change renames in place.
     * @default "EXO PowerShell unattended"
     */
    displayName?: pulumi.Input<string>;
    /**
     * Description of the application in the Microsoft Entra admin center, at most 1024 characters.
     * @default none
     */
    description?: pulumi.Input<string>;
    /**
     * Who may sign in with the application: `AzureADMyOrg` (this tenant only) or `AzureADMultipleOrgs` (every tenant
     * for which a `TenantAccess` exists). A change is an update in place.
     * @default "AzureADMyOrg", the narrower one
     */
    signInAudience?: pulumi.Input<string>;
    /**
     * Object ids of the owners of application and service principal, exactly these. A deployer that holds no more than
     * Application.ReadWrite.OwnedBy must be among them.
     * @default none: the deployer at creation, then left alone
     */
    owners?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Directory roles by display name or template id. The order does not matter. Empty: the rights come from
     * `exchangeRoleGroups` alone.
     * @default ["Exchange Administrator"]
     */
    roles?: string[];
    /**
     * Names of Exchange role groups that give the rights. No API of Pulumi's makes an application a member of one:
     * `exchangeRoleGroupCommands` is what an Exchange administrator runs once. Empty, with `roles` empty too: the group
     * View-Only Organization Management.
     * Source: learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2.
     * @default none; with `roles: []` the group "View-Only Organization Management", which only reads
     */
    exchangeRoleGroups?: string[];
    /**
     * Certificates by a stable key of your choice (letters, digits, hyphens). Adding and removing one never touches the
     * others, so a renewal is: add the next one, make it active, remove the old one.
     * @default { current: {} }
     */
    certificates?: Record<string, CertificateArgs>;
    /**
     * Key of the certificate that `connection` names. The others stay valid.
     * @default "current"
     */
    activeCertificate?: string;
    /**
     * Microsoft's cloud in the azuread provider's words: global (or public), usgovernmentl4, usgovernmentl5, china. US
     * government clouds get a second API permission, of Microsoft Exchange Online Protection.
     * @default "global"
     */
    cloud?: string;
    /**
     * Create Exchange Online's service principal. Only for a tenant that has none; it is never deleted again.
     * @default false: it must exist already
     */
    createExchangeServicePrincipal?: boolean;
    /**
     * Refuse to delete or replace anything of this login, as Pulumi's `protect` option does.
     * @default false
     */
    protect?: boolean;
    /**
     * Why the login is revoked, in one line. Its service principal is then disabled, so that nobody can sign in with it, and
     * its directory roles are removed; certificates and consent stay. Empty: the login works.
     * @default none: the login works
     */
    revoked?: string;
}

const organizationRule: Rule = (domain, { cloud }) =>
    organizationProblem(domain, cloudOfEnvironment(cloud) ?? Cloud.Global);

const activeRule: Rule = (key, { certificates }) => {
    const keys = isMap(certificates) ? Object.keys(certificates) : [];
    return !isMap(certificates) || (typeof key === "string" && keys.includes(key))
        ? undefined
        : {
              wrong: "is not a key of certificates",
              remedy: keys.length === 0 ? "Add it to certificates, which is empty" : `The keys are: ${keys.join(", ")}`,
          };
};

/** The arguments of `UnattendedAccess`. */
export const unattendedAccessTable = {
    rows: {
        tenantId: accessRows.tenantId,
        organization: { ...text(organizationRule), required: true, example: "contoso.onmicrosoft.com" },
        displayName: { ...text(displayNameRule), default: "EXO PowerShell unattended", example: "Mailbox reports" },
        description: { ...sharedRows.description, default: "" },
        signInAudience: sharedRows.signInAudience,
        owners: { ...sharedRows.owners, default: [] },
        roles: accessRows.roles,
        exchangeRoleGroups: accessRows.exchangeRoleGroups,
        certificates: {
            ...mapOf(options(certificateTable, "{ validityDays: 365 }"), "{ current: { validityDays: 365 } }"),
            default: { current: {} },
            example: { current: { validityDays: 365 } },
        },
        activeCertificate: { ...plainText(activeRule), default: "current", example: "current" },
        cloud: { ...sharedRows.cloud, configuredAs: "azuread:environment" },
        createExchangeServicePrincipal: accessRows.createExchangeServicePrincipal,
        protect: { ...flag, default: false, example: true },
        revoked: accessRows.revoked,
    },
    impossible: impossibleAccess,
} satisfies ArgsTable<RowsOf<UnattendedAccessArgs>>;

/**
 * The args with defaults filled in and every value checked, roles as sorted template ids.
 * @throws UserError with every problem found.
 */
export function checkUnattendedAccessArgs(
    subject: string,
    args: UnattendedAccessArgs,
): Read<typeof unattendedAccessTable.rows> {
    const check = new ArgsCheck(subject);
    const checked = readArgs(check, "", args, unattendedAccessTable);
    check.throwProblems();
    return checked;
}
