import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { version } from "@pulumi/azure-native/package.json";
import { writePfxWithoutPassword } from "../../src/certificate/pfx";
import { PfxAlgorithm } from "../../src/certificate/pfxProtection";
import type { Connection } from "../../src/connection/connection";
import type { DeliveryManifest } from "../../src/delivery/manifest";
import { installStandIns } from "../../tools/engine/standIns";
import { recordVariable, type RecordedRequest } from "provider-stand-ins";
import { leastPrivilegeSeed, type RunningTenant, startTenant } from "microsoft-local-tenant";
import { pems } from "../components/pems";
import { GraphClient } from "./graphClient";
import { diagnostics, registered } from "./outcome";
import { ProgramProject } from "./project";

jest.setTimeout(120_000);

const base = `  azuread:tenantId: 11111111-2222-3333-4444-555555555555
  exo-unattended:organization: exoip.onmicrosoft.com
`;
const [, documented = ""] =
    /```yaml\nconfig:\n([\s\S]*?)```/.exec(readFileSync(path.resolve(__dirname, "../../docs/delivery.md"), "utf8")) ??
    [];
/** The configuration of docs/delivery.md, with another start of the schedule. */
const delivered = (startTime: string): string => base + documented.replace("2026-12-01T06:00:00Z", startTime);

let folder: string;
let record: string;
let tenant: RunningTenant;
let project: ProgramProject;

beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-azure-"));
    record = path.join(folder, "record.jsonl");
    tenant = await startTenant({ directory: folder, port: 0, seed: leastPrivilegeSeed() });
    project = await ProgramProject.create({
        ARM_METADATA_HOSTNAME: `localhost:${tenant.port}`,
        SSL_CERT_FILE: tenant.certificateFile,
        NODE_EXTRA_CA_CERTS: tenant.certificateFile,
        [recordVariable]: record,
        ...new GraphClient(tenant).deployer(0, 0),
    });
    // Never the published plugin, which would ask Azure.
    const pulumiHome = path.join(project.folder, "home");
    rmSync(path.join(pulumiHome, "plugins", `resource-azure-native-v${version}`), { recursive: true });
    installStandIns({ pulumiHome, cliVersion: "", only: ["azure-native"] });
    project.stack("azure", delivered("2026-12-01T06:00:00Z"));
});

afterAll(async () => {
    project.remove();
    await tenant.close();
    rmSync(folder, { recursive: true, force: true });
});

function recorded(operation: RecordedRequest["operation"]): RecordedRequest[] {
    return readFileSync(record, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as RecordedRequest)
        .filter((request) => request.operation === operation);
}

type Outputs = { connection: Connection; deliveryManifest: DeliveryManifest; certificatePem: string };
const outputs = (): Outputs => project.outputs("azure") as unknown as Outputs;

/** What an id ends with, below the resource group. */
const places = (requests: readonly RecordedRequest[]): string[] =>
    requests.map(({ id }) => id.replace(/^.*\/(vaults|automationAccounts)\/contoso-exo/, "$1")).sort();

describe("the program with places in Azure, on the real engine", () => {
    it("delivers to a key vault and an Automation account, with inputs that azure-native's own types allow", async () => {
        const { status, output } = await project.run(["up", "--yes", "--skip-preview", "--stack", "azure"]);
        expect(diagnostics(output)).toEqual([]);
        expect(status).toBe(0);
        expect(places(recorded("create"))).toEqual([
            "automationAccounts",
            "automationAccounts/certificates/exo-unattended",
            expect.stringMatching(/^automationAccounts\/jobSchedules\/[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab]/),
            "automationAccounts/runbooks/exo-unattended",
            "automationAccounts/runtimeEnvironments/exo-unattended",
            "automationAccounts/runtimeEnvironments/exo-unattended/packages/ExchangeOnlineManagement",
            "automationAccounts/schedules/exo-unattended",
            "automationAccounts/variables/exo-unattended-client-id",
            "automationAccounts/variables/exo-unattended-exchange-environment",
            "automationAccounts/variables/exo-unattended-organization",
            "automationAccounts/variables/exo-unattended-thumbprint",
            "vaults",
            "vaults/secrets/exo-unattended",
            "vaults/secrets/exo-unattended-certificate",
            expect.stringMatching(
                /^vaults\/secrets\/exo-unattended\/providers\/Microsoft.Authorization\/roleAssignments\/[0-9a-f-]{36}$/,
            ),
        ]);
    });

    it("shows neither the key nor the PFX in the state, in what it prints, or in what the stand-in keeps", async () => {
        const privateKeyPem = await project.secretOutput("azure", "privateKeyPem");
        const { certificatePem } = outputs();
        const pfx = writePfxWithoutPassword({ certificatePem, privateKeyPem }).toString("base64");
        const algorithm = PfxAlgorithm.TripleDesSha1;
        const automationPfx = writePfxWithoutPassword({ certificatePem, privateKeyPem }, { algorithm }).toString(
            "base64",
        );
        const everything = [
            JSON.stringify(project.resources("azure")),
            readFileSync(record, "utf8"),
            ...project.printed,
        ].join("\n");
        for (const secret of [
            pfx,
            pfx.slice(100, 160),
            automationPfx,
            automationPfx.slice(100, 160),
            privateKeyPem,
            privateKeyPem.split("\n")[5] ?? "",
        ]) {
            expect(secret.length).toBeGreaterThan(40);
            expect(everything.includes(secret)).toBe(false);
        }
        const asset = recorded("create").find(({ type }) => type === "azure-native:automation:Certificate");
        expect(asset?.inputs["base64Value"]).toBe("[secret]");
    });

    it("says what was delivered where, and the check of it passes", async () => {
        const { connection, deliveryManifest, ...rest } = outputs();
        expect(deliveryManifest.deliveries.map(({ kind, thumbprint }) => [kind, thumbprint])).toEqual([
            ["keyVaultSecret", connection.thumbprint],
            ["automationCertificate", connection.thumbprint],
        ]);
        const file = path.join(folder, "outputs.json");
        writeFileSync(file, JSON.stringify({ connection, deliveryManifest, ...rest }));
        const command = path.resolve(__dirname, "../../dist/src/cli/main.js");
        const { output, status } = await project.execute("node", [command, "delivery", "check", "--file", file]);
        expect(output).toContain("every place holds the active certificate");
        expect(status).toBe(0);
    });

    it("changes nothing on a second run, whatever start the schedule is given later", async () => {
        project.configure("azure", delivered("2030-01-01T00:00:00Z"));
        const { status, output } = await project.run(["preview", "--expect-no-changes", "--stack", "azure"]);
        expect(output).toMatch(/unchanged/);
        expect(status).toBe(0);
    });

    it("refuses to deliver a certificate whose key is kept elsewhere, and makes nothing in Azure", async () => {
        const before = recorded("create").length;
        project.stack(
            "elsewhere",
            `${delivered("2030-01-01T00:00:00Z")}  exo-unattended:certificates: { current: { certificatePem: ${JSON.stringify(pems.rsa)} } }\n`,
        );
        const { status, output } = await project.run(["up", "--yes", "--skip-preview", "--stack", "elsewhere"]);
        expect(diagnostics(output).join("\n")).toContain(
            "privateKeyPem: cannot be used: there is none. A delivery needs the key.",
        );
        expect(output).toContain("Where the key is kept elsewhere, deliver it from there.");
        expect(status).not.toBe(0);
        expect(registered(project, "elsewhere").filter((urn) => urn.includes("azure-native"))).toEqual([]);
        expect(recorded("create")).toHaveLength(before);
    });

    it("destroys vault and account whole, without asking the vault to delete secrets one by one", async () => {
        const { status } = await project.run(["destroy", "--yes", "--skip-preview", "--stack", "azure"]);
        expect(status).toBe(0);
        expect(places(recorded("delete"))).toEqual([
            "automationAccounts",
            "vaults",
            expect.stringContaining("roleAssignments"),
        ]);
    });
});
