import type * as automation from "@pulumi/azure-native/automation";
import { UserError } from "../../../components";
import {
    AutomationDelivery,
    deliveryManifestOf,
    runbookScript,
    type AutomationDeliveryArgs,
} from "../../../components/azure";
import { contentHash } from "../../../components/azure/runbookScript";
import { uuidV5 } from "../../../components/azure/uuidV5";
import { Cloud } from "../../../src/microsoft/clouds";
import { isSecret, registrations, valueOf } from "../mockEngine";
import { automationPfx, connection, login } from "./delivered";

const group = "/subscriptions/22222222-0000-0000-0000-000000000001/resourceGroups/exo/providers";
const place = { resourceGroupName: "exo", automationAccountName: "contoso-exo" };
const run = { runbookUri: "https://raw.example/exo.ps1", startTime: "2026-12-01T06:00:00Z" };

async function deploy(args: Partial<AutomationDeliveryArgs> = {}) {
    let delivery: AutomationDelivery | undefined;
    const seen = await registrations(() => {
        delivery = new AutomationDelivery("exo", { ...login(), ...place, ...run, ...args });
    });
    return {
        delivery: delivery as AutomationDelivery,
        seen,
        named: (name: string) => seen.find((one) => `${one.type.split(":").at(-1) ?? ""} ${one.name}` === name),
    };
}

/** A secret on the wire. */
const wrapped = (value: unknown) => expect.objectContaining({ value }) as unknown as string;

describe("a certificate in an Automation account", () => {
    it("comes with exactly these, each with the account", async () => {
        const { seen } = await deploy();
        expect(seen.map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`)).toEqual([
            "AutomationAccount exo",
            "Certificate exo",
            "JobSchedule exo",
            "Package exo-exchange-online-management",
            "Runbook exo",
            "RuntimeEnvironment exo",
            "Schedule exo",
            "Variable exo-client-id",
            "Variable exo-exchange-environment",
            "Variable exo-organization",
            "Variable exo-thumbprint",
            "AutomationDelivery exo",
        ]);
        expect(
            seen.filter(({ deletedWith }) => !deletedWith.endsWith("AutomationAccount::exo")).map(({ type }) => type),
        ).toEqual(["azure-native:automation:AutomationAccount", "exo-unattended:index:AutomationDelivery"]);
    });

    it("is a PFX without a password, not exportable, and three values and a cloud as JSON texts", async () => {
        const { named } = await deploy();
        const certificate: automation.CertificateArgs = {
            ...place,
            name: "exo-unattended",
            certificateName: "exo-unattended",
            base64Value: wrapped(automationPfx),
            thumbprint: connection.thumbprint,
            isExportable: false,
        };
        expect(named("Certificate exo")?.inputs).toEqual(certificate);
        const variable = (name: string, value: string): automation.VariableArgs => ({
            ...place,
            name,
            variableName: name,
            value,
            isEncrypted: false,
        });
        expect(named("Variable exo-client-id")?.inputs).toEqual(
            variable("exo-unattended-client-id", `"${connection.clientId}"`),
        );
        expect(named("Variable exo-organization")?.inputs).toEqual(
            variable("exo-unattended-organization", '"contoso.onmicrosoft.com"'),
        );
        expect(named("Variable exo-thumbprint")?.inputs).toEqual(
            variable("exo-unattended-thumbprint", `"${connection.thumbprint}"`),
        );
        expect(named("Variable exo-exchange-environment")?.inputs).toEqual(
            variable("exo-unattended-exchange-environment", '"O365Default"'),
        );
    });

    it("runs in PowerShell 7.4 with the last Exchange Online module for it", async () => {
        const { named } = await deploy({ location: "westeurope" });
        const account: automation.AutomationAccountArgs = {
            ...place,
            location: "westeurope",
            sku: { name: "Basic" },
            disableLocalAuth: true,
        };
        expect(named("AutomationAccount exo")?.inputs).toEqual(account);
        const runtime: automation.RuntimeEnvironmentArgs = {
            ...place,
            runtimeEnvironmentName: "exo-unattended",
            location: "westeurope",
            language: "PowerShell",
            version: "7.4",
        };
        expect(named("RuntimeEnvironment exo")?.inputs).toEqual(runtime);
        const module: automation.PackageArgs = {
            ...place,
            runtimeEnvironmentName: "exo-unattended",
            packageName: "ExchangeOnlineManagement",
            contentLink: {
                uri: "https://www.powershellgallery.com/api/v2/package/ExchangeOnlineManagement/3.9.2",
                version: "3.9.2",
            },
        };
        expect(named("Package exo-exchange-online-management")?.inputs).toEqual(module);
        const runbook: automation.RunbookArgs = {
            ...place,
            runbookName: "exo-unattended",
            location: "westeurope",
            runbookType: "PowerShell",
            runtimeEnvironment: "exo-unattended",
            publishContentLink: {
                uri: wrapped(run.runbookUri),
                contentHash: { algorithm: "SHA256", value: contentHash(runbookScript) },
            },
        };
        expect(named("Runbook exo")?.inputs).toEqual(runbook);
    });

    it("starts when the user says, and later updates leave the start alone", async () => {
        const { named } = await deploy({ frequency: "Week", timeZone: "Europe/Berlin" });
        const schedule: automation.ScheduleArgs = {
            ...place,
            name: "exo-unattended",
            scheduleName: "exo-unattended",
            startTime: "2026-12-01T06:00:00Z",
            frequency: "Week",
            interval: 1,
            timeZone: "Europe/Berlin",
        };
        expect(named("Schedule exo")?.inputs).toEqual(schedule);
        expect(named("Schedule exo")?.ignoreChanges).toEqual(["startTime"]);
    });

    it("is linked to its schedule again when the runbook changes, since Azure drops the link then", async () => {
        const link = async (args: Partial<AutomationDeliveryArgs>) => (await deploy(args)).named("JobSchedule exo");
        const first = await link({});
        const expected: automation.JobScheduleArgs = {
            ...place,
            jobScheduleId: uuidV5("job schedule", "exo", "contoso-exo", contentHash(runbookScript), run.runbookUri),
            runbook: { name: "exo-unattended" },
            schedule: { name: "exo-unattended" },
        };
        expect(first?.inputs).toEqual(expected);
        expect(first?.deleteBeforeReplace).toBe(true);
        expect((await link({}))?.inputs).toEqual(expected);
        expect((await link({ runbookScript: "Get-Mailbox" }))?.inputs["jobScheduleId"]).not.toBe(
            expected.jobScheduleId,
        );
    });

    it("goes into an existing account without touching it", async () => {
        const { seen, named } = await deploy({ createAutomationAccount: false });
        expect(seen.map(({ type }) => type)).not.toContain("azure-native:automation:AutomationAccount");
        expect(named("Certificate exo")?.inputs).toMatchObject(place);
        expect(named("Certificate exo")?.deletedWith).toBe("");
    });

    it("names Microsoft's other clouds in Exchange's words", async () => {
        const { named } = await deploy({ connection: { ...connection, cloud: Cloud.UsGovernmentL5 } });
        expect(named("Variable exo-exchange-environment")?.inputs["value"]).toBe('"O365USGovDoD"');
    });

    it("is known as delivered, without a secret, in a manifest with a version", async () => {
        const { delivery } = await deploy();
        const manifest = deliveryManifestOf([delivery]);
        expect(await valueOf(manifest)).toEqual({
            schemaVersion: 1,
            deliveries: [
                {
                    kind: "automationCertificate",
                    place: `${group}/Microsoft.Automation/automationAccounts/contoso-exo/certificates/exo-unattended`,
                    thumbprint: connection.thumbprint,
                    notAfter: "2031-01-01T00:00:00Z",
                },
            ],
        });
        expect(await isSecret(manifest)).toBe(false);
    });

    it("shows its key in no input but the one certificate", async () => {
        const { seen } = await deploy();
        const withKey = seen.filter(({ inputs }) => /PRIVATE KEY|MII[\w+/]{2000}/.test(JSON.stringify(inputs)));
        expect(withKey.map(({ type }) => type)).toEqual(["azure-native:automation:Certificate"]);
    });
});

describe("a delivery to an Automation account refuses, with every problem and nothing registered:", () => {
    it.each<readonly [name: string, args: Record<string, unknown>, problem: string]>([
        [
            "a short name",
            { automationAccountName: "exo" },
            'automationAccountName: is not the name of an Automation account (got "exo")',
        ],
        [
            "an address without encryption",
            { runbookUri: "http://raw.example/x.ps1?sig=planted" },
            "runbookUri: is not an HTTPS address. Use an address that starts with https://",
        ],
        ["no start", { startTime: undefined }, "startTime: is required. For example: 2026-01-31T06:00:00Z"],
        [
            "a start without an offset",
            { startTime: "2026-12-01T06:00:00" },
            'startTime: is not a time with its offset (got "2026-12-01T06:00:00")',
        ],
        ["an empty script", { runbookScript: " " }, "runbookScript: is not the text of a PowerShell script"],
        [
            "an interval in words that Azure does not know",
            { frequency: "daily" },
            'frequency: is not one of Hour, Day, Week, Month (got "daily")',
        ],
        ["half an interval", { interval: 0.5 }, "interval: is not a whole number from 1 to 100 (got 0.5)"],
        [
            "a password",
            { password: "planted" },
            "password: cannot be set: Azure Automation takes certificates without a password",
        ],
    ])("%s", async (_, args, problem) => {
        let error: unknown;
        const seen = await registrations(() => {
            try {
                new AutomationDelivery("exo", {
                    ...login(),
                    ...place,
                    ...run,
                    ...args,
                });
            } catch (caught) {
                error = caught;
            }
        });
        expect(error).toBeInstanceOf(UserError);
        expect((error as Error).message).toContain(problem);
        expect((error as Error).message).not.toContain("planted");
        expect(seen).toEqual([]);
    });
});
