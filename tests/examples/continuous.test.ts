import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Ajv from "ajv";
import { parseAllDocuments } from "yaml";
import { deployerSettings } from "../../src/graph/deployerSettings";
import { chooseWay } from "../../src/graph/signInWay";
import { findPulumi } from "../../tools/engine/pulumi";
import stackSchema from "./schemas/pulumi-stack.json";

const example = (name: string): string => path.resolve(__dirname, "../../examples/continuous", name);
const clientId = "20000000-0000-4000-8000-000000000002";

let folder: string;
beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-continuous-"));
});
afterEach(() => {
    rmSync(folder, { recursive: true });
});

/** Puts a command on PATH that writes its arguments down, one line of JSON per call. */
function recorder(name: string): { readonly env: NodeJS.ProcessEnv; readonly calls: () => string[][] } {
    const file = path.join(folder, name);
    writeFileSync(
        file,
        `#!${process.execPath}\nrequire("fs").appendFileSync(${JSON.stringify(`${file}.calls`)}, JSON.stringify(process.argv.slice(2)) + "\\n");\n`,
    );
    chmodSync(file, 0o700);
    return {
        env: { PATH: `${folder}:${process.env["PATH"] ?? ""}` },
        calls: () =>
            readFileSync(`${file}.calls`, "utf8")
                .trim()
                .split("\n")
                .map((line) => JSON.parse(line) as string[]),
    };
}

/** How the azuread provider would sign in with what a command wrote for the update. */
function wayWith(file: string, environment: NodeJS.ProcessEnv): ReturnType<typeof chooseWay>["way"] {
    const written = readFileSync(file, "utf8")
        .trim()
        .split("\n")
        .map((line) => /^([^=]+)=(.*)$/.exec(line)?.slice(1) as [string, string]);
    const settings = deployerSettings(
        { "azuread:tenantId": "10000000-0000-4000-8000-000000000001" },
        { ...environment, ...Object.fromEntries(written) },
    );
    return chooseWay(settings).way;
}

describe("the example for Pulumi Deployments", () => {
    /** The arguments that the script gives to pulumi. */
    function settings(stack = "contoso/exo/dev"): string[] {
        const { env, calls } = recorder("pulumi");
        execFileSync("sh", [example("pulumi-deployments.sh"), stack, "contoso/exo", clientId], { env });
        return calls()[0] ?? [];
    }

    it("uses flags that pulumi has, and gets as far as Pulumi Cloud", async () => {
        const { file } = await findPulumi(() => undefined);
        const env = {
            PULUMI_HOME: folder,
            PULUMI_BACKEND_URL: `file://${folder}`,
            PULUMI_SKIP_UPDATE_CHECK: "true",
            PULUMI_CONFIG_PASSPHRASE: "sandbox",
        };
        writeFileSync(path.join(folder, "Pulumi.yaml"), "name: exo\nruntime: yaml\n");
        const run = (...args: readonly string[]): string =>
            spawnSync(file, args, { cwd: folder, encoding: "utf8", env }).stderr;
        run("stack", "init", "organization/exo/dev");
        const wanted = /^error: editing deployment settings requires the Pulumi Cloud backend/;
        expect(run(...settings("organization/exo/dev"))).toMatch(wanted);
        expect(run(...settings("organization/exo/dev"), "--push-on-deploy")).toMatch(/^error: unknown flag/);
    });

    it("lets the update sign in with the deployment's own token", () => {
        const given = settings();
        const valuesOf = (flag: string): string[] => given.filter((_, index) => given[index - 1] === flag);
        const [command = ""] = valuesOf("--pre-run-command");
        const file = path.join(folder, "PULUMI_ENV");
        execFileSync("sh", ["-c", command.replaceAll("/PULUMI_ENV", file)], {
            env: { ...process.env, PULUMI_OIDC_TOKEN: "header.claims.signature" },
        });
        const environment = Object.fromEntries(valuesOf("--env").map((entry) => entry.split("=") as [string, string]));
        expect(wayWith(file, environment)).toMatchObject({
            kind: "federated token",
            clientId,
            token: "header.claims.signature",
        });
    });

    it("adds a federated credential for each operation", () => {
        const { env, calls } = recorder("az");
        execFileSync("sh", [example("federated-credentials.sh"), "contoso", "exo", "dev", clientId], { env });
        const credentials = calls().map((args) => JSON.parse(args.at(-1) ?? "") as Record<string, unknown>);
        expect(credentials.map(({ subject }) => subject)).toEqual(
            ["preview", "update", "refresh"].map(
                (operation) => `pulumi:deploy:org:contoso:project:exo:stack:dev:operation:${operation}:scope:write`,
            ),
        );
        expect(credentials[0]).toMatchObject({ issuer: "https://api.pulumi.com/oidc", audiences: ["contoso"] });
    });
});

describe("the example for the Pulumi Kubernetes Operator", () => {
    const documents = parseAllDocuments(readFileSync(example("kubernetes-operator.yaml"), "utf8")).map(
        (document): Record<string, unknown> => document.toJS() as Record<string, unknown>,
    );
    const stack = documents.find(({ kind }) => kind === "Stack") as {
        readonly spec: {
            readonly serviceAccountName: string;
            readonly envRefs: Readonly<Record<string, { readonly literal?: { readonly value: string } }>>;
            readonly workspaceTemplate: {
                readonly spec: {
                    readonly podTemplate: {
                        readonly spec: { readonly initContainers: readonly { readonly command: readonly string[] }[] };
                    };
                };
            };
        };
    };

    it("is a Stack as the operator defines it, and no misspelt property passes", () => {
        const validate = new Ajv({ strict: false }).compile(stackSchema);
        expect(validate(stack) ? [] : validate.errors).toEqual([]);
        expect(validate({ ...stack, spec: { ...stack.spec, workspaceReclaimPolicies: "Delete" } })).toBe(false);
    });

    it("runs as the service account that it makes, with the role that the operator asks for", () => {
        const names = documents.map(({ kind, metadata }) => [kind, (metadata as { name: string }).name]);
        expect(names).toContainEqual(["ServiceAccount", stack.spec.serviceAccountName]);
        expect(documents.find(({ kind }) => kind === "ClusterRoleBinding")).toMatchObject({
            roleRef: { kind: "ClusterRole", name: "system:auth-delegator" },
            subjects: [{ kind: "ServiceAccount", name: stack.spec.serviceAccountName }],
        });
    });

    it("lets the update sign in with the token of that service account", () => {
        const [container] = stack.spec.workspaceTemplate.spec.podTemplate.spec.initContainers;
        const token = path.join(folder, "token");
        writeFileSync(token, "header.claims.signature");
        const file = path.join(folder, "env");
        const [command = "", ...args] = container?.command ?? [];
        execFileSync(
            command,
            args.map((arg) => arg.replaceAll("/var/run/secrets/entra/token", token)),
            { env: { ...process.env, PULUMI_ENV: file } },
        );
        const environment = Object.fromEntries(
            Object.entries(stack.spec.envRefs).map(([name, { literal }]) => [name, literal?.value]),
        );
        expect(wayWith(file, environment)).toMatchObject({ kind: "federated token", token: "header.claims.signature" });
    });
});
