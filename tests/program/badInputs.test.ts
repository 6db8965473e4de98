import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { leastPrivilegeSeed, type RunningTenant, startTenant } from "microsoft-local-tenant";
import { badInputs } from "../components/badInputs";
import { privateKeyPem, tenantId } from "../components/mockEngine";
import { pems } from "../components/pems";
import { GraphClient } from "./graphClient";
import { diagnostics, registered } from "./outcome";
import { ProgramProject } from "./project";

jest.setTimeout(120_000);

const organization = "  exo-unattended:organization: exoip.onmicrosoft.com\n";

let folder: string;
let tenant: RunningTenant;
let project: ProgramProject;

beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-tenant-"));
    tenant = await startTenant({ directory: folder, port: 0, seed: leastPrivilegeSeed() });
    project = await ProgramProject.create(new GraphClient(tenant).environment());
    project.stack("bad", organization);
});

afterAll(async () => {
    project.remove();
    await tenant.close();
    rmSync(folder, { recursive: true, force: true });
});

/** An update must end with exactly these problems of one component, in one diagnostic. */
async function expectRefusal(problems: readonly unknown[]): Promise<void> {
    const { status, output } = await project.run(["up", "--yes", "--skip-preview", "--stack", "bad"]);
    const [diagnostic, ...more] = diagnostics(output);
    expect(more).toEqual([]);
    expect(diagnostic?.replace(/^\s*error: (UnattendedAccess exo:\s*)?/, "").split(/\n\s*/)).toEqual(problems);
    expect(output).not.toMatch(/-----BEGIN|hunter2/);
    expect(status).not.toBe(0);
}

function writeProgram(text: string): void {
    project.write("index.ts", text);
}

/**
 * One component with the args of a file, in which `{ output: … }` and `{ secret: … }` stand for such outputs. The text of
 * the program stays the same, so that it is compiled once.
 */
const programOfFile = `import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { UnattendedAccess } from "./components";
const revive = (_: string, value: any) =>
    value?.output ? pulumi.output(value.output) : value?.secret ? pulumi.secret(value.secret) : value;
const args = JSON.parse(readFileSync("args.json", "utf8"), revive);
new UnattendedAccess("exo", { tenantId: "${tenantId}", organization: "contoso.onmicrosoft.com", ...args });`;

function useArgs(args: object): void {
    writeProgram(programOfFile);
    project.write("args.json", JSON.stringify(args));
}

describe("the engine shows bad inputs in one diagnostic, without a stack:", () => {
    // Everything that the components refuse is in tests/components: here are several problems, and a secret.
    const shown = ["wrong everything", "a key that is not PEM text"];

    it("several problems and a secret are among the bad inputs", () => {
        expect(badInputs.filter(([name]) => shown.includes(name))).toHaveLength(2);
    });

    it.each(badInputs.filter(([name]) => shown.includes(name)))("%s", async (_, args, problems) => {
        useArgs(args);
        await expectRefusal(problems);
    });

    it.each([
        [
            "a secret that turns out not to be a tenant id, without its value",
            { tenantId: { secret: "hunter2-hunter2" } },
            "tenantId: is not a tenant id, which is a GUID. Find it",
        ],
        [
            "outputs in a list of which one turns out not to be an object id",
            { owners: [{ output: "ann@contoso.com" }] },
            'owners: is not a list of at least one object id, which are GUIDs (got ["ann@contoso.com"])',
        ],
        [
            "outputs that turn out to be a certificate and the key of another one",
            {
                certificates: {
                    current: { certificatePem: { output: pems.other }, privateKeyPem: { secret: privateKeyPem } },
                },
            },
            "certificates.current.privateKeyPem: cannot be used: the private key belongs to another certificate",
        ],
    ])("%s", async (_, args, problem) => {
        useArgs(args);
        await expectRefusal([expect.stringMatching(`^${problem.replace(/[.[\]()]/g, "\\$&")}`)]);
    });
});

describe("bad configuration stops an update in one diagnostic, without a stack:", () => {
    const id = `  azuread:tenantId: ${tenantId}\n`;

    it.each([
        ["a missing organization", id, "organization"],
        ["a missing tenant id", organization, "azuread:tenantId"],
        [
            "a misspelt key, which would leave a default in force",
            `${id}${organization}  exo-unattended:role: [Global Reader]\n`,
            "Configuration: exo-unattended:role: is not an option here. Did you mean roles?",
        ],
    ])("%s", async (_, config, problem) => {
        writeProgram(readFileSync(path.resolve(__dirname, "../../index.ts"), "utf8"));
        project.configure("bad", config);
        await expectRefusal([expect.stringContaining(problem)]);
    });
});

it("none of these updates has registered anything", () => {
    expect(registered(project, "bad")).toEqual([]);
});
