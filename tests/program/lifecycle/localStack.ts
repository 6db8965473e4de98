import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import type { Connection } from "../../../src/connection/connection";
import { leastPrivilegeSeed, type RunningTenant, type Seed, startTenant } from "microsoft-local-tenant";
import type { State } from "microsoft-local-tenant";
import { GraphClient } from "../graphClient";
import { ProgramProject, type Result, type StackResource } from "../project";
import { changesIn, differences } from "./changes";

/** Values of a stack's configuration; those without a namespace are the program's own. */
export type Config = Readonly<Record<string, unknown>>;

/** One run of the engine. */
interface Run extends Result {
    readonly changes: ReturnType<typeof changesIn>;
}

/** A credential as Microsoft Graph shows it. */
export interface KeyCredential {
    readonly keyId: string;
    readonly customKeyIdentifier: string;
    readonly startDateTime: string;
    readonly endDateTime: string;
}

interface StackOptions {
    /** @default one tenant, whose deployer has the rights that are needed and no others */
    readonly seed?: Seed;
    /** What the tenant has already, in place of what the seed says. */
    readonly state?: State;
}

/** The program on the real engine, in a local tenant of its own. */
export class LocalStack {
    private constructor(
        /** Its tenant.json is what the tenant has. */
        readonly tenantFolder: string,
        readonly tenant: RunningTenant,
        /** As the first deployer of the first tenant, who runs the program too. */
        readonly graph: GraphClient,
        /** Its stack is `test`. */
        readonly project: ProgramProject,
    ) {}

    static async create({ seed = leastPrivilegeSeed(), state }: StackOptions = {}): Promise<LocalStack> {
        const tenantFolder = mkdtempSync(path.join(tmpdir(), "exo-unattended-tenant-"));
        if (state) {
            writeFileSync(path.join(tenantFolder, "tenant.json"), JSON.stringify(state));
        }
        const tenant = await startTenant({ directory: tenantFolder, port: 0, administration: true, seed });
        const graph = new GraphClient(tenant);
        const project = await ProgramProject.create(graph.environment());
        const stack = new LocalStack(tenantFolder, tenant, graph, project);
        project.stack("test", stack.configuration({}));
        return stack;
    }

    /** Writes the stack's configuration: the organization, and these values. */
    configure(config: Config): void {
        this.project.configure("test", this.configuration(config));
    }

    /** Puts another program in the place of index.ts. */
    program(...lines: readonly string[]): void {
        const imports = [
            'import * as azuread from "@pulumi/azuread";',
            'import * as pulumi from "@pulumi/pulumi";',
            'import { connectionTo, TenantAccess, UnattendedAccess } from "./components";',
        ];
        this.project.write("index.ts", [...imports, ...lines].join("\n"));
    }

    /** Updates without a preview before. */
    up(env: NodeJS.ProcessEnv = {}, ...args: readonly string[]): Promise<Run> {
        return this.run(["up", ...args], env);
    }

    /** Runs a command of the engine that changes something, without asking and without a preview before. */
    async run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
        const eventLog = path.join(this.project.folder, "events.jsonl");
        const result = await this.project.run(
            [...args, "--yes", "--skip-preview", "--stack", "test", "--event-log", eventLog],
            // The event log is for programs, which is why the engine hides it from people.
            { PULUMI_DEBUG_COMMANDS: "true", ...env },
        );
        const changes = changesIn(readFileSync(eventLog, "utf8"));
        rmSync(eventLog);
        return { ...result, changes };
    }

    /** The stack's resources as the engine keeps them, secrets encrypted. */
    resources(): StackResource[] {
        return this.project.resources("test");
    }

    /**
     * Leaves the lock of an update whose process has ended, as Pulumi writes it (backend/diy/lock.go).
     * @returns removes it
     */
    leaveLock(): () => void {
        const folder = path.join(
            this.project.folder,
            "state",
            ".pulumi",
            "locks",
            "organization",
            "exo-unattended",
            "test",
        );
        const { pid } = spawnSync("true");
        const lock = { pid, username: "deploy", hostname: hostname(), timestamp: new Date().toISOString() };
        mkdirSync(folder, { recursive: true });
        writeFileSync(path.join(folder, "11111111-1111-4111-8111-111111111111.json"), JSON.stringify(lock));
        return () => {
            rmSync(folder, { recursive: true });
        };
    }

    /** Orders a fault, as the tenant's administration interface takes it. */
    async order(fault: object): Promise<void> {
        const { status } = await fetch(`${this.tenant.url}/-/admin/faults`, {
            method: "POST",
            body: JSON.stringify(fault),
        });
        expect(status).toBe(204);
    }

    /** What the program puts out for scripts. */
    connection(): Connection {
        return this.project.outputs("test").connection as Connection;
    }

    /** What the program puts out; secrets only with `--show-secrets`. */
    async outputs<T>(...args: readonly "--show-secrets"[]): Promise<T> {
        const { stdout } = await this.project.run(["stack", "output", "--json", "--stack", "test", ...args]);
        return JSON.parse(stdout) as T;
    }

    /** The credentials of an application, as the tenant has them. */
    async keyCredentials({ applicationObjectId }: Connection): Promise<KeyCredential[]> {
        const { keyCredentials } = await this.graph.get<{ keyCredentials: KeyCredential[] }>(
            `/v1.0/applications/${applicationObjectId}`,
        );
        return keyCredentials;
    }

    async close(): Promise<void> {
        this.project.remove();
        await this.tenant.close();
        rmSync(this.tenantFolder, { recursive: true, force: true });
    }

    private configuration(config: Config): string {
        const home = this.tenant.tenants[0];
        const values = { "azuread:tenantId": home?.tenantId, organization: home?.organization, ...config };
        return Object.entries(values)
            .filter(([, value]) => value !== undefined)
            .map(([key, value]) => `  ${key.includes(":") ? key : `exo-unattended:${key}`}: ${JSON.stringify(value)}\n`)
            .join("");
    }
}

/** Expects a run to succeed, to do exactly this, and each chain in its order. */
export function expectChanges(run: Run, ...chains: readonly (readonly string[])[]): void {
    expect(run.status === 0 ? "" : run.output).toBe("");
    expect(differences(run.changes, chains)).toEqual({ unexpected: [], missing: [], outOfOrder: [] });
}
