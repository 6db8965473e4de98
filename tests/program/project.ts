import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { cacheFolder } from "../../tools/engine/cache";
import { preparePlugins } from "../../tools/engine/plugins";
import { findPulumi } from "../../tools/engine/pulumi";
import { waitDivisorVariable } from "provider-stand-ins";
import { vaultConfiguration } from "./vault";

const projectFolder = path.resolve(__dirname, "../..");
/** What tests may change, in a copy. */
const copied = ["Pulumi.yaml", "package.json", "tsconfig.json", "tsconfig.pulumi.json", "index.ts", "examples"];
/** What stays as it is, so that node finds it compiled in its cache: that goes by the real path. */
const linked = ["components", "src", "node_modules"];

/** The environment in which stories take less time. */
export const quick = {
    // The type checker has seen the same files, and checks them once more in the README's `npm start`.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    NODE_COMPILE_CACHE: path.join(cacheFolder(), "node"),
    [waitDivisorVariable]: "50",
};

/** Where `tests/globalSetup.ts` leaves the environments in which `pulumi` finds what all stories share. */
export const sharedVariables = { standIns: "TEST_STAND_INS", vault: "TEST_VAULT" } as const;

/** The environment in which `pulumi` finds what all tests share. */
export const shared = (of: keyof typeof sharedVariables): NodeJS.ProcessEnv =>
    JSON.parse(process.env[sharedVariables[of]] ?? "{}") as NodeJS.ProcessEnv;

/** What a command printed, and how it ended. */
export interface Result {
    readonly status: number;
    readonly stdout: string;
    readonly stderr: string;
    /** Both, as a person sees them. */
    readonly output: string;
}

/** A resource as the engine keeps it. */
export interface StackResource {
    readonly urn: string;
    readonly type: string;
    readonly id?: string;
    readonly outputs?: Record<string, unknown>;
}

/** What is read of a stack's file in the backend. */
interface State {
    readonly checkpoint: { readonly latest?: { readonly resources?: StackResource[] } };
}

/** How a project's commands run. */
export interface ProjectOptions {
    /** Folders that come first in PATH. */
    readonly extraPath?: readonly string[];
    /**
     * "started": plugins start and end with each engine, and are its children, whose memory can be measured. "loaded"
     * takes a third of the time where the plugins are stand-ins.
     * @default "loaded"
     */
    readonly plugins?: "loaded" | "started" | undefined;
}

/** A copy of the program in a folder of its own, with its own PULUMI_HOME, file backend and stack. */
export class ProgramProject {
    /** Everything that any command of this project printed so far. */
    readonly printed: string[] = [];
    /** Where commands run. */
    private directory: string;

    private constructor(
        readonly folder: string,
        private readonly base: NodeJS.ProcessEnv,
        private readonly commands: readonly string[],
        private readonly found: NodeJS.ProcessEnv,
    ) {
        this.directory = path.join(folder, "program");
    }

    static async create(
        base: NodeJS.ProcessEnv,
        { extraPath = [], plugins = "loaded" }: ProjectOptions = {},
    ): Promise<ProgramProject> {
        const folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-"));
        for (const name of copied) {
            cpSync(path.join(projectFolder, name), path.join(folder, "program", name), { recursive: true });
        }
        for (const name of linked) {
            symlinkSync(path.join(projectFolder, name), path.join(folder, "program", name));
        }
        mkdirSync(path.join(folder, "state"));
        const pulumi = await findPulumi(() => undefined);
        const home = path.join(folder, "home");
        await preparePlugins(pulumi, home, () => undefined);
        const commands = [
            ...extraPath,
            path.dirname(pulumi.file),
            path.dirname(process.execPath),
            process.env.PATH ?? "",
        ];
        const found = { ...shared("vault"), ...(plugins === "loaded" ? shared("standIns") : {}) };
        return new ProgramProject(folder, base, commands, found);
    }

    /** Goes to another program of the repository, for example `examples/migration/2-component`. */
    enter(program: string): void {
        this.directory = path.join(this.folder, "program", program);
    }

    /** Makes a stack with this configuration file, as `pulumi stack init` would. */
    stack(name: string, config: string): void {
        this.configure(name, config);
        const file = this.stateFile(name);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(path.join(this.folder, "state", ".pulumi", "meta.yaml"), "version: 1\n");
        const stack = ["organization", path.basename(path.dirname(file)), name].join("/");
        const latest = { manifest: { time: "2026-11-26T00:00:00Z", magic: "", version: "" }, metadata: {} };
        writeFileSync(file, JSON.stringify({ version: 3, checkpoint: { stack, latest } }));
    }

    /** Replaces the configuration of a stack. Its secrets stay readable. */
    configure(name: string, config: string): void {
        this.write(`Pulumi.${name}.yaml`, `config:\n${config}${vaultConfiguration}`);
    }

    /** A stack's resources as the engine keeps them, secrets encrypted: read from the backend's file, without a command. */
    resources(stack: string): StackResource[] {
        return this.state(stack).checkpoint.latest?.resources ?? [];
    }

    /** Changes a stack's resources in the backend's file. */
    rewriteState(stack: string, rewrite: (resources: StackResource[]) => void): void {
        const state = this.state(stack);
        rewrite(state.checkpoint.latest?.resources ?? []);
        writeFileSync(this.stateFile(stack), JSON.stringify(state));
    }

    /** What a stack put out, secrets encrypted. */
    outputs(stack: string): Record<string, unknown> {
        return this.resources(stack).find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
    }

    /** A file of the program. */
    read(file: string): string {
        return readFileSync(path.join(this.directory, file), "utf8");
    }

    /** Replaces a file of the program, or adds one. */
    write(file: string, text: string): void {
        writeFileSync(path.join(this.directory, file), text);
    }

    /** Runs `pulumi` in the project's folder. */
    run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Result> {
        return this.execute("pulumi", args, env);
    }

    /** The value of a secret output, without a trace in {@link printed}. */
    async secretOutput(stack: string, name: string): Promise<string> {
        const { stdout } = await this.run(["stack", "output", name, "--show-secrets", "--stack", stack]);
        this.printed.pop();
        return stdout.trim();
    }

    /** Runs a command in the project's folder. */
    async execute(
        file: string,
        args: readonly string[],
        env: NodeJS.ProcessEnv = {},
        onStart: (child: ChildProcess) => void = () => undefined,
    ): Promise<Result> {
        const PATH = this.commands.join(path.delimiter);
        const child = spawn(file, args, {
            cwd: this.directory,
            env: {
                ...process.env,
                PULUMI_HOME: path.join(this.folder, "home"),
                PULUMI_BACKEND_URL: `file://${path.join(this.folder, "state")}`,
                PULUMI_CONFIG_PASSPHRASE: "sandbox",
                PULUMI_SKIP_UPDATE_CHECK: "true",
                PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
                PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
                ...quick,
                ...this.found,
                PATH,
                ...this.base,
                ...env,
            },
            stdio: ["ignore", "pipe", "pipe"],
        });
        onStart(child);
        let stdout = "";
        let stderr = "";
        child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
        child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
        const status = await new Promise<number>((resolve) =>
            child.on("close", (code) => {
                resolve(code ?? -1);
            }),
        );
        this.printed.push(`$ ${file} ${args.join(" ")}\n${stdout}${stderr}`);
        return { status, stdout, stderr, output: stdout + stderr };
    }

    remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }

    private state(stack: string): State {
        return JSON.parse(readFileSync(this.stateFile(stack), "utf8")) as State;
    }

    /** Where the file backend keeps a stack. */
    private stateFile(stack: string): string {
        const [, project = ""] = /^name: (.+)$/m.exec(this.read("Pulumi.yaml")) ?? [];
        return path.join(this.folder, "state", ".pulumi", "stacks", project, `${stack}.json`);
    }
}
