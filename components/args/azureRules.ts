import type { Rule } from "./argsCheck";

/** Source of all: learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules. */
const named =
    (pattern: RegExp, what: string, remedy: string): Rule =>
    (name) =>
        typeof name === "string" && pattern.test(name) ? undefined : { wrong: `is not ${what}`, remedy };

export const resourceGroupNameRule = named(
    /^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u,
    "the name of a resource group",
    "Use 1 to 90 letters, digits, underscores, hyphens, periods and parentheses, without a period at the end",
);

export const vaultNameRule = named(
    /^(?!.*--)[a-z][a-z0-9-]{1,22}[a-z0-9]$/i,
    "the name of a key vault",
    "Use 3 to 24 letters, digits and single hyphens, beginning with a letter, for example contoso-exo",
);

/** Shorter than Azure's 127 characters by the ending of the certificate's own secret. */
export const secretNameRule = named(
    /^[a-z0-9-]{1,115}$/i,
    "the name of a secret",
    "Use 1 to 115 letters, digits and hyphens, for example exo-unattended",
);

export const automationAccountNameRule = named(
    /^[a-z][a-z0-9-]{4,48}[a-z0-9]$/i,
    "the name of an Automation account",
    "Use 6 to 50 letters, digits and hyphens, beginning with a letter, for example contoso-exo",
);

/** An Azure region; which ones there are is for Azure to say. */
export const locationRule = named(
    /^[a-z0-9 ]{3,50}$/i,
    "an Azure region",
    "For example: westeurope (az account list-locations shows them)",
);
