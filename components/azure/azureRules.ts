import type { Rule } from "../argsCheck";

/** Source of all: learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules. */
const named =
    (pattern: RegExp, allowed: string): Rule =>
    (name) =>
        typeof name === "string" && pattern.test(name) ? undefined : `must be ${allowed}`;

export const resourceGroupNameRule = named(
    /^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u,
    "the name of a resource group: 1 to 90 letters, digits, underscores, hyphens, periods and parentheses, no period at the end",
);

export const vaultNameRule = named(
    /^(?!.*--)[a-z][a-z0-9-]{1,22}[a-z0-9]$/i,
    "the name of a key vault: 3 to 24 letters, digits and single hyphens, with a letter first, for example contoso-exo",
);

/** Shorter than Azure's 127 characters by the ending of the certificate's own secret. */
export const secretNameRule = named(
    /^[a-z0-9-]{1,115}$/i,
    "the name of a secret: 1 to 115 letters, digits and hyphens, for example exo-unattended",
);

export const automationAccountNameRule = named(
    /^[a-z][a-z0-9-]{4,48}[a-z0-9]$/i,
    "the name of an Automation account: 6 to 50 letters, digits and hyphens, with a letter first, for example contoso-exo",
);

/** An Azure region; which ones there are is Azure's to say. */
export const locationRule: Rule = (location) =>
    location === undefined || (typeof location === "string" && /^[a-z0-9 ]{3,50}$/i.test(location))
        ? undefined
        : "must be an Azure region, for example westeurope (az account list-locations)";
