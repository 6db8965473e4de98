import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { defaultSeed } from "../../src";
import { TestTenant } from "../support";
import { Recorder, type ForeignExchange } from "./recorder";

const cache = path.resolve(__dirname, "../../.cache/foreign");

/** What a client runs in, or why it cannot be had here. */
type Installed<Tool> = Tool | { readonly reason: string };

/** The Python of an environment of its own with these packages, made on first use. */
export function pythonWith(name: string, ...packages: readonly string[]): Installed<{ readonly python: string }> {
    const folder = path.join(cache, name);
    const python = path.join(folder, "bin", "python");
    const reason = install(folder, [
        ["python3", "-m", "venv", folder],
        [python, "-m", "pip", "install", "--quiet", ...packages],
    ]);
    return reason === undefined ? { python } : { reason };
}

/** The folder of an npm package, installed on first use with what it depends on. */
export function npmPackage(name: string, version: string): Installed<{ readonly folder: string }> {
    const root = path.join(cache, `${path.basename(name)}-${version}`);
    const options = ["--no-audit", "--no-fund", "--ignore-scripts", "--omit=dev"];
    const reason = install(root, [["npm", "install", "--prefix", root, ...options, `${name}@${version}`]]);
    return reason === undefined ? { folder: path.join(root, "node_modules", name) } : { reason };
}

/** @returns why that is not possible here, if so */
function install(folder: string, commands: readonly (readonly [string, ...string[]])[]): string | undefined {
    const complete = path.join(folder, "complete");
    if (existsSync(complete)) {
        return undefined;
    }
    mkdirSync(folder, { recursive: true });
    for (const [command, ...args] of commands) {
        const { status, error, stderr } = spawnSync(command, args, { encoding: "utf8", timeout: 540_000 });
        if (status !== 0) {
            const why = error?.message ?? stderr.trim().split("\n").at(-1) ?? "";
            return `${path.basename(command)} ${args.slice(0, 3).join(" ")} failed: ${why}`;
        }
    }
    writeFileSync(complete, "");
    return undefined;
}

export interface ForeignRun {
    readonly tenant: TestTenant;
    /** Runs a program against the tenant, and gives what it printed. */
    readonly run: (command: string, args: readonly string[], environment?: Record<string, string>) => Promise<string>;
}

/** Lets a client run against a tenant. With RECORD=1 its requests are kept for the ordinary suite, in `recorded/`. */
export async function record(client: string, story: (run: ForeignRun) => Promise<void>): Promise<void> {
    const tenant = await TestTenant.start({ seed: defaultSeed() });
    const recorder = new Recorder();
    recorder.start();
    try {
        await story({ tenant, run: (...options) => runIn(tenant, ...options) });
        expect([...tenant.running.unimplemented.keys()]).toEqual([]);
        if (process.env.RECORD) {
            const file = path.join(__dirname, "recorded", `${client}.jsonl`);
            writeFileSync(file, recorder.exchanges.map((exchange) => lineOf(exchange, tenant.url)).join(""));
        }
    } finally {
        recorder.stop();
        await tenant.stop();
    }
}

/** The port differs from run to run. */
function lineOf(exchange: ForeignExchange, url: string): string {
    const { host } = new URL(url);
    return `${JSON.stringify(exchange).replaceAll(host, "local.test").replaceAll(encodeURIComponent(host), "local.test")}\n`;
}

function runIn(
    tenant: TestTenant,
    command: string,
    args: readonly string[],
    environment: Record<string, string> = {},
): Promise<string> {
    return new Promise((resolve, reject) => {
        const { certificateFile } = tenant.running;
        const trust = {
            REQUESTS_CA_BUNDLE: certificateFile,
            SSL_CERT_FILE: certificateFile,
            NODE_EXTRA_CA_CERTS: certificateFile,
        };
        const child = spawn(command, args, { env: { ...process.env, ...trust, ...environment } });
        let [output, errors] = ["", ""];
        child.stdout.on("data", (data) => (output += String(data)));
        child.stderr.on("data", (data) => (errors += String(data)));
        child.on("error", reject).on("close", (status) => {
            if (status === 0) {
                resolve(output);
            } else {
                reject(new Error(`${args.join(" ")}: ${errors.trim().split("\n").slice(-3).join("\n")}`));
            }
        });
    });
}
