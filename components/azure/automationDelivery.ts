import * as automation from "@pulumi/azure-native/automation";
import * as pulumi from "@pulumi/pulumi";
import { PfxAlgorithm } from "../../src/certificate/pfxProtection";
import type { Delivery } from "../../src/delivery/manifest";
import { componentToken } from "../../src/identities/names";
import { clouds } from "../../src/microsoft/clouds";
import { exchangeModule } from "../../src/microsoft/exchangeModule";
import { automationAssets } from "./automationAssets";
import { checkAutomationDeliveryArgs, type AutomationDeliveryArgs } from "../args/automationDeliveryArgs";
import { deliveredCertificate } from "./deliveredCertificate";
import { contentHash } from "./runbookScript";
import { uuidV5 } from "./uuidV5";

/**
 * The certificate in an Azure Automation account, variables with what `Connect-ExchangeOnline` wants besides, PowerShell
 * 7.4 with the Exchange Online module, and a runbook that runs by schedule.
 * @example
 * ```ts
 * const { connection, certificatePem, privateKeyPem } = access;
 * const automation = new AutomationDelivery("reports", {
 *     connection,
 *     certificatePem,
 *     privateKeyPem,
 *     resourceGroupName: "exo",
 *     automationAccountName: "contoso-exo",
 *     runbookUri: "https://raw.githubusercontent.com/contoso/runbooks/main/exo.ps1",
 *     startTime: "2026-12-01T06:00:00Z",
 * });
 * ```
 */
export class AutomationDelivery extends pulumi.ComponentResource {
    /** The place and what it holds, for `deliveryManifest`. Known when certificate and variables are there. */
    readonly deliveries: pulumi.Output<Delivery[]>;

    /**
     * @throws UserError when an argument is not allowed, or key and certificate do not belong to the connection; nothing
     * is registered then.
     */
    constructor(name: string, args: AutomationDeliveryArgs, opts?: pulumi.ComponentResourceOptions) {
        const subject = `AutomationDelivery ${name}`;
        const { privateKeyPem, ...checked } = checkAutomationDeliveryArgs(subject, args);
        const { connection, certificatePem, pfx } = deliveredCertificate(
            subject,
            { ...checked, privateKeyPem },
            // Azure's importers are reported to refuse AES-256 (MicrosoftDocs/azure-docs#39861, hashicorp/packer-plugin-azure#571);
            // without a password neither protects anything.
            PfxAlgorithm.TripleDesSha1,
        );
        const runbookUri = pulumi.secret(checked.runbookUri);
        // Children wait for this component's registration, and that waits for its inputs: nothing is made of a bad key.
        // The key itself is not an input: the state has it often enough. Nor is the start, whose changes mean nothing.
        const { startTime, ...kept } = checked;
        const inputs = { ...kept, runbookUri, connection, certificatePem };
        super(componentToken("AutomationDelivery"), name, inputs, opts);

        const { resourceGroupName, location } = checked;
        const account = checked.createAutomationAccount
            ? new automation.AutomationAccount(
                  name,
                  {
                      resourceGroupName,
                      automationAccountName: checked.automationAccountName,
                      location,
                      sku: { name: automation.SkuNameEnum.Basic },
                      // Microsoft Entra alone opens it, not the account's own keys.
                      disableLocalAuth: true,
                  },
                  { parent: this },
              )
            : undefined;
        const within = { resourceGroupName, automationAccountName: account?.name ?? checked.automationAccountName };
        const child = { parent: this, deletedWith: account };

        const asset = new automation.Certificate(
            name,
            {
                ...within,
                certificateName: automationAssets.certificate,
                name: automationAssets.certificate,
                base64Value: pfx,
                thumbprint: connection.thumbprint,
                // A runbook signs with the key, which does not take the key out: assumed (automation-not-exportable).
                isExportable: false,
            },
            child,
        );
        const variable = (childName: string, variableName: string, value: pulumi.Output<string>) =>
            new automation.Variable(
                `${name}-${childName}`,
                // Azure Automation keeps JSON: a text has its quotes.
                {
                    ...within,
                    variableName,
                    name: variableName,
                    value: value.apply((text) => JSON.stringify(text)),
                    isEncrypted: false,
                },
                child,
            );
        const variables = [
            variable("client-id", automationAssets.clientId, connection.clientId),
            variable("organization", automationAssets.organization, connection.organization),
            variable("thumbprint", automationAssets.thumbprint, connection.thumbprint),
            variable(
                "exchange-environment",
                automationAssets.exchangeEnvironmentName,
                connection.cloud.apply((cloud) => clouds[cloud].exchangeEnvironmentName),
            ),
        ];

        const runtime = new automation.RuntimeEnvironment(
            name,
            {
                ...within,
                runtimeEnvironmentName: automationAssets.runtimeEnvironment,
                location,
                language: "PowerShell",
                version: "7.4",
            },
            child,
        );
        const exchangePackage = new automation.Package(
            `${name}-exchange-online-management`,
            {
                ...within,
                runtimeEnvironmentName: runtime.name,
                packageName: exchangeModule.name,
                contentLink: {
                    uri: `https://www.powershellgallery.com/api/v2/package/${exchangeModule.name}/${exchangeModule.azureAutomationVersion}`,
                    version: exchangeModule.azureAutomationVersion,
                },
            },
            child,
        );
        const scriptHash = pulumi.output(checked.runbookScript).apply(contentHash);
        const runbook = new automation.Runbook(
            name,
            {
                ...within,
                runbookName: automationAssets.runbook,
                location,
                runbookType: automation.RunbookTypeEnum.PowerShell,
                runtimeEnvironment: runtime.name,
                publishContentLink: { uri: runbookUri, contentHash: { algorithm: "SHA256", value: scriptHash } },
            },
            // It runs only where the module is.
            { ...child, dependsOn: exchangePackage },
        );
        const schedule = new automation.Schedule(
            name,
            {
                ...within,
                scheduleName: automationAssets.schedule,
                name: automationAssets.schedule,
                startTime,
                frequency: checked.frequency,
                interval: checked.interval,
                timeZone: checked.timeZone,
            },
            // Azure refuses a start in the past, which every start is at some time.
            { ...child, ignoreChanges: ["startTime"] },
        );
        new automation.JobSchedule(
            name,
            {
                ...within,
                // Azure drops this link when the runbook changes: another text or address makes another one.
                jobScheduleId: pulumi.unsecret(
                    pulumi
                        .all([checked.resourceGroupName, checked.automationAccountName, scriptHash, runbookUri])
                        .apply((parts) => uuidV5("job schedule", ...parts)),
                ),
                runbook: { name: runbook.name },
                schedule: { name: schedule.name },
            },
            { ...child, deleteBeforeReplace: true, dependsOn: [asset, ...variables] },
        );

        this.deliveries = pulumi
            .all([connection, asset.id, pulumi.all(variables.map(({ id }) => id))])
            .apply(([{ thumbprint, notAfter }, place]) => [
                { kind: "automationCertificate" as const, place, thumbprint, notAfter },
            ]);
        this.registerOutputs({ deliveries: this.deliveries });
    }
}
