import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir, userInfo } from "node:os";
import path from "node:path";
import { deployerPermissions, startTenant, type RunningTenant, type State, type Tenant } from "microsoft-local-tenant";
import type { TenantSeed } from "microsoft-local-tenant";
import { main } from "../cli/support";
import { GraphClient } from "./graphClient";
import { ProgramProject, type Result } from "./project";
import { descendants } from "./processTree";

/** A stack and the tenant that it is for. */
export interface Member {
    readonly stack: string;
    readonly seed: TenantSeed;
    /** Number of the tenant in the seed. */
    readonly number: number;
}

/** The most that was seen of a command while it ran. */
export interface Peak {
    engines: number;
    /** Of the command alone, in MB. */
    commandMegabytes: number;
    /** Of the command with engines, plugins and programs, in MB. */
    treeMegabytes: number;
}

/** One program for many tenants, which one local tenant serves: `dev`, and a stage of the others. */
export class Fleet {
    private constructor(
        readonly members: readonly Member[],
        readonly tenant: RunningTenant,
        readonly project: ProgramProject,
        private readonly directory: string,
    ) {}

    /**
     * @param count how many tenants besides that of dev
     * @param lacking what the deployers of some do not have, by number
     */
    static async create(count: number, lacking: (number: number) => readonly string[]): Promise<Fleet> {
        const members = Array.from({ length: count + 1 }, (_, number) => memberOf(number, lacking(number)));
        const directory = mkdtempSync(path.join(tmpdir(), "exo-unattended-tenant-"));
        const seed = { tenants: members.map((member) => member.seed) };
        const tenant = await startTenant({ directory, port: 0, administration: true, seed });
        // Each stack's configuration names its own deployer.
        const environment = Object.entries(new GraphClient(tenant).environment()).filter(
            ([name]) => !/^ARM_(TENANT|CLIENT)/.test(name),
        );
        const project = await ProgramProject.create(Object.fromEntries(environment), {
            // The bench measures the memory of plugins and programs too, below each engine.
            plugins: process.env.PROMOTION_RUNS === undefined ? "loaded" : "started",
        });
        const fleet = new Fleet(members, tenant, project, directory);
        const stages = [
            { name: "dev", stacks: ["dev"] },
            { name: "customers", stacks: members.slice(1).map(({ stack }) => stack) },
        ];
        const perTenant = ["azuread:tenantId", "azuread:clientId", "azuread:clientSecret", "organization"];
        const program = ["index.ts", "components", "package.json"];
        project.write("promotion.json", JSON.stringify({ schemaVersion: 1, program, stages, perTenant }));
        for (const { stack, seed: home } of members) {
            project.stack(stack, configurationOf(home));
        }
        return fleet;
    }

    /** Runs our command, and notes the most of its engines and its memory. */
    async run(
        args: readonly string[],
        {
            peak,
            onLine,
            onStart,
        }: {
            readonly peak?: Peak;
            readonly onLine?: (line: string) => void;
            readonly onStart?: (pid: number) => void;
        } = {},
    ): Promise<Result> {
        let timer: NodeJS.Timeout | undefined;
        try {
            // Wide, so that no cell of the table is broken.
            return await this.project.execute("node", [main, ...args], { COLUMNS: "1000" }, (child) => {
                const pid = child.pid ?? 0;
                onStart?.(pid);
                let open = "";
                child.stderr?.on("data", (text: string) => {
                    const lines = (open + text).split("\n");
                    open = lines.pop() ?? "";
                    lines.forEach((line) => onLine?.(line));
                });
                timer =
                    peak &&
                    setInterval(() => {
                        measure(pid, peak);
                    }, 250);
            });
        } finally {
            clearInterval(timer);
        }
    }

    /** Has a tenant refuse to sign in its deployer for being asked too often, until `relax`. */
    async throttle({ seed }: Member): Promise<void> {
        await this.administer("POST", "faults", {
            ...{ method: "POST", path: `/${seed.tenantId}/oauth2/v2.0/token`, times: 1_000_000, status: 429 },
            headers: { "retry-after": "1" },
            body: { error: "temporarily_unavailable", error_description: "AADSTS90055: Too many requests." },
        });
    }

    async relax(): Promise<void> {
        await this.administer("DELETE", "faults");
    }

    /** Holds a stack as another update does. @returns releases it */
    lock({ stack }: Member): () => void {
        const folder = path.join(this.stateFolder("locks/organization"), stack);
        mkdirSync(folder, { recursive: true });
        const file = path.join(folder, `${randomUUID()}.json`);
        const { username } = userInfo();
        const timestamp = new Date().toISOString();
        writeFileSync(file, JSON.stringify({ pid: process.pid, username, hostname: hostname(), timestamp }));
        return () => {
            rmSync(file, { force: true });
        };
    }

    isLocked({ stack }: Member): boolean {
        return filesIn(path.join(this.stateFolder("locks/organization"), stack)).length > 0;
    }

    /** How many updates of a stack have ended. */
    updates({ stack }: Member): number {
        return filesIn(path.join(this.stateFolder("history"), stack)).filter((name) => name.endsWith(".history.json"))
            .length;
    }

    graph({ number }: Member): GraphClient {
        return new GraphClient(this.tenant, number);
    }

    /** What the tenants have now. */
    tenants(): ReadonlyMap<string, Tenant> {
        const { tenants } = JSON.parse(readFileSync(path.join(this.directory, "tenant.json"), "utf8")) as State;
        return new Map(Object.entries(tenants));
    }

    /** How many requests of that kind have made something. */
    async created(target: string): Promise<number> {
        const { requests } = await this.administer<{
            requests: readonly { method: string; path: string; status: number }[];
        }>("GET", "requests");
        return requests.filter(
            ({ method, path: asked, status }) => method === "POST" && asked === target && status === 201,
        ).length;
    }

    async close(): Promise<void> {
        this.project.remove();
        await this.tenant.close();
        rmSync(this.directory, { recursive: true });
    }

    private stateFolder(kind: string): string {
        return path.join(this.project.folder, "state", ".pulumi", kind, "exo-unattended");
    }

    private async administer<T>(method: string, what: string, body?: object): Promise<T> {
        const init = { method, ...(body && { body: JSON.stringify(body) }) };
        const answer = await (await fetch(`${this.tenant.url}/-/admin/${what}`, init)).text();
        return (answer === "" ? undefined : JSON.parse(answer)) as T;
    }
}

function memberOf(number: number, lacking: readonly string[]): Member {
    const stack = number === 0 ? "dev" : `customer-${number}`;
    const id = (kind: string): string => `${kind}0000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
    return {
        ...{ stack, number },
        seed: {
            ...{ tenantId: id("1"), displayName: stack, organization: `tenant${number}.onmicrosoft.com` },
            ...{ people: [`Ann ${number}`], hasExchangeOnline: true },
            deployers: [
                {
                    ...{ displayName: "deployer", clientId: id("2"), clientSecret: `sandbox-${number}` },
                    permissions: deployerPermissions.filter((permission) => !lacking.includes(permission)),
                },
            ],
        },
    };
}

function configurationOf({ tenantId, organization, deployers: [deployer] }: TenantSeed): string {
    const values = {
        "azuread:tenantId": tenantId,
        "azuread:clientId": deployer?.clientId,
        "azuread:clientSecret": deployer?.clientSecret,
        "exo-unattended:organization": organization,
    };
    return Object.entries(values)
        .map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`)
        .join("");
}

function measure(pid: number, peak: Peak): void {
    const below = descendants(pid);
    const own = Number(/^VmRSS:\s+(\d+)/m.exec(status(pid))?.[1] ?? 0) / 1024;
    const sum = below.reduce((total, { megabytes }) => total + megabytes, own);
    peak.engines = Math.max(peak.engines, below.filter(({ command }) => /^(\S*\/)?pulumi /.test(command)).length);
    peak.commandMegabytes = Math.max(peak.commandMegabytes, own);
    peak.treeMegabytes = Math.max(peak.treeMegabytes, sum);
}

function status(pid: number): string {
    try {
        return readFileSync(`/proc/${pid}/status`, "utf8");
    } catch {
        return "";
    }
}

function filesIn(folder: string): readonly string[] {
    try {
        return readdirSync(folder);
    } catch {
        return [];
    }
}
