import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startTenant, type RunningTenant, type TroubleChoice } from "../../sandbox/tenant";
import { compareStateAndTenant, type Comparison, type Orphan, type StackResource } from "./compareStateAndTenant";
import type { State, Tenant } from "../../sandbox/tenant/state";
import type { Clock } from "../../verification/clock";
import { verify, type Verification } from "../../verification/verify";
import { GraphClient } from "./graphClient";
import { ProgramProject, type Result } from "./project";

const stack = "trouble";
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
        const tenant = await startTenant({ directory: folder, port: 0, profile: choice, now });
        const graph = new GraphClient(tenant);
        const project = await ProgramProject.create({
            ARM_METADATA_HOSTNAME: `localhost:${tenant.port}`,
            SSL_CERT_FILE: tenant.certificateFile,
            NODE_EXTRA_CA_CERTS: tenant.certificateFile,
            ...graph.deployer(0, 0),
        });
        await project.stack(stack, "  {}\n");
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

    refresh(): Promise<Result> {
        return this.project.run(["refresh", "--yes", "--skip-preview", "--stack", stack]);
    }

    /** What the state knows and the tenant has, by the ownership tag. */
    async compare(): Promise<Comparison> {
        const { stdout } = await this.project.run(["stack", "export", "--stack", stack]);
        const { deployment } = JSON.parse(stdout) as { deployment: { resources?: StackResource[] } };
        const home = this.#home();
        return compareStateAndTenant(deployment.resources ?? [], home, `exo-unattended/exo-unattended/${stack}/`);
    }

    /** Names of the stack's applications in the tenant. */
    displayNames(): string[] {
        return this.#home()
            .applications.filter(({ properties }) => properties.tags.length > 0)
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

    /** Takes away by hand what the state has lost, as an administrator would, and lets all of it arrive everywhere. */
    async clearAway(orphans: readonly Orphan[]): Promise<void> {
        for (let left = orphans, attempts = 0; left.length > 0; { orphans: left } = await this.compare()) {
            if (++attempts > 20) {
                throw new Error(`these cannot be deleted: ${JSON.stringify(left)}`);
            }
            for (const { kind, id } of left) {
                // A tenant in trouble may refuse this as well; the next round tries again.
                await this.#delete(kind, id).catch(() => undefined);
            }
            this.settle();
        }
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

    async #delete(kind: string, id: string): Promise<void> {
        if (kind !== "ApplicationCertificate") {
            return this.graph.delete(`/v1.0${id}`);
        }
        const [objectId = "", , keyId] = id.split("/");
        const target = `/v1.0/applications/${objectId}`;
        const { keyCredentials } = await this.graph.get<{ keyCredentials: { keyId: string }[] }>(target);
        await this.graph.patch(target, { keyCredentials: keyCredentials.filter((one) => one.keyId !== keyId) });
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
