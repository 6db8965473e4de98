import type * as pulumi from "@pulumi/pulumi";
import { Cloud, cloudOfEnvironment } from "../microsoft/clouds";
import { exchangeDirectoryRoles, findDirectoryRole } from "../microsoft/directoryRoles";
import { isGuid } from "../microsoft/guid";
import { organizationProblem } from "../microsoft/organization";
import { ArgsCheck, type Rule } from "./argsCheck";
import { checkCertificateArgs, type CertificateArgs } from "./certificateArgs";

/** An unattended login to one organization's Exchange Online. */
export interface UnattendedAccessArgs {
    /** Microsoft Entra tenant, a GUID. A sign-in to any other tenant is refused before anything is registered. */
    tenantId: string;
    /** Initial domain of the organization, for example `contoso.onmicrosoft.com`: what `-Organization` wants. */
    organization: pulumi.Input<string>;
    /**
     * Name of the application in the Microsoft Entra admin center, at most 120 characters.
     * @default "EXO PowerShell unattended"
     */
    displayName?: pulumi.Input<string>;
    /**
     * Object ids of the owners of application and service principal, exactly these. A deployer that holds no more than
     * Application.ReadWrite.OwnedBy must be among them.
     * @default none or empty: the deployer at creation, then left alone
     */
    owners?: string[];
    /**
     * Directory roles by display name or template id. Empty: the rights come from an Exchange role group instead.
     * @default ["Exchange Administrator"]
     */
    roles?: string[];
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
     * Microsoft's cloud in the azuread provider's words: global (or public), usgovernmentl4, usgovernmentl5, china.
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
    owners: [] as string[],
    roles: ["Exchange Administrator"],
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

    check.plain("tenantId", args.tenantId, (id) =>
        isGuid(id) ? undefined : "must be the tenant's id, a GUID (az account show --query tenantId)",
    );
    check.plain("cloud", args.cloud, (word) =>
        word === undefined || cloudOfEnvironment(word)
            ? undefined
            : `must be one of ${Object.values(Cloud).join(", ")} (azuread:environment)`,
    );
    const cloud = cloudOfEnvironment(args.cloud ?? defaults.cloud) ?? defaults.cloud;
    const organization = check.input("organization", args.organization, (domain) => organizationProblem(domain, cloud));
    const displayName = check.input("displayName", args.displayName ?? defaults.displayName, (text) =>
        text.trim() !== "" && text.length <= 120 ? undefined : "must be a text of 1 to 120 characters",
    );
    const owners = args.owners ?? defaults.owners;
    owners.forEach((owner, index) => {
        check.plain(`owners[${index}]`, owner, (id) =>
            isGuid(id) ? undefined : "must be the object id of a user or service principal, a GUID",
        );
    });
    const roles = checkRoles(check, args.roles ?? defaults.roles);
    const certificates = checkCertificates(check, args.certificates ?? defaults.certificates);
    const activeCertificate = args.activeCertificate ?? defaults.activeCertificate;
    check.plain("activeCertificate", activeCertificate, (key) =>
        Object.hasOwn(certificates, key)
            ? undefined
            : `must be the key of one certificate: ${Object.keys(certificates).join(", ") || "none is declared"}`,
    );

    check.throwProblems();
    return {
        tenantId: args.tenantId,
        organization,
        displayName,
        owners: owners.length > 0 ? owners : undefined,
        roles,
        certificates,
        activeCertificate,
        cloud,
        createExchangeServicePrincipal: args.createExchangeServicePrincipal ?? defaults.createExchangeServicePrincipal,
        protect: args.protect ?? defaults.protect,
    };
}

function checkRoles(check: ArgsCheck, roles: readonly string[]): string[] {
    const templateIds = roles.map((given, index) => {
        const role = findDirectoryRole(given);
        check.plain(`roles[${index}]`, given, () =>
            role
                ? undefined
                : `must be a directory role that Exchange Online accepts for applications: ${exchangeDirectoryRoles.map(({ name }) => name).join(", ")}; or one of their template ids`,
        );
        return role?.templateId ?? given;
    });
    return [...new Set(templateIds)].sort();
}

function checkCertificates(
    check: ArgsCheck,
    // In a stack's file a key with nothing behind it is null.
    certificates: Readonly<Record<string, CertificateArgs | null>>,
): Record<string, CertificateArgs> {
    check.plain("certificates", certificates, isMap);
    return Object.fromEntries(
        Object.entries(certificates).map(([key, certificate]) => {
            check.plain(`certificates.${key}`, certificate ?? {}, isMap);
            check.plain(`certificates.${key}`, key, () =>
                /^[a-z0-9][a-z0-9-]*$/i.test(key) ? undefined : "must be a key of letters, digits and hyphens",
            );
            return [key, checkCertificateArgs(check, `certificates.${key}.`, certificate ?? {})];
        }),
    );
}

const isMap: Rule<object> = (value) =>
    typeof value === "object" && !Array.isArray(value)
        ? undefined
        : "must be a map, for example { current: { validityDays: 365 } }";
