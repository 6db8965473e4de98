import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { leastPrivilegeSeed, type RunningTenant, startTenant, type TroubleChoice } from "microsoft-local-tenant";
import { compareStateAndTenant, type Comparison } from "./compareStateAndTenant";
import type { Application, State, Tenant } from "microsoft-local-tenant";
import type { Clock } from "../../src/http/clock";
import { verify, type Verification } from "../../src/verification/verify";
import { main } from "../cli/support";
import { adoptOptions, az, azCommands } from "./azureCli";
import { GraphClient } from "./graphClient";
import { ProgramProject, type Result } from "./project";

const stack = "trouble";
/** What the tags of its applications begin with. */
const owner = `exo-unattended/exo-unattended/${stack}/`;
/** In milliseconds: no write of any profile is on its way for longer. */
const longestLag = 30 * 60_000;

/** A stack of the program in a tenant that makes trouble, whose clock can be moved. */
export class TroubledStack {
    private constructor(
        /** How far the tenant's clock is ahead. */
        private readonly clockOffset: { milliseconds: number },
        private readonly folder: string,
        private readonly timeScale: number,
        private readonly tenant: RunningTenant,
        private readonly graph: GraphClient,
        private readonly project: ProgramProject,
    ) {}

    static async create(choice: TroubleChoice & { readonly timeScale: number }): Promise<TroubledStack> {
        const folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-trouble-"));
        const clockOffset = { milliseconds: 0 };
        const now = (): Date => new Date(Date.now() + clockOffset.milliseconds);
        const tenant = await startTenant({
            directory: folder,
            port: 0,
            profile: choice,
            now,
            seed: leastPrivilegeSeed(),
        });
        const graph = new GraphClient(tenant);
        const project = await ProgramProject.create(graph.environment());
        project.stack(stack, "  {}\n");
        await plantForeigner(graph);
        return new TroubledStack(clockOffset, folder, choice.timeScale, tenant, graph, project);
    }

    /** One attempt with that configuration. */
    up(config: string): Promise<Result> {
        this.project.configure(stack, config);
        return this.project.run(["up", "--yes", "--skip-preview", "--stack", stack]);
    }

    destroy(): Promise<Result> {
        return this.project.run(["destroy", "--yes", "--skip-preview", "--stack", stack]);
    }

    /** What the state knows and the tenant has, by the ownership tag. */
    compare(): Comparison {
        return compareStateAndTenant(this.project.resources(stack), this.#home(), owner);
    }

    /** Names of the stack's applications in the tenant. */
    displayNames(): string[] {
        return this.#home()
            .applications.filter(isOwn)
            .map(({ properties }) => properties.displayName);
    }

    /** Proves the login that the stack put out, with pauses that pass at once. */
    async verify(): Promise<Verification> {
        const { stdout } = await this.project.run(["stack", "output", "--json", "--show-secrets", "--stack", stack]);
        const { connection, certificatePem, privateKeyPem } = JSON.parse(stdout) as Record<string, string>;
        const clock: Clock = {
            now: () => new Date(Date.now() + this.clockOffset.milliseconds),
            sleep: (milliseconds) => {
                this.clockOffset.milliseconds += milliseconds * this.timeScale;
                return Promise.resolve();
            },
        };
        const { url } = this.tenant;
        const endpoints = { loginUrl: url, exchangeUrl: url };
        const credential = { certificatePem: certificatePem ?? "", privateKeyPem: privateKeyPem ?? "" };
        return verify(connection, credential, { endpoints, clock, timeoutMs: longestLag * 2 });
    }

    /** What is not the stack's: all other applications, with their credentials and service principals. */
    foreign(): unknown {
        const { applications, servicePrincipals } = this.#home();
        const own = applications.filter(isOwn).map(({ appId }) => appId);
        const isForeign = ({ appId }: { readonly appId: string }): boolean => !own.includes(appId);
        return [applications.filter(isForeign), servicePrincipals.filter(isForeign)];
    }

    /** Runs `repair`, and the commands that it prints, until it has nothing more to do. */
    async repair(): Promise<void> {
        for (let attempts = 0, adopt: string[] = []; attempts < 20; attempts++) {
            // A person repairs later, not in the same second.
            this.settle();
            const { status, stdout } = await this.project.execute("node", [
                ...[main, "repair", "--stack", stack, "--yes"],
                ...adopt,
            ]);
            adopt = adoptOptions(stdout);
            for (const command of azCommands(stdout)) {
                // A tenant in trouble may refuse this as well; the next round names it again.
                await az(this.graph, command).catch(() => undefined);
            }
            if (status === 0) {
                return;
            }
        }
        throw new Error(`repair does not come to an end:\n${this.project.printed.slice(-2).join("\n")}`);
    }

    /** Lets so much time pass in the tenant that every write has arrived everywhere. */
    settle(): void {
        this.clockOffset.milliseconds += longestLag * this.timeScale;
    }

    async remove(): Promise<void> {
        this.project.remove();
        await this.tenant.close();
        rmSync(this.folder, { recursive: true, force: true });
    }

    #home(): Tenant {
        const { tenants } = JSON.parse(readFileSync(path.join(this.folder, "tenant.json"), "utf8")) as State;
        const [home] = Object.values(tenants);
        if (!home) {
            throw new Error("the state has no tenant");
        }
        return home;
    }
}

const isOwn = ({ properties }: Application): boolean => properties.tags.some((tag) => tag.startsWith(owner));

/** An application of a stack whose name begins like this one's. */
async function plantForeigner(graph: GraphClient): Promise<void> {
    const foreigner = { displayName: "another's", tags: [`exo-unattended/exo-unattended/${stack}-2/exo`] };
    for (let planted = false; !planted;) {
        planted = await graph.post("/v1.0/applications", foreigner).then(
            () => true,
            () => false,
        );
    }
}
