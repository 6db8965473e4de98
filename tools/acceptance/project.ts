import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { projectFolder } from "../sandbox/projectFolder";

/** What decides how the program runs, in a copy. */
const copied = ["Pulumi.yaml", "package.json", "tsconfig.json", "tsconfig.pulumi.json", "index.ts"];
/** What stays where it is, so that node finds it compiled in its cache. */
const linked = ["components", "src", "node_modules"];

/** How a command ended, and what it printed. */
export interface Ended {
    readonly status: number;
    readonly stdout: string;
    readonly output: string;
}

/**
 * A copy of the program in a folder of its own, with a backend and a passphrase that live as long as this run. It
 * signs in with the deployer's credentials in the environment, as every stack does.
 */
export class AcceptanceProject {
    private readonly passphrase = randomBytes(24).toString("base64url");
    private readonly folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-acceptance-"));

    constructor(
        readonly stack: string,
        private readonly command = path.join(projectFolder, "dist", "src", "cli", "main.js"),
    ) {
        for (const name of copied) {
            cpSync(path.join(projectFolder, name), path.join(this.folder, name));
        }
        for (const name of linked) {
            symlinkSync(path.join(projectFolder, name), path.join(this.folder, name), "junction");
        }
        mkdirSync(path.join(this.folder, ".state"));
    }

    /** Replaces the stack's configuration, given without its project names. */
    configure(configuration: Readonly<Record<string, unknown>>): void {
        // JSON is YAML.
        const text = JSON.stringify({ ...this.secrets, config: configuration });
        writeFileSync(path.join(this.folder, `Pulumi.${this.stack}.yaml`), text);
    }

    /** Makes the stack. */
    async init(configuration: Readonly<Record<string, unknown>>): Promise<void> {
        const { status, output } = await this.pulumi("stack", "init", this.stack);
        if (status !== 0) {
            throw new Error(output);
        }
        const written = readFileSync(path.join(this.folder, `Pulumi.${this.stack}.yaml`), "utf8");
        this.secrets = parse(written) as object;
        this.configure(configuration);
    }

    pulumi(...args: readonly string[]): Promise<Ended> {
        return this.run("pulumi", args);
    }

    exo(...args: readonly string[]): Promise<Ended> {
        return this.run(process.execPath, [this.command, ...args]);
    }

    /** Removes folder, state and keys. */
    remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }

    /** What Pulumi needs to read the stack's secrets. */
    private secrets: object = {};

    private async run(file: string, args: readonly string[]): Promise<Ended> {
        const child = spawn(file, args, {
            cwd: this.folder,
            env: {
                ...process.env,
                PULUMI_BACKEND_URL: `file://${path.join(this.folder, ".state")}`,
                PULUMI_CONFIG_PASSPHRASE: this.passphrase,
                PULUMI_STACK: this.stack,
                PULUMI_SKIP_UPDATE_CHECK: "true",
            },
            stdio: ["ignore", "pipe", "pipe"],
        });
        let stdout = "";
        let output = "";
        child.stdout.setEncoding("utf8").on("data", (text: string) => {
            stdout += text;
            output += text;
        });
        child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
        const status = await new Promise<number>((resolve, reject) => {
            child.on("error", reject).on("close", (code) => {
                resolve(code ?? -1);
            });
        });
        return { status, stdout, output };
    }
}
