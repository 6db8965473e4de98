import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import pc from "picocolors";
import { startTenant, type RunningTenant } from "microsoft-local-tenant";
import { waitDivisorVariable } from "provider-stand-ins";
import { makeFolder } from "../engine/folders";
import { loadStandIns } from "../engine/loadedStandIns";
import { exclusively } from "../engine/lock";
import { runForOutput } from "./command";
import { prepareEngine } from "./engineEnvironment";
import { sandboxFolder } from "./sandbox";
import { rename, stages, tenants, writeTourProject, type Stage } from "./tourStages";

/**
 * A promotion through three tenants of this machine, step by step: dev, test, prod. Stops with status 1 at the first step
 * that ends otherwise than it says.
 */
export async function tour(tell: (line: string) => void): Promise<number> {
    makeFolder(sandboxFolder, "Use a copy of this project in a folder that you may write to");
    const folder = path.join(sandboxFolder, "tour");
    return exclusively(path.join(sandboxFolder, "tour.lock"), "running npm run tour", tell, async () => {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(path.join(folder, "state"), { recursive: true });
        const engine = await exclusively(path.join(sandboxFolder, "prepare.lock"), "preparing the sandbox", tell, () =>
            prepareEngine(sandboxFolder, tell),
        );
        const tenant = await startTenant({
            ...{ directory: path.join(folder, "tenants"), port: 0 },
            seed: { tenants: Object.values(tenants) },
        });
        // The tenant is there at once; waiting as for Microsoft's would show nothing.
        const env = { ...engine.env, [waitDivisorVariable]: "50" };
        const standIns = await loadStandIns(env);
        try {
            const project = path.join(folder, "project");
            writeTourProject(project);
            return await new Tour(tenant, project, {
                ...env,
                ...standIns.env,
                PULUMI_BACKEND_URL: `file://${path.join(folder, "state")}`,
                ARM_METADATA_HOSTNAME: `localhost:${tenant.port}`,
                EXO_UNATTENDED_EXCHANGE_URL: tenant.url,
                SSL_CERT_FILE: tenant.certificateFile,
                NODE_EXTRA_CA_CERTS: tenant.certificateFile,
                PULUMI_NODEJS_TRANSPILE_ONLY: "true",
            }).run();
        } finally {
            standIns.end();
            await tenant.close();
        }
    });
}

class Tour {
    private number = 0;

    constructor(
        private readonly tenant: RunningTenant,
        private readonly project: string,
        private readonly env: NodeJS.ProcessEnv,
    ) {}

    async run(): Promise<number> {
        const started = Date.now();
        for (const stage of stages) {
            await this.quietly("pulumi", "stack", "init", stage);
        }
        this.chapter("A login in dev", "The program makes a login in the first tenant. test and prod are empty.");
        await this.quietly("pulumi", "up", "--yes", "--skip-preview", "--stack", "dev");
        this.chapter("A change", "Every stack's configuration gives the application another name.");
        rename(this.project, "Mailbox reports, nightly");
        this.chapter("Refused", "The change is not in force in dev, so nobody has verified it there.");
        await this.exo(1, "promote", "--from", "dev", "--to", "test");
        this.chapter("Verified in dev", "The change is applied to dev, and the login is verified.");
        await this.exo(0, "up", "--yes", "--skip-preview", "--suppress-outputs", "--stack", "dev");
        this.chapter("Sealed for test", "The plan for test is audited and sealed. Nothing is changed.");
        const sealed = await this.exo(0, "promote", "--from", "dev", "--to", "test", "--dry-run");
        this.chapter("Approved, applied, attested", "Exactly the sealed plan is applied, verified and recorded.");
        const max = ["--max-age", "1h"];
        await this.exo(0, "promote", "--from", "dev", "--to", "test", ...max, "--approve", sealed);
        this.chapter("On to prod", "test is verified now, so it is the source of the next promotion.");
        const next = await this.exo(0, "promote", "--from", "test", "--to", "prod", ...max, "--dry-run");
        await this.exo(0, "promote", "--from", "test", "--to", "prod", ...max, "--approve", next);
        this.chapter("Drift", "Somebody renames the application of prod by hand, in the tenant.");
        await this.renameByHand("prod");
        await this.exo(1, "promote", "--from", "test", "--to", "prod", ...max);
        this.chapter("Restored", "The definition that was verified in prod is promoted to it once more.");
        const restored = await this.exo(0, "promote", "--to", "prod", "--restore", "--dry-run");
        await this.exo(0, "promote", "--to", "prod", "--restore", "--approve", restored);
        this.say(`\nDone in ${Math.round((Date.now() - started) / 1_000)} seconds.`);
        this.say(
            `Look at ${path.relative(process.cwd(), path.join(this.project, "promotions"))}/ and docs/promotion.md.`,
        );
        return 0;
    }

    private chapter(title: string, text: string): void {
        this.say(`\n${pc.bold(`${++this.number}. ${title}`)}\n${text}`);
    }

    /** Runs our command and shows it. @returns what it printed on standard output */
    private async exo(status: number, ...args: readonly string[]): Promise<string> {
        this.say(pc.dim(`$ exo-unattended ${args.join(" ")}`));
        const ended = await runForOutput(["exo-unattended", ...args], { env: this.env, cwd: this.project, show: true });
        if (ended.status !== status) {
            throw new Error(`the step ended with ${ended.status}, not ${status}`);
        }
        return ended.stdout.trim();
    }

    private async quietly(...command: readonly string[]): Promise<void> {
        const { status, stdout } = await runForOutput(command, { env: this.env, cwd: this.project, show: false });
        if (status !== 0) {
            throw new Error(`${command.join(" ")} failed:\n${stdout}`);
        }
    }

    /** What an administrator could do in the Microsoft Entra admin center. */
    private async renameByHand(stage: Stage): Promise<void> {
        const { url, certificateFile } = this.tenant;
        const { tenantId, deployers } = tenants[stage];
        setDefaultCACertificates([...getCACertificates("default"), readFileSync(certificateFile, "utf8")]);
        const signIn = await fetch(`${url}/${tenantId}/oauth2/v2.0/token`, {
            method: "POST",
            body: new URLSearchParams({
                grant_type: "client_credentials",
                client_id: deployers[0]?.clientId ?? "",
                client_secret: deployers[0]?.clientSecret ?? "",
                scope: `${url}/.default`,
            }),
        });
        const { access_token: token } = (await signIn.json()) as { access_token: string };
        const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
        const found = await fetch(`${url}/v1.0/applications?$filter=displayName eq 'Mailbox reports, nightly'`, {
            headers,
        });
        const { value } = (await found.json()) as { value: readonly { readonly id: string }[] };
        const [application] = value;
        if (application === undefined) {
            throw new Error(`the application of ${stage} is not there`);
        }
        const body = JSON.stringify({ displayName: "changed by hand" });
        const { status } = await fetch(`${url}/v1.0/applications/${application.id}`, {
            method: "PATCH",
            headers,
            body,
        });
        if (status !== 204) {
            throw new Error(`the tenant answered ${status} to the change`);
        }
    }

    private say(line: string): void {
        process.stdout.write(`${line}\n`);
    }
}
