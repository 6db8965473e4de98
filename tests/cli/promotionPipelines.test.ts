import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Ajv, { type AnySchema } from "ajv";
import { parse } from "yaml";
import { deployerSettings } from "../../src/graph/deployerSettings";
import { chooseWay } from "../../src/graph/signInWay";
import azurePipelines from "../delivery/schemas/azure-pipelines.json";
import githubWorkflow from "../delivery/schemas/github-workflow.json";
import { inThisProcess } from "./inThisProcess";

const files = [
    "pipelines/github/promote.yml",
    "pipelines/github/promote-stage.yml",
    "pipelines/azure-devops/promote.yml",
];

/** Every script in a pipeline, wherever it is. */
function scriptsIn(value: unknown): string[] {
    if (typeof value !== "object" || value === null) {
        return [];
    }
    return Object.entries(value).flatMap(([name, part]) =>
        ["run", "script", "inlineScript"].includes(name) && typeof part === "string" ? [part] : scriptsIn(part),
    );
}

/** The jobs of a pipeline: each has a folder of its own. */
function jobsIn(pipeline: unknown): unknown[] {
    const { jobs, stages } = pipeline as { jobs?: Record<string, unknown>; stages?: { jobs: unknown[] }[] };
    return stages?.flatMap((stage) => stage.jobs) ?? Object.values(jobs ?? {});
}

interface AzureCliTask {
    readonly inputs: { readonly inlineScript: string };
    readonly env: Readonly<Record<string, string>>;
}

/** Every step that runs under a service connection. */
function azureCliTasksIn(value: unknown): AzureCliTask[] {
    if (typeof value !== "object" || value === null) {
        return [];
    }
    return (value as { readonly task?: unknown }).task === "AzureCLI@2"
        ? [value as AzureCliTask]
        : Object.values(value).flatMap(azureCliTasksIn);
}

/** Expressions of Azure's templates are no YAML of the schema: their blocks are put where they stand. */
function expanded(text: string): unknown {
    const targets = [
        { name: "t_prod", from: "test", to: "prod", serviceConnection: "c", environment: "prod", after: ["t_x"] },
    ];
    const fill = (value: unknown, scope: Record<string, unknown>): unknown => {
        if (typeof value === "string") {
            return value.replace(/\$\{\{ ([\w.]+) \}\}/g, (_, name: string) =>
                String(name.split(".").reduce<unknown>((found, key) => (found as Record<string, unknown>)[key], scope)),
            );
        }
        if (Array.isArray(value)) {
            return value.flatMap((item: unknown) => {
                const [key = "", block] = Object.entries(Object(item) as Record<string, unknown>)[0] ?? [];
                const [, name = "", list = ""] = /^\$\{\{ each (\w+) in ([\w.]+) \}\}$/.exec(key) ?? [];
                if (name === "") {
                    return [fill(item, scope)];
                }
                const items = list
                    .split(".")
                    .reduce<unknown>((found, part) => (found as Record<string, unknown>)[part], scope);
                return (items as unknown[]).flatMap((each) => fill(block, { ...scope, [name]: each }));
            });
        }
        return typeof value === "object" && value !== null
            ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, fill(part, scope)]))
            : value;
    };
    return fill(parse(text), { parameters: { targets, sourceServiceConnection: "s" } });
}

/** The copy of Azure's schema has three tasks only; UseNode@1 is not one of them. */
function withoutUnknownTasks(pipeline: unknown): unknown {
    return JSON.parse(JSON.stringify(pipeline), (_, value: unknown) =>
        Array.isArray(value)
            ? value.filter((step) => (Object(step) as { readonly task?: unknown }).task !== "UseNode@1")
            : value,
    );
}

const pipelines = files.map((file) => {
    const text = readFileSync(file, "utf8");
    return { file, pipeline: file.includes("azure") ? expanded(text) : (parse(text) as unknown) };
});

describe("the example that keeps promotions between runs", () => {
    test("pushes all but plans, and does nothing when there is nothing new", () => {
        const page = readFileSync("docs/promotion.md", "utf8");
        const [, example = ""] = /```yaml\n(- if: always\(\)\n[\s\S]*?)```/.exec(page) ?? [];
        const script = scriptsIn(parse(example))[0] ?? "";
        const folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-"));
        const bash = (text: string, cwd = folder): string =>
            execFileSync("bash", ["-eo", "pipefail", "-c", text], {
                ...{ cwd, stdio: "pipe", encoding: "utf8" },
                env: { PATH: process.env.PATH, HOME: folder, TO: "prod" },
            });
        const author = "-c user.name=a -c user.email=a@localhost";
        bash(
            "git init --quiet --bare --initial-branch promotions kept && git clone --quiet kept promotions 2>&1 && cd promotions && " +
                `git ${author} commit --quiet --allow-empty --message begin && git push --quiet origin HEAD:promotions 2>&1 && ` +
                "mkdir prod && touch prod/plan.json prod/journal.jsonl",
        );
        const checkedOut = path.join(folder, "promotions");
        bash(script, checkedOut);
        bash(script, checkedOut);
        expect(bash("git -C kept ls-tree -r --name-only promotions")).toBe("prod/journal.jsonl\n");
        expect(bash("git -C kept rev-list --count promotions")).toBe("2\n");
        rmSync(folder, { recursive: true });
    });
});

describe("every action of the pipelines", () => {
    test.each(files.filter((file) => file.includes("github")))("is pinned to a commit in %s", (file) => {
        const actions = [...readFileSync(file, "utf8").matchAll(/uses: ([^.\s]\S*)/g)].map(([, action]) => action);
        expect(actions.filter((action) => !/@[0-9a-f]{40}$/.test(action ?? ""))).toEqual([]);
    });
});

describe("the workflow for GitHub", () => {
    test("gives artifacts names without a slash, also for a stack with an organization", () => {
        const { jobs } = parse(readFileSync("pipelines/github/promote.yml", "utf8")) as {
            jobs: { source: { steps: { id?: string; run?: string }[] } };
        };
        const script = jobs.source.steps.find(({ id }) => id === "name")?.run ?? "exit 1";
        const folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-"));
        const output = path.join(folder, "output");
        const env = { PATH: process.env.PATH, TO: "contoso/exo/prod", GITHUB_OUTPUT: output };
        execFileSync("bash", ["-e", "-c", script], { env, stdio: "pipe" });
        expect(readFileSync(output, "utf8")).toBe("artifact=contoso-exo-prod\n");
        rmSync(folder, { recursive: true });
        const names = JSON.stringify(jobs).matchAll(/"name":"(?:source|plan|promotion)-([^"]*)"/g);
        expect(new Set([...names].map(([, name]) => name))).toEqual(
            new Set(["${{ steps.name.outputs.artifact }}", "${{ needs.source.outputs.artifact }}"]),
        );
    });
});

describe("the pipeline for Azure DevOps", () => {
    const tasks = azureCliTasksIn(pipelines.find(({ file }) => file.includes("azure"))?.pipeline);

    test("signs in with the token of each step's service connection, and sets nothing that the provider leaves unused", () => {
        expect(tasks).toHaveLength(3);
        for (const { inputs, env } of tasks) {
            const folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-"));
            writeFileSync(path.join(folder, "npx"), `#!/bin/sh\nenv >> "${folder}/env"\n`, { mode: 0o755 });
            // What the task itself gives to the script, with addSpnToEnvironment.
            const ofTask = { servicePrincipalId: "an id", idToken: "a token", tenantId: "a tenant" };
            execFileSync("bash", ["-e", "-c", inputs.inlineScript], {
                ...{ cwd: folder, stdio: "pipe" },
                env: { ...env, ...ofTask, ARM_USE_OIDC: "true", PATH: `${folder}:/usr/bin:/bin` },
            });
            const lines = readFileSync(path.join(folder, "env"), "utf8").split("\n");
            const given = Object.fromEntries(lines.map((line) => line.split("=", 2) as [string, string]));
            const settings = deployerSettings({ "azuread:tenantId": "contoso.onmicrosoft.com" }, given);
            expect(chooseWay(settings).way).toMatchObject({
                ...{ kind: "federated token", clientId: "an id", token: "a token" },
            });
            expect(settings).toMatchObject({ adoPipelineServiceConnectionId: undefined, oidcRequestToken: undefined });
            rmSync(folder, { recursive: true });
        }
    });
});

describe("the pipelines of a promotion", () => {
    test.each(pipelines)("$file is what the platform's schema allows", ({ file, pipeline }) => {
        const schema = (file.includes("azure") ? azurePipelines : githubWorkflow) as AnySchema;
        // The schemas have keywords of their editors, and patterns of the older kind.
        const isAllowed = new Ajv({ strict: false, unicodeRegExp: false }).compile(schema);
        expect(isAllowed(withoutUnknownTasks(pipeline)) ? [] : isAllowed.errors?.slice(0, 5)).toEqual([]);
    });

    test.each(pipelines)(
        "every script of $file runs, and gives our command options that it takes",
        async ({ file, pipeline }) => {
            const folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-"));
            const stub = (name: string, script: string): void => {
                writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
            };
            stub("npm", "exit 0");
            stub("curl", "echo exit 0");
            stub(
                "npx",
                `printf '%s\\t' "$@" >> "${folder}/calls"; echo >> "${folder}/calls"; echo ${"a".repeat(64)}\n` +
                    'mkdir -p "promotions/$TO" && touch "promotions/$TO/plan.json" && echo "$2" >> "promotions/$TO/journal.jsonl"',
            );
            execFileSync("git", ["init", "--quiet", "--bare", path.join(folder, "repository")]);
            const jobs = jobsIn(pipeline);
            const folders = jobs.map((_, index) => path.join(folder, `job-${index}`));
            // A second run finds what the first has kept.
            for (const [index, scripts] of [...jobs, ...jobs].map(scriptsIn).entries()) {
                const cwd = folders[index % jobs.length] ?? folder;
                rmSync(cwd, { recursive: true, force: true });
                mkdirSync(cwd);
                writeFileSync(path.join(cwd, "source.json"), "{}");
                const env = {
                    ...{
                        PATH: `${folder}:/usr/bin:/bin`,
                        FROM: "test",
                        TO: "prod",
                        STAGE: "prod",
                        SEAL: "a".repeat(64),
                    },
                    ...{ GITHUB_OUTPUT: "output", GITHUB_STEP_SUMMARY: "summary", HOME: folder },
                    ...{ servicePrincipalId: "an id", idToken: "a token", REPOSITORY: path.join(folder, "repository") },
                    PLAN: path.join(folders[(index % jobs.length) - 1] ?? cwd, "promotions"),
                };
                for (const script of scripts) {
                    execFileSync("bash", ["-euo", "pipefail", "-c", script], { cwd, env, stdio: "pipe" });
                }
            }
            const calls = readFileSync(path.join(folder, "calls"), "utf8").trimEnd().split("\n");
            expect(calls.length).toBeGreaterThan(2);
            for (const call of new Set(calls)) {
                const [command, ...args] = call.trimEnd().split("\t");
                expect(command).toBe("exo-unattended");
                const { status, stderr } = await inThisProcess(args, { env: { PATH: "/nowhere" } });
                expect(stderr).toMatch(/^error: (promotion\.json: no such file|pulumi is not on PATH)/);
                expect(status).toBe(2);
            }
            const git = (...args: readonly string[]): string =>
                execFileSync("git", ["-C", path.join(folder, "repository"), ...args], { encoding: "utf8" });
            // What the runs have recorded, with no plan; the second run goes on from the first.
            expect(git("for-each-ref", "--format=%(refname)")).toBe(
                file.includes("azure") ? "refs/heads/promotions\n" : "",
            );
            if (file.includes("azure")) {
                expect(git("ls-tree", "-r", "--name-only", "promotions")).toBe("prod/journal.jsonl\n");
                expect(git("show", "promotions:prod/journal.jsonl").split("\n")).toHaveLength(7);
                expect(git("rev-list", "--count", "promotions")).toBe("2\n");
            }
            rmSync(folder, { recursive: true });
        },
    );
});
