import type * as pulumi from "@pulumi/pulumi";
import { Cloud } from "../src/microsoft/clouds";
import { organizationProblem } from "../src/microsoft/organization";
import { ArgsCheck, isMap, lowerCase } from "./argsCheck";
import { checkCertificateArgs, type CertificateArgs } from "./certificateArgs";
import {
    checkCloud,
    checkDescription,
    checkKeys,
    checkOwners,
    checkSignInAudience,
    displayNameRule,
} from "./exchangeApplicationArgs";
import { checkRights, checkSwitch, explainedScopes, rightsDefaults, tenantIdRule } from "./tenantAccessArgs";

/** An unattended login to one organization's Exchange Online. */
export interface UnattendedAccessArgs {
    /** Microsoft Entra tenant, a GUID. A sign-in to any other tenant is refused before anything is registered. */
    tenantId: pulumi.Input<string>;
    /**
     * Initial domain of the organization, for example `contoso.onmicrosoft.com`: what `-Organization` wants. A custom
     * domain signs in and fails later (learn.microsoft.com/powershell/module/exchange/connect-exchangeonline).
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
     * @default none or empty: none
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
     * @default none or empty: the deployer at creation, then left alone
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
     * `exchangeRoleGroupCommands` is what an Exchange administrator runs once.
     * Source: learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2.
     * @default none or empty: none; with `roles: []` the group "View-Only Organization Management", which only reads
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
}

/** What is used for an option that is not given; Pulumi.yaml says the same. */
export const defaults = {
    displayName: "EXO PowerShell unattended",
    description: "",
    signInAudience: "AzureADMyOrg",
    owners: [] as string[],
    ...rightsDefaults,
    certificates: { current: {} },
    activeCertificate: "current",
    cloud: Cloud.Global,
    createExchangeServicePrincipal: false,
    protect: false,
};

/**
 * The args with defaults filled in and every value checked, roles as sorted template ids.
 * @throws UserError with every problem found.
 */
export function checkArgs(subject: string, args: UnattendedAccessArgs) {
    const check = new ArgsCheck(subject);
    check.options("", args, options, explainedScopes);
    const cloud = checkCloud(check, args.cloud ?? defaults.cloud);
    const checked = {
        tenantId: lowerCase(check.input("tenantId", args.tenantId, tenantIdRule)),
        organization: check.input("organization", args.organization, (domain) => organizationProblem(domain, cloud)),
        displayName: check.input("displayName", args.displayName ?? defaults.displayName, displayNameRule),
        description: checkDescription(check, args.description ?? defaults.description),
        signInAudience: checkSignInAudience(check, args.signInAudience ?? defaults.signInAudience),
        owners: checkOwners(check, args.owners ?? defaults.owners),
        ...checkRights(check, args),
        ...checkCertificates(
            check,
            args.certificates ?? defaults.certificates,
            args.activeCertificate ?? defaults.activeCertificate,
        ),
        cloud,
        createExchangeServicePrincipal: checkSwitch(
            check,
            "createExchangeServicePrincipal",
            args.createExchangeServicePrincipal ?? defaults.createExchangeServicePrincipal,
        ),
        protect: checkSwitch(check, "protect", args.protect ?? defaults.protect),
    };
    check.throwProblems();
    return checked;
}

const options: readonly (keyof UnattendedAccessArgs)[] = [
    "tenantId",
    "organization",
    "displayName",
    "description",
    "signInAudience",
    "owners",
    "roles",
    "exchangeRoleGroups",
    "certificates",
    "activeCertificate",
    "cloud",
    "createExchangeServicePrincipal",
    "protect",
];

function checkCertificates(
    check: ArgsCheck,
    // In a stack's file a key with nothing behind it is null.
    given: Readonly<Record<string, CertificateArgs | null>>,
    activeCertificate: string,
): { certificates: Record<string, CertificateArgs>; activeCertificate: string } {
    const byKey = checkKeys(check, given);
    if (byKey === undefined) {
        return { certificates: {}, activeCertificate };
    }
    const certificates = Object.fromEntries(
        Object.entries(byKey).map(([key, value]) => {
            const path = `certificates.${key}`;
            const isGiven = check.plain(path, value ?? {}, (options) =>
                isMap(options) ? undefined : "must be a map, for example { validityDays: 365 }",
            );
            return [key, isGiven ? checkCertificateArgs(check, `${path}.`, value ?? {}) : {}];
        }),
    );
    const keys = Object.keys(certificates);
    check.plain("activeCertificate", activeCertificate, (key: unknown) =>
        typeof key === "string" && keys.includes(key)
            ? undefined
            : `must be the key of one certificate: ${keys.join(", ") || "none is declared"}`,
    );
    return { certificates, activeCertificate };
}
