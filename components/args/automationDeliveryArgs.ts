import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../../src/connection/connection";
import { runbookScript } from "../azure/runbookScript";
import { ArgsCheck, type Rule } from "./argsCheck";
import { automationAccountNameRule, locationRule, resourceGroupNameRule } from "./azureRules";
import { deliveredRows } from "./deliveredArgs";
import { confidential, flag, number, text } from "./kinds";
import { oneLine, oneOf, wholeNumber } from "./rules";
import { readArgs, type ArgsTable, type Read, type RowsOf } from "./table";

/** A certificate that is put into an Azure Automation account, and a runbook that signs in with it by schedule. */
export interface AutomationDeliveryArgs {
    /** The output `connection` of the login. */
    connection: pulumi.Input<Connection>;
    /** The certificate of that connection in PEM form: the output `certificatePem`. */
    certificatePem: pulumi.Input<string>;
    /** Its private key in PEM form: the output `privateKeyPem`. It leaves this program only as a secret. */
    privateKeyPem: pulumi.Input<string | undefined>;
    /** Resource group of the Automation account. It must exist. */
    resourceGroupName: pulumi.Input<string>;
    /** Name of the Automation account: 6 to 50 letters, digits and hyphens. One delivery per account. */
    automationAccountName: pulumi.Input<string>;
    /**
     * Create the account. An existing one is left as it is, apart from what is put into it.
     * @default true
     */
    createAutomationAccount?: boolean;
    /**
     * Azure region of account, runtime environment and runbook, for example `westeurope`. A change makes new ones.
     * @default the configuration `azure-native:location`, else the region of the resource group
     */
    location?: pulumi.Input<string>;
    /**
     * HTTPS address from which Azure Automation gets `runbookScript`, once per change of address or text: a raw file of
     * a repository, or a storage blob with its SAS. Whoever can read it learns nothing about the login. Kept as a secret,
     * since a SAS is one.
     */
    runbookUri: pulumi.Input<string>;
    /**
     * The text at that address; Azure Automation accepts no other.
     * @default `runbookScript` of this package: it signs in, lists the accepted domains and disconnects
     */
    runbookScript?: pulumi.Input<string>;
    /**
     * When the runbook runs first: RFC 3339 with its offset, for example `2026-01-31T06:00:00Z`, at least five minutes
     * after the creation (Azure refuses less). Later updates leave the schedule's start alone, whatever this says then;
     * to move it, `pulumi destroy --target` the schedule with `--target-dependents`, and update.
     */
    startTime: pulumi.Input<string>;
    /**
     * Unit of the interval between two runs: `Hour`, `Day`, `Week` or `Month`.
     * @default "Day"
     */
    frequency?: pulumi.Input<string>;
    /**
     * How many of these units, a whole number from 1 to 100.
     * @default 1
     */
    interval?: pulumi.Input<number>;
    /**
     * Time zone in which days and months are counted, by its IANA name, for example `Europe/Berlin`.
     * @default "Etc/UTC"
     */
    timeZone?: pulumi.Input<string>;
}

const httpsRule: Rule = (uri) =>
    typeof uri === "string" && URL.canParse(uri) && new URL(uri).protocol === "https:"
        ? undefined
        : { wrong: "is not an HTTPS address", remedy: "Use an address that starts with https://" };

const scriptRule: Rule = (script) =>
    typeof script === "string" && script.trim() !== ""
        ? undefined
        : {
              wrong: "is not the text of a PowerShell script",
              remedy: "Leave it out for the package's own runbookScript",
          };

const startTimeRule: Rule = (time) =>
    typeof time === "string" &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(time) &&
    !Number.isNaN(Date.parse(time))
        ? undefined
        : { wrong: "is not a time with its offset", remedy: "For example: 2026-01-31T06:00:00Z" };

/** The arguments of `AutomationDelivery`. */
export const automationDeliveryTable = {
    rows: {
        ...deliveredRows,
        resourceGroupName: { ...text(resourceGroupNameRule), required: true, example: "exo" },
        automationAccountName: { ...text(automationAccountNameRule), required: true, example: "contoso-exo" },
        createAutomationAccount: { ...flag, default: true, example: false },
        location: { ...text(locationRule), example: "westeurope" },
        runbookUri: {
            ...confidential(httpsRule),
            required: true,
            example: "https://raw.githubusercontent.com/contoso/runbooks/main/exo.ps1",
            secret: true,
        },
        runbookScript: { ...confidential(scriptRule), default: runbookScript, example: "Get-AcceptedDomain" },
        startTime: { ...text(startTimeRule), required: true, example: "2026-01-31T06:00:00Z" },
        frequency: { ...text(oneOf(["Hour", "Day", "Week", "Month"])), default: "Day", example: "Week" },
        interval: { ...number(wholeNumber(1, 100, 1)), default: 1, example: 2 },
        timeZone: { ...text(oneLine(100, "Europe/Berlin")), default: "Etc/UTC", example: "Europe/Berlin" },
    },
    impossible: {
        password: {
            wrong: "cannot be set: Azure Automation takes certificates without a password, over Azure's own encrypted API",
        },
    },
} satisfies ArgsTable<RowsOf<AutomationDeliveryArgs>>;

/**
 * The args with defaults filled in and every value checked.
 * @throws UserError with every problem found.
 */
export function checkAutomationDeliveryArgs(
    subject: string,
    args: AutomationDeliveryArgs,
): Read<typeof automationDeliveryTable.rows> {
    const check = new ArgsCheck(subject);
    const checked = readArgs(check, "", args, automationDeliveryTable);
    check.throwProblems();
    return checked;
}
