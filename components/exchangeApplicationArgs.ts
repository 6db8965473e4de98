import * as pulumi from "@pulumi/pulumi";
import { Cloud, cloudOfEnvironment } from "../src/microsoft/clouds";
import { isGuid } from "../src/microsoft/guid";
import { ArgsCheck, isDeferred, isMap, oneLine, type Rule } from "./argsCheck";
import { certificateRule } from "./certificateArgs";

/** The application registration and what it signs in with. */
export interface ExchangeApplicationArgs {
    /**
     * Name in the Microsoft Entra admin center, one line of at most 120 characters. A change renames in place. A new
     * application is refused when another one of that name exists.
     */
    displayName: pulumi.Input<string>;
    /**
     * Description in the Microsoft Entra admin center, at most 1024 characters. A change is an update in place.
     * @default none or empty: none
     */
    description?: pulumi.Input<string>;
    /**
     * Who may sign in with it: `AzureADMyOrg` (this tenant only) or `AzureADMultipleOrgs` (every tenant whose
     * administrator consents; each needs a `TenantAccess`). A change is an update in place.
     * Source: learn.microsoft.com/entra/identity-platform/supported-accounts-validation.
     * @default "AzureADMyOrg"
     */
    signInAudience?: pulumi.Input<string>;
    /**
     * Object ids of the owners, exactly these.
     * @default `deployerObjectId` at creation, then left alone: else two deployers would take turns in removing each other
     */
    owners?: pulumi.Input<pulumi.Input<string>[]>;
    /** Object id of whoever runs the program; the first owner when `owners` is not given. */
    deployerObjectId: pulumi.Input<string>;
    /**
     * Microsoft's cloud in the azuread provider's words; US government clouds need a second API permission.
     * @default "global"
     */
    cloud?: string;
    /** Certificates to accept, in PEM form, by a key that stays the same for the life of the certificate. */
    certificates: Record<string, pulumi.Input<string>>;
}

/**
 * The args with defaults filled in and every value checked.
 * @throws UserError with every problem found.
 */
export function checkExchangeApplicationArgs(subject: string, args: ExchangeApplicationArgs) {
    const check = new ArgsCheck(subject);
    check.options("", args, options, {});
    const checked = {
        displayName: check.input("displayName", args.displayName, displayNameRule),
        description: checkDescription(check, args.description),
        signInAudience: checkSignInAudience(check, args.signInAudience),
        owners: checkOwners(check, args.owners),
        deployerObjectId: check.input("deployerObjectId", args.deployerObjectId, objectIdRule),
        cloud: checkCloud(check, args.cloud),
        certificates: Object.fromEntries(
            Object.entries(checkKeys(check, args.certificates) ?? {}).map(([key, pem]) => [
                key,
                check.confidential(`certificates.${key}`, pem, certificateRule),
            ]),
        ),
    };
    check.throwProblems();
    return checked;
}

const options: readonly (keyof ExchangeApplicationArgs)[] = [
    "displayName",
    "description",
    "signInAudience",
    "owners",
    "deployerObjectId",
    "cloud",
    "certificates",
];

/** Source: learn.microsoft.com/entra/identity-platform/supported-accounts-validation (the shortest of its limits). */
export const displayNameRule: Rule = oneLine(120, "EXO PowerShell unattended");

/** What identifies an object in Microsoft Entra. */
export const objectIdRule: Rule = (id) =>
    isGuid(id) ? undefined : "must be the object id of a user or service principal, a GUID";

/** Source: learn.microsoft.com/graph/api/resources/application: a description has at most 1024 characters. */
export function checkDescription(
    check: ArgsCheck,
    description: pulumi.Input<string> | undefined,
): pulumi.Input<string> | undefined {
    return description === undefined || description === ""
        ? undefined
        : check.input("description", description, (text) =>
              typeof text === "string" && text.trim() !== "" && text.length <= 1024
                  ? undefined
                  : "must be a text of at most 1024 characters, or left out",
          );
}

/** @returns the audience, `AzureADMyOrg` when none is given. */
export function checkSignInAudience(
    check: ArgsCheck,
    audience: pulumi.Input<string> = "AzureADMyOrg",
): pulumi.Input<string> {
    return check.input("signInAudience", audience, (word) =>
        word === "AzureADMyOrg" || word === "AzureADMultipleOrgs"
            ? undefined
            : "must be AzureADMyOrg or AzureADMultipleOrgs; an application of personal Microsoft accounts has no app-only access",
    );
}

/** @returns the owners in Microsoft Graph's own writing, each once; undefined when there are none to set. */
export function checkOwners(
    check: ArgsCheck,
    owners: pulumi.Input<pulumi.Input<string>[]> | undefined,
): pulumi.Input<string[]> | undefined {
    if (owners === undefined || (Array.isArray(owners) && owners.length === 0)) {
        return undefined;
    }
    if (isDeferred(owners)) {
        const checked = check.input("owners", owners, (ids) =>
            Array.isArray(ids) && ids.length > 0 && ids.every((id) => objectIdRule(id) === undefined)
                ? undefined
                : "must be a list of object ids, at least one; leave owners out for the deployer alone",
        );
        return pulumi.output(checked).apply(normalized);
    }
    const ids = owners as string[];
    if (!check.plain("owners", ids, listRule("object ids, for example [00000000-0000-0000-0000-000000000000]"))) {
        return undefined;
    }
    const allowed = ids.map((id, index) => check.plain(`owners[${index}]`, id, objectIdRule));
    return allowed.every(Boolean) ? normalized(ids) : undefined;
}

const normalized = (ids: readonly string[]): string[] => [...new Set(ids.map((id) => id.toLowerCase()))];

/** A list, whatever is in it. */
export const listRule =
    (what: string): Rule =>
    (value) =>
        Array.isArray(value) ? undefined : `must be a list of ${what}`;

/** @returns the cloud, the world-wide one when none is given. */
export function checkCloud(check: ArgsCheck, environment: string | undefined): Cloud {
    const cloud = environment === undefined ? Cloud.Global : cloudOfEnvironment(environment);
    check.plain("cloud", environment, () =>
        cloud === undefined ? `must be one of ${Object.values(Cloud).join(", ")} (azuread:environment)` : undefined,
    );
    return cloud ?? Cloud.Global;
}

/**
 * Checks the keys of a map of certificates, since children are named by them.
 * @returns the map, or undefined when it is none.
 */
export function checkKeys<T>(
    check: ArgsCheck,
    certificates: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> | undefined {
    const isGiven = check.plain("certificates", certificates, (value: unknown) =>
        isMap(value) ? undefined : "must be a map, for example { current: { validityDays: 365 } }",
    );
    if (!isGiven) {
        return undefined;
    }
    for (const key of Object.keys(certificates)) {
        check.plain(`certificates.${key}`, key, () =>
            /^[a-z0-9][a-z0-9-]{0,63}$/i.test(key)
                ? undefined
                : "must be a key of at most 64 letters, digits and hyphens, for example current",
        );
    }
    return certificates;
}
