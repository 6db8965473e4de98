import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { leastPrivilegeSeed, type RunningTenant, startTenant } from "microsoft-local-tenant";
import type { State, Tenant } from "microsoft-local-tenant";
import { main } from "../cli/support";
import { az, azCommands } from "./azureCli";
import { compareStateAndTenant, type Comparison } from "./compareStateAndTenant";
import { GraphClient } from "./graphClient";
import { ProgramProject, type Result, type StackResource } from "./project";
import { noted } from "./pulumiCommands";

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
    tenant = await startTenant({ directory: folder, port: 0, administration: true, seed: leastPrivilegeSeed() });
    graph = new GraphClient(tenant);
    project = await ProgramProject.create(graph.environment());
    project.stack("test", config);
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

const resources = (): StackResource[] => project.resources("test");

const idOf = (kind: string): string => resources().find(({ type }) => type.endsWith(`:${kind}`))?.id ?? "";

function differences(): Comparison {
    const { tenants } = JSON.parse(readFileSync(path.join(folder, "tenant.json"), "utf8")) as State;
    return compareStateAndTenant(resources(), Object.values(tenants)[0] as Tenant, owner);
}

async function expectClean(): Promise<void> {
    const { status, output } = await up();
    expect({ status, output: status === 0 ? "" : output }).toEqual({ status: 0, output: "" });
    expect(differences()).toEqual({ missing: [], orphans: [] });
}

describe("exo-unattended repair", () => {
    test("imports an application that the provider made and forgot, once its client id is given", async () => {
        await forgetfulAfter(0, "/v1.0/applications/{id}");
        expect((await up()).output).toContain("expected non-nil error with nil state");

        const shown = await repair("--yes");
        expect(words(shown)).toContain(`has this stack's tag, but the state has no application "exo"`);
        const [, clientId = ""] = /run repair again with --adopt (\S+)$/m.exec(shown.stdout) ?? [];
        expect(shown.status).toBe(1);
        expect(differences().orphans).toMatchObject([{ kind: "Application" }]);

        const { run: repaired, commands } = await noted(project, [
            ...["repair", "--stack", "test", "--yes", "--adopt", clientId],
        ]);
        expect(commands).toEqual([
            ...["config --show-secrets", "import"],
            // What is there, what the import refers to, and what is left.
            ...["stack export", "stack export", "stack export"],
            ...["stack history", "stack rename"],
        ]);
        expect(repaired.stdout).toContain("pulumi import Application 'exo' '/applications/");
        expect(repaired.stdout).toMatch(/Nothing to repair: the state and the tenant agree\.\n$/);
        expect(repaired.status).toBe(0);
        expect(differences()).toEqual({ missing: [], orphans: [] });
    });

    test("does not adopt what somebody else prepared with the stack's tag and the deployer as its owner", async () => {
        const planted = await graph.post<{ id: string; appId: string }>("/v1.0/applications", {
            displayName: "prepared",
            tags: [`${owner}exo`],
        });
        await graph.post(`/v1.0/applications/${planted.id}/addPassword`, {
            passwordCredential: { displayName: "way back" },
        });
        await graph.post(`/v1.0/applications/${planted.id}/federatedIdentityCredentials`, {
            ...{ name: "ci", issuer: "https://token.actions.githubusercontent.com", subject: "repo:evil/x" },
            audiences: ["api://AzureADTokenExchange"],
        });
        const refused = await repair("--yes", "--adopt", planted.appId);
        expect(words(refused)).toMatch(/"prepared" .* is not adopted: .*"way back".*"ci".*repo:evil\/x/);
        expect(refused.output).not.toContain("pulumi import");
        expect(refused.output).toContain("is not the client id of an application that can be adopted");
        expect(refused.status).toBe(2);
        await graph.delete(`/v1.0/applications/${planted.id}`);
    });

    test("imports a lost service principal, and names the command that deletes a lost credential", async () => {
        await forgetfulAfter(0, "/v1.0/servicePrincipals/{id}");
        // The application's own update reads it first, then the credential does.
        await forgetfulAfter(2, "/v1.0/applications/{id}");
        await up();
        expect(differences().orphans.map(({ kind }) => kind)).toEqual(["ApplicationCertificate", "ServicePrincipal"]);

        const repaired = await repair("--yes");
        expect(repaired.stdout).toContain("The state is repaired.");
        expect(repaired.stdout).toContain("Commands for you to run before `pulumi up`:");
        expect(repaired.status).toBe(1);
        const commands = azCommands(repaired.stdout);
        expect(commands).toEqual([expect.stringMatching(/^az ad app credential delete --id \S+ --key-id \S+ --cert$/)]);
        await az(graph, commands[0] ?? "");
        expect((await repair()).stdout).toBe("Nothing to repair: the state and the tenant agree.\n");
    });

    test("imports lost consent and a lost role, and the update after that is clean", async () => {
        await forgetfulAfter(0, "/v1.0/servicePrincipals/{id}/appRoleAssignedTo/{assignment}");
        await forgetfulAfter(3, "/v1.0/roleManagement/directory/roleAssignments/{id}");
        await up();
        expect(differences().orphans.map(({ kind }) => kind)).toEqual(["AppRoleAssignment", "DirectoryRoleAssignment"]);
        expect((await repair("--yes")).status).toBe(0);
        await expectClean();
    });

    test("refreshes what was deleted in the tenant, names a second application, and leaves alone what is not its own", async () => {
        await graph.delete(`/v1.0${idOf("DirectoryRoleAssignment")}`);
        const second = await graph.post<{ appId: string }>("/v1.0/applications", {
            displayName: "made twice",
            tags: [`${owner}exo`],
        });
        await graph.post("/v1.0/applications", { displayName: "another's", tags: [`${owner.slice(0, -1)}2/exo`] });
        const reader = await graph.post<{ id: string }>("/v1.0/roleManagement/directory/roleAssignments", {
            principalId: idOf("ServicePrincipal").split("/").at(-1),
            roleDefinitionId: "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
            directoryScopeId: "/",
        });

        const repaired = await repair("--yes");
        expect(repaired.stdout).toContain("pulumi refresh --target 'urn:pulumi:test::");
        expect(repaired.stdout).not.toContain("another's");
        const removeReader = `az rest --method DELETE --url ${tenant.url}/v1.0/roleManagement/directory/roleAssignments/${reader.id}`;
        expect(new Set(azCommands(repaired.stdout))).toEqual(
            new Set([removeReader, `az ad app delete --id ${second.appId}`]),
        );

        await az(graph, `az ad app delete --id ${second.appId}`);
        const again = await repair();
        expect(words(again)).toContain("holds the directory role Global Reader, which this stack does not ask for");
        expect(again.status).toBe(0);
        await az(graph, removeReader);
        expect(differences()).toEqual({ missing: [], orphans: [] });
    });

    test("frees a stack whose application was deleted, which a refresh could not", async () => {
        await graph.delete(`/v1.0${idOf("Application")}`);
        const repaired = await repair("--yes");
        expect(repaired.stdout).toMatch(/pulumi state delete 'urn:\S+ApplicationCertificate::exo-current'/);
        expect(repaired.status).toBe(0);
        await expectClean();
    });

    test("does not take over a whole login for a stack that lost its state: nobody knows who made it", async () => {
        const [state, kept] = ["state", "kept"].map((name) => path.join(project.folder, name)) as [string, string];
        renameSync(state, kept);
        mkdirSync(state);
        project.stack("test", config);

        const shown = await repair("--yes");
        expect(shown.status).toBe(1);
        expect(words(shown)).toMatch(
            /is not adopted: it has the certificate [0-9A-F]{40}, which the state does not know/,
        );
        expect(resources()).toEqual([]);
        rmSync(state, { recursive: true });
        renameSync(kept, state);
    });

    test("forgets the old credential when an update went on without the application", async () => {
        await graph.delete(`/v1.0${idOf("Application")}`);
        await pulumi("refresh", "--yes", "--skip-preview");
        expect((await up()).output).toMatch(/Retrieving Application|404/);

        const repaired = await repair("--yes");
        expect(repaired.stdout).toMatch(/pulumi state delete 'urn:\S+ApplicationCertificate::exo-current'/);
        expect(repaired.status).toBe(0);
        await expectClean();
    });
});

describe("a difference of properties", () => {
    test("is found and repaired: an owner that the state has since an update that the tenant refused", async () => {
        const stranger = "99999999-0000-0000-0000-000000000000";
        project.configure("test", `${config}  exo-unattended:owners: ["${stranger}"]\n`);
        // As the published provider leaves it.
        project.rewriteState("test", (resources) => {
            const application = resources.find(({ type }) => type.endsWith(":Application"));
            Object.assign(application?.outputs ?? {}, { owners: [stranger] });
        });
        expect((await up()).output).toContain("unchanged");

        const repaired = await repair("--yes");
        expect(words(repaired)).toMatch(new RegExp(`owners is \\S+ in the tenant, but ${stranger} in the state`));
        expect(repaired.status).toBe(0);
        // Now an update would try again.
        expect(resources().find(({ type }) => type.endsWith(":Application"))?.outputs?.["owners"]).not.toContain(
            stranger,
        );
        project.configure("test", config);
    });

    test("is found when somebody changes it in the tenant, beside secrets of the stack's own application, which stay", async () => {
        const application = idOf("Application");
        await graph.patch(`/v1.0${application}`, {
            description: "changed by hand",
            signInAudience: "AzureADMultipleOrgs",
        });
        await graph.patch(`/v1.0${idOf("ServicePrincipal")}`, { accountEnabled: false });
        await graph.post(`/v1.0${application}/addPassword`, { passwordCredential: { displayName: "by hand" } });
        const shown = await repair();
        expect(words(shown)).toContain('description is "changed by hand" in the tenant, but empty in the state');
        expect(words(shown)).toContain("accountEnabled is false in the tenant, but true in the state");
        expect(shown.stdout).toContain("Nothing was changed.");
        expect(shown.status).toBe(1);

        const repaired = await repair("--yes");
        expect(words(repaired)).toContain('accepts the client secret "by hand"');
        expect(repaired.stdout).toMatch(/^ {2}az ad app credential delete --id \S+ --key-id \S+$/m);
        expect(repaired.stdout).not.toContain("the state and the tenant agree");
        expect(repaired.status).toBe(0);
        await expectClean();
    });
});
