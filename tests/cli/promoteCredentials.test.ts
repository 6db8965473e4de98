import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { inThisProcess } from "./inThisProcess";
import type { Run } from "./support";

interface Created {
    readonly id: string;
    readonly credential: {
        readonly name: string;
        readonly issuer: string;
        readonly subject: string;
        readonly audiences: readonly string[];
    };
}

let folder: string;
beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-"));
    const stages = [
        { name: "dev", stacks: ["dev"] },
        { name: "prod", stacks: ["prod", "china.1"] },
    ];
    writeFileSync(
        path.join(folder, "promotion.json"),
        JSON.stringify({ schemaVersion: 1, program: ["index.ts"], stages }),
    );
    // Stand-ins that answer what the real commands would, and write down what az is asked to create.
    const commands = {
        pulumi: 'while [ $# -gt 0 ]; do stack=$1; shift; done; echo "client of $stack"',
        az: `if [ "$1" = devops ]; then case "$4" in --query) echo "$5" | sed "s/.*name=='\\([^']*\\)'.*/https:\\/\\/issuer.example\\t\\/sc\\/\\1/";; esac
elif [ "$1" = ad ]; then node -e 'const [, , , , , , id, , parameters] = process.argv; console.log(JSON.stringify({ id, credential: JSON.parse(parameters) }))' "$@" >> "${folder}/created"; fi`,
    };
    for (const [name, script] of Object.entries(commands)) {
        writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`);
        chmodSync(path.join(folder, name), 0o700);
    }
});
afterAll(() => {
    rmSync(folder, { recursive: true });
});

const credentials = (...args: readonly string[]): Promise<Run> =>
    inThisProcess(["promote", "credentials", "--from", "dev", "--to", "prod", ...args, "--cwd", folder]);

/** Runs what was printed, as a person would. */
function created(script: string): readonly Created[] {
    rmSync(path.join(folder, "created"), { force: true });
    execFileSync("bash", ["-euo", "pipefail"], {
        input: script,
        env: { PATH: `${folder}:${path.dirname(process.execPath)}:${process.env["PATH"] ?? ""}` },
    });
    return readFileSync(path.join(folder, "created"), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Created);
}

const subjects = (all: readonly Created[]): [string, string][] =>
    all.map(({ id, credential }) => [id, credential.subject]);

describe("exo-unattended promote credentials", () => {
    it("prints commands that let each environment of the GitHub workflow sign in as its tenant's deployer", async () => {
        const { status, stdout } = await credentials("--repository", "contoso/exo");
        const all = created(stdout);
        expect(subjects(all)).toEqual([
            ["client of dev", "repo:contoso/exo:environment:dev-verify"],
            ["client of prod", "repo:contoso/exo:environment:prod-plan"],
            ["client of prod", "repo:contoso/exo:environment:prod"],
            ["client of china.1", "repo:contoso/exo:environment:china.1-plan"],
            ["client of china.1", "repo:contoso/exo:environment:china.1"],
        ]);
        expect(all[0]?.credential).toMatchObject({
            issuer: "https://token.actions.githubusercontent.com",
            audiences: ["api://AzureADTokenExchange"],
        });
        expect(all.filter(({ credential: { name } }) => !/^[A-Za-z0-9][\w-]{2,119}$/.test(name))).toEqual([]);
        expect(stdout).toContain("gh api repos/contoso/exo");
        expect(stdout).toContain("# az cloud set --name AzureUSGovernment (or AzureChinaCloud)");
        expect(status).toBe(0);
    });

    it("prints both forms of GitHub's subjects when the ids are known, under names of their own", async () => {
        const { stdout } = await credentials("--repository", "contoso@12/exo@34");
        const all = created(stdout);
        expect(subjects(all).slice(0, 2)).toEqual([
            ["client of dev", "repo:contoso/exo:environment:dev-verify"],
            ["client of dev", "repo:contoso@12/exo@34:environment:dev-verify"],
        ]);
        expect(all).toHaveLength(10);
        const names = all.filter(({ id }) => id === "client of prod").map(({ credential }) => credential.name);
        expect(new Set(names).size).toBe(4);
    });

    it("takes issuer and subject of Azure DevOps from the service connections that the pipeline names", async () => {
        const { stdout } = await credentials("--for", "azure-devops");
        expect(subjects(created(stdout))).toEqual([
            ["client of dev", "/sc/exo-t_dev"],
            ["client of prod", "/sc/exo-t_prod"],
            ["client of china.1", "/sc/exo-t_china_1"],
        ]);
        const matrix = await inThisProcess([
            ...["promote", "matrix", "--for", "azure-devops", "--from", "dev", "--to", "prod", "--cwd", folder],
        ]);
        for (const connection of ["exo-t_prod", "exo-t_china_1"]) {
            expect(matrix.stdout).toContain(`"serviceConnection":"${connection}"`);
        }
    });

    it.each([
        ["no repository", [], "--repository: is missing"],
        ["half of the ids", ["--repository", "contoso@12/exo"], "--repository: is not a repository of GitHub"],
        ["an address", ["--repository", "https://github.com/contoso/exo"], "--repository: is not a repository"],
        ["a repository for Azure DevOps", ["--for", "azure-devops", "--repository", "contoso/exo"], "goes with --for"],
    ])("refuses %s as a usage error", async (_, args, message) => {
        const { status, stderr } = await credentials(...args);
        expect(stderr).toContain(message);
        expect(status).toBe(2);
    });
});
