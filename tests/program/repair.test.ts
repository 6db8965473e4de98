import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startTenant, type RunningTenant } from "microsoft-local-tenant";
import type { State, Tenant } from "microsoft-local-tenant";
import { main } from "../cli/support";
import { az, azCommands } from "./azureCli";
import { compareStateAndTenant, type Comparison, type StackResource } from "./compareStateAndTenant";
import { GraphClient } from "./graphClient";
import { ProgramProject, type Result } from "./project";

jest.setTimeout(120_000);

const config = [
    "azuread:tenantId: 11111111-2222-3333-4444-555555555555",
    "exo-unattended:organization: exoip.onmicrosoft.com",
]
    .map((line) => `  ${line}\n`)
    .join("");
const owner = "exo-unattended/exo-unattended/test/";

let folder: string;
let tenant: RunningTenant;
let graph: GraphClient;
let project: ProgramProject;

beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-repair-"));
    tenant = await startTenant({ directory: folder, port: 0, administration: true });
    graph = new GraphClient(tenant);
    project = await ProgramProject.create(graph.environment());
    await project.stack("test", config);
});

afterAll(async () => {
    project.remove();
    await tenant.close();
    rmSync(folder, { recursive: true, force: true });
});

const pulumi = (...args: string[]): Promise<Result> => project.run([...args, "--stack", "test"]);
const up = (): Promise<Result> => pulumi("up", "--yes", "--skip-preview");
const repair = (...args: string[]): Promise<Result> =>
    project.execute("node", [main, "repair", "--stack", "test", ...args]);

/** What a command said, without its line breaks. */
const words = ({ stdout }: Result): string => stdout.replace(/\s+/g, " ");

/** Lets that many such reads of Graph pass, and answers the next one "not found". */
async function forgetfulAfter(passing: number, target: string): Promise<void> {
    const fault = { method: "GET", path: target };
    const body = { error: { code: "Request_ResourceNotFound", message: "Resource does not exist or one of its …" } };
    const faults = [{ ...fault, times: 1, status: 404, body }];
    for (const one of passing === 0 ? faults : [{ ...fault, times: passing }, ...faults]) {
        const answer = await fetch(`${tenant.url}/-/admin/faults`, { method: "POST", body: JSON.stringify(one) });
        expect(answer.status).toBe(204);
    }
}

async function resources(): Promise<StackResource[]> {
    const { stdout } = await pulumi("stack", "export");
    return (JSON.parse(stdout) as { deployment: { resources?: StackResource[] } }).deployment.resources ?? [];
}

async function idOf(kind: string): Promise<string> {
    const found = (await resources()).find(({ type }) => type.endsWith(`:${kind}`));
    return found?.id ?? "";
}

async function differences(): Promise<Comparison> {
    const { tenants } = JSON.parse(readFileSync(path.join(folder, "tenant.json"), "utf8")) as State;
    return compareStateAndTenant(await resources(), Object.values(tenants)[0] as Tenant, owner);
}

async function expectClean(): Promise<void> {
    const { status, output } = await up();
    expect({ status, output: status === 0 ? "" : output }).toEqual({ status: 0, output: "" });
    expect(await differences()).toEqual({ missing: [], orphans: [] });
    expect((await repair()).stdout).toBe("Nothing to mend: the state and the tenant agree.\n");
}

describe("exo-unattended repair", () => {
    test("imports an application that the provider made and forgot, once that is confirmed", async () => {
        await forgetfulAfter(0, "/v1.0/applications/{id}");
        expect((await up()).output).toContain("expected non-nil error with nil state");

        const shown = await repair();
        expect(words(shown)).toContain(`carries this stack's tag, but the state has no application "exo"`);
        expect(shown.stdout).toContain("pulumi import Application exo /applications/");
        expect(shown.stdout).toContain("Nothing was done.");
        expect(shown.status).toBe(1);
        expect((await differences()).orphans).toMatchObject([{ kind: "Application" }]);

        const mended = await repair("--yes");
        expect(mended.stdout).toMatch(/The state is mended\. `pulumi up` is all that is left\.\n$/);
        expect(mended.status).toBe(0);
        expect(await differences()).toEqual({ missing: [], orphans: [] });
    });

    test("imports a lost service principal, and names the command that deletes a lost credential", async () => {
        await forgetfulAfter(0, "/v1.0/servicePrincipals/{id}");
        // The application's own update reads it first, then the credential does.
        await forgetfulAfter(2, "/v1.0/applications/{id}");
        await up();
        expect((await differences()).orphans.map(({ kind }) => kind)).toEqual([
            "ApplicationCertificate",
            "ServicePrincipal",
        ]);

        const mended = await repair("--yes");
        expect(mended.stdout).toContain("The state is mended. Run these commands, then `pulumi up`.");
        expect(mended.status).toBe(1);
        const commands = azCommands(mended.stdout);
        expect(commands).toEqual([expect.stringMatching(/^az ad app credential delete --id \S+ --key-id \S+ --cert$/)]);
        expect(azCommands((await repair("--yes")).stdout)).toEqual(commands);
        await az(graph, commands[0] ?? "");
        expect((await repair()).stdout).toBe("Nothing to mend: the state and the tenant agree.\n");
    });

    test("imports lost consent and a lost role, and the update after that is clean", async () => {
        await forgetfulAfter(0, "/v1.0/servicePrincipals/{id}/appRoleAssignedTo/{assignment}");
        await forgetfulAfter(3, "/v1.0/roleManagement/directory/roleAssignments/{id}");
        await up();
        expect((await differences()).orphans.map(({ kind }) => kind)).toEqual([
            "AppRoleAssignment",
            "DirectoryRoleAssignment",
        ]);
        expect((await repair("--yes")).status).toBe(0);
        await expectClean();
    });

    test("refreshes what was deleted in the tenant, names a second application, and leaves alone what is not its own", async () => {
        await graph.delete(`/v1.0${await idOf("DirectoryRoleAssignment")}`);
        const second = await graph.post<{ appId: string }>("/v1.0/applications", {
            displayName: "made twice",
            tags: [`${owner}exo`],
        });
        await graph.post("/v1.0/applications", { displayName: "another's", tags: [`${owner.slice(0, -1)}2/exo`] });
        const reader = await graph.post<{ id: string }>("/v1.0/roleManagement/directory/roleAssignments", {
            principalId: (await idOf("ServicePrincipal")).split("/").at(-1),
            roleDefinitionId: "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
            directoryScopeId: "/",
        });

        const mended = await repair("--yes");
        expect(mended.stdout).toContain("pulumi refresh --target 'urn:pulumi:test::");
        expect(mended.stdout).not.toContain("another's");
        const removeReader = `az rest --method DELETE --url ${tenant.url}/v1.0/roleManagement/directory/roleAssignments/${reader.id}`;
        expect(azCommands(mended.stdout)).toEqual([removeReader, `az ad app delete --id ${second.appId}`]);
        expect(mended.status).toBe(1);

        await az(graph, `az ad app delete --id ${second.appId}`);
        const again = await repair();
        expect(words(again)).toContain("holds the directory role Global Reader, which this stack does not ask for");
        expect(again.status).toBe(0);
        await az(graph, removeReader);
        await expectClean();
    });

    test("frees a stack whose application was deleted, which neither refresh nor an update could", async () => {
        await graph.delete(`/v1.0${await idOf("Application")}`);
        expect((await pulumi("refresh", "--yes", "--skip-preview")).status).not.toBe(0);

        const mended = await repair("--yes");
        expect(mended.stdout).toMatch(/pulumi state delete 'urn:\S+ApplicationCertificate::exo-current'/);
        expect(mended.status).toBe(0);
        await expectClean();
    });

    test("takes a whole login into the state of a stack that lost it", async () => {
        const application = await idOf("Application");
        await pulumi("stack", "rm", "--force", "--yes", "--preserve-config");
        await project.stack("test", config);

        const mended = await repair("--yes");
        expect(mended.status).toBe(0);
        // A state that is new knows no certificate: whose credential that is, only a person can tell.
        expect(words(mended)).toMatch(/credential \S+ of the application .* is none that this stack's state knows/);
        await az(graph, azCommands(mended.stdout)[0] ?? "");
        await expectClean();
        expect(await idOf("Application")).toBe(application);
    });

    test("says what to choose at a terminal when an update went on without it", async () => {
        await graph.delete(`/v1.0${await idOf("Application")}`);
        const credential = await idOf("ApplicationCertificate");
        await pulumi("refresh", "--yes", "--skip-preview");
        expect((await up()).output).toMatch(/Retrieving Application|404/);

        const { status, stdout } = await repair("--yes");
        expect(stdout).toMatch(
            new RegExp(
                `pulumi state delete --stack test 'urn:\\S+' {3}# at a terminal; choose "${credential}" \\(Pending`,
            ),
        );
        expect(status).toBe(1);
    });
});
