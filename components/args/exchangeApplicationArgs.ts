import * as pulumi from "@pulumi/pulumi";
import { Cloud, cloudOfEnvironment } from "../../src/microsoft/clouds";
import { ArgsCheck, isDeferred, type Rule } from "./argsCheck";
import { certificateRule } from "./certificateArgs";
import { confidential, listOf, mapOf, text } from "./kinds";
import { objectIdRule, oneLine, oneOf } from "./rules";
import { readArgs, type ArgsTable, type Read, type RowsOf } from "./table";

/** The application registration and what it signs in with. */
export interface ExchangeApplicationArgs {
    /**
     * Name in the Microsoft Entra admin center, one line of at most 120 characters. A change renames in place. A new
     * application is refused when another one of that name exists.
     */
    displayName: pulumi.Input<string>;
    /**
     * Description in the Microsoft Entra admin center, at most 1024 characters. A change is an update in place.
     * @default none
     */
    description?: pulumi.Input<string>;
    /**
     * Who can sign in with it: `AzureADMyOrg` (this tenant only) or `AzureADMultipleOrgs` (every tenant whose
     * administrator consents; each needs a `TenantAccess`). A change is an update in place.
     * Source: learn.microsoft.com/entra/identity-platform/supported-accounts-validation.
     * @default "AzureADMyOrg", the narrower one
     */
    signInAudience?: pulumi.Input<string>;
    /**
     * Object ids of the owners, exactly these.
     * @default none: the deployer at creation, then left alone, so that two deployers do not remove each other in turn
     */
    owners?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Microsoft's cloud in the azuread provider's words; US government clouds need a second API permission.
     * @default "global"
     */
    cloud?: string;
    /** Certificates to accept, in PEM form, by a key that stays the same for the life of the certificate. */
    certificates: Record<string, pulumi.Input<string>>;
}

/** Source: learn.microsoft.com/entra/identity-platform/supported-accounts-validation (the shortest of its limits). */
export const displayNameRule: Rule = oneLine(120, "EXO PowerShell unattended");

/** Source: learn.microsoft.com/graph/api/resources/application: a description has at most 1024 characters. */
const descriptionRule: Rule = (words) =>
    typeof words === "string" && words.trim() !== "" && words.length <= 1024
        ? undefined
        : { wrong: "is not a text of 1 to 1024 characters", remedy: "Shorten it, or leave it out" };

const audienceRule: Rule = (word, siblings) => {
    const problem = oneOf(["AzureADMyOrg", "AzureADMultipleOrgs"])(word, siblings);
    return problem && { ...problem, remedy: "Applications for personal Microsoft accounts have no app-only access" };
};

const cloudRule: Rule = (word) =>
    cloudOfEnvironment(word) === undefined
        ? {
              wrong: `is not one of ${Object.values(Cloud).join(", ")}`,
              remedy: "Set azuread:environment to one of these",
          }
        : undefined;

const exampleOwner = "00000000-0000-0000-0000-000000000000";
const ownersList = listOf("object ids", exampleOwner, (check, path, id) => {
    check.plain(path, id, objectIdRule);
    return String(id).toLowerCase();
});

/** The owners in Microsoft Graph's own writing, each once; undefined when there are none to set. */
function readOwners(check: ArgsCheck, path: string, owners: unknown): pulumi.Input<string[]> | undefined {
    if (isDeferred(owners)) {
        const checked = check.input<string[]>(path, owners, (ids) =>
            Array.isArray(ids) && ids.length > 0 && ids.every((id) => objectIdRule(id, {}) === undefined)
                ? undefined
                : {
                      wrong: "is not a list of at least one object id, which are GUIDs",
                      remedy: "Leave owners out for the deployer alone",
                  },
        );
        return pulumi.output(checked).apply((ids) => [...new Set(ids.map((id) => id.toLowerCase()))]);
    }
    const ids = ownersList.read(check, path, owners, {});
    return ids.length === 0 ? undefined : [...new Set(ids)];
}

/** Rows that `UnattendedAccess` and `TenantAccess` have too. */
export const sharedRows = {
    description: {
        type: "string",
        read: (check: ArgsCheck, path: string, words: unknown) =>
            words === "" ? undefined : text(descriptionRule).read(check, path, words, {}),
        example: "Nightly mailbox report",
    },
    signInAudience: { ...text(audienceRule), default: "AzureADMyOrg", example: "AzureADMultipleOrgs" },
    owners: { type: "array", read: readOwners, example: [exampleOwner] },
    cloud: {
        type: "string",
        read: (check: ArgsCheck, path: string, word: unknown): Cloud => {
            check.plain(path, word, cloudRule);
            return cloudOfEnvironment(word) ?? Cloud.Global;
        },
        default: Cloud.Global,
        example: Cloud.UsGovernmentL4,
    },
} as const;

/** The arguments of `ExchangeApplication`. */
export const exchangeApplicationTable = {
    rows: {
        displayName: { ...text(displayNameRule), required: true, example: "EXO PowerShell unattended" },
        ...sharedRows,
        certificates: {
            ...mapOf(confidential(certificateRule), "{ current: certificate.certificatePem }"),
            required: true,
            example: { current: "-----BEGIN CERTIFICATE-----…" },
        },
    },
    impossible: {
        deployerObjectId: {
            wrong: "is not an option any more",
            remedy: "Leave it out: the component asks the azuread provider who deploys",
        },
    },
} satisfies ArgsTable<RowsOf<ExchangeApplicationArgs>>;

/**
 * The args with defaults filled in and every value checked.
 * @throws UserError with every problem found.
 */
export function checkExchangeApplicationArgs(
    subject: string,
    args: ExchangeApplicationArgs,
): Read<typeof exchangeApplicationTable.rows> {
    const check = new ArgsCheck(subject);
    const checked = readArgs(check, "", args, exchangeApplicationTable);
    check.throwProblems();
    return checked;
}
