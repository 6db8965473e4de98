import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../../src/connection/connection";
import { ArgsCheck, oneLine, type Rule } from "../argsCheck";
import { checkSwitch } from "../tenantAccessArgs";
import { automationAccountNameRule, locationRule, resourceGroupNameRule } from "./azureRules";
import { checkCertificateToDeliver } from "./deliveredCertificate";
import { runbookScript } from "./runbookScript";

/** A certificate that is put into an Azure Automation account, and a runbook that signs in with it by schedule. */
export interface AutomationDeliveryArgs {
    /** The output `connection` of the login. */
    connection: pulumi.Input<Connection>;
    /** The certificate of that connection in PEM form: the output `certificatePem`. */
    certificatePem: pulumi.Input<string>;
    /** Its private key in PEM form: the output `privateKeyPem`. It leaves this program as a secret only. */
    privateKeyPem: pulumi.Input<string | undefined>;
    /** Resource group of the Automation account. It must exist. */
    resourceGroupName: pulumi.Input<string>;
    /** Name of the Automation account: 6 to 50 letters, digits and hyphens. One delivery per account. */
    automationAccountName: pulumi.Input<string>;
    /**
     * Create the account. An existing one is left as it is, but for what is put into it.
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
     * a repository, or a storage blob with its SAS. Whoever may read it learns nothing of the login. Kept as a secret,
     * since a SAS is one.
     */
    runbookUri: pulumi.Input<string>;
    /**
     * The text that is to be found there; Azure Automation takes no other.
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

/**
 * The args with defaults filled in and every value checked.
 * @throws UserError with every problem found.
 */
export function checkAutomationDeliveryArgs(subject: string, args: AutomationDeliveryArgs) {
    const check = new ArgsCheck(subject);
    check.options("", args, options, explained);
    const checked = {
        certificate: checkCertificateToDeliver(check, args),
        resourceGroupName: check.input("resourceGroupName", args.resourceGroupName, resourceGroupNameRule),
        automationAccountName: check.input(
            "automationAccountName",
            args.automationAccountName,
            automationAccountNameRule,
        ),
        createAutomationAccount:
            args.createAutomationAccount === undefined ||
            checkSwitch(check, "createAutomationAccount", args.createAutomationAccount),
        location: check.input("location", args.location, locationRule),
        runbookUri: check.confidential("runbookUri", args.runbookUri, httpsRule),
        runbookScript: check.confidential("runbookScript", args.runbookScript ?? runbookScript, scriptRule),
        startTime: check.input("startTime", args.startTime, startTimeRule),
        frequency: check.input("frequency", args.frequency ?? "Day", frequencyRule),
        interval: check.input("interval", args.interval ?? 1, intervalRule),
        timeZone: check.input("timeZone", args.timeZone ?? "Etc/UTC", oneLine(100, "Europe/Berlin")),
    };
    check.throwProblems();
    return checked;
}

const options: readonly (keyof AutomationDeliveryArgs)[] = [
    "connection",
    "certificatePem",
    "privateKeyPem",
    "resourceGroupName",
    "automationAccountName",
    "createAutomationAccount",
    "location",
    "runbookUri",
    "runbookScript",
    "startTime",
    "frequency",
    "interval",
    "timeZone",
];

const explained = {
    password: "cannot be set: Azure Automation's certificates are given without one, over Azure's own encrypted API",
};

const httpsRule: Rule = (uri) =>
    typeof uri === "string" && URL.canParse(uri) && new URL(uri).protocol === "https:"
        ? undefined
        : "must be an address that starts with https://";

const scriptRule: Rule = (script) =>
    typeof script === "string" && script.trim() !== "" ? undefined : "must be the text of a PowerShell script";

const startTimeRule: Rule = (time) =>
    typeof time === "string" &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(time) &&
    !Number.isNaN(Date.parse(time))
        ? undefined
        : "must be a time with its offset, for example 2026-01-31T06:00:00Z";

const frequencies = ["Hour", "Day", "Week", "Month"];

const frequencyRule: Rule = (frequency) =>
    typeof frequency === "string" && frequencies.includes(frequency)
        ? undefined
        : `must be one of ${frequencies.join(", ")}`;

const intervalRule: Rule = (interval) =>
    typeof interval === "number" && Number.isInteger(interval) && interval >= 1 && interval <= 100
        ? undefined
        : "must be a whole number from 1 to 100";
