import { type ChildProcess, spawn, type SpawnOptions, type StdioOptions } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { status, type ServerWritableStream, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { version as sdkVersion } from "@pulumi/pulumi/package.json";
import { unary, unimplemented } from "../protocol/handlers";
import type { ProgramExit, ProgramStart } from "./program";

/** The program's runner reports with this code that it has told the user what went wrong. */
const alreadyReported = 32;

/** Runs a program to its end. */
export type RunProgram = (start: ProgramStart, host: LanguageHost) => Promise<ProgramExit>;

/** The `nodejs` language host: it starts the SDK's own program runner, as the published host does. */
export class LanguageHost {
    /** What ends with this host. */
    readonly running = new Set<ChildProcess>();

    /**
     * @param engineAddress Where the engine listens, unless its handshake says another address.
     * @param environment What programs and policy packs see.
     */
    constructor(
        private engineAddress: string,
        private readonly environment: NodeJS.ProcessEnv,
        private readonly runProgram: RunProgram,
    ) {}

    readonly service: UntypedServiceImplementation = {
        ...unimplemented(LanguageRuntimeService, "the stand-in language host does not do this"),
        handshake: unary((request: proto.LanguageHandshakeRequest) => {
            this.engineAddress = request.getEngineAddress();
            return new proto.LanguageHandshakeResponse();
        }),
        getPluginInfo: unary(() => {
            const info = new PluginInfo();
            info.setVersion(sdkVersion);
            return info;
        }),
        // Empty lists: the engine then takes the plugins that the program asks for when it runs.
        getRequiredPackages: unary(() => new proto.GetRequiredPackagesResponse()),
        getRequiredPlugins: unary(() => new proto.GetRequiredPluginsResponse()),
        getProgramDependencies: unary(() => new proto.GetProgramDependenciesResponse()),
        runtimeOptionsPrompts: unary(() => new proto.RuntimeOptionsResponse()),
        about: unary(() => {
            const about = new proto.AboutResponse();
            about.setExecutable(process.execPath);
            about.setVersion(process.version);
            return about;
        }),
        // `npm ci` has done it; this host never calls a package manager.
        installDependencies: (call: ServerWritableStream<unknown, unknown>) => {
            call.end();
        },
        run: unary((request: proto.RunRequest) => this.run(request)),
        runPlugin: (call: PluginCall) => {
            this.runPolicyPack(call);
        },
        cancel: unary(() => {
            this.stop();
            return new Empty();
        }),
    };

    stop(): void {
        for (const child of this.running) {
            child.kill();
        }
    }

    private async run(request: proto.RunRequest): Promise<proto.RunResponse> {
        const info = request.getInfo() ?? new proto.ProgramInfo();
        const folder = info.getProgramDirectory();
        const response = new proto.RunResponse();
        const runner = runnerIn(folder, "run");
        if (runner === undefined) {
            response.setError(notInstalledIn(folder));
            return response;
        }
        const start: ProgramStart = {
            folder,
            runner,
            nodeArguments: nodeArguments(info),
            options: {
                monitor: request.getMonitorAddress(),
                engine: this.engineAddress,
                organization: request.getOrganization(),
                project: request.getProject(),
                stack: request.getStack(),
                "root-directory": info.getRootDirectory(),
                pwd: request.getPwd(),
                parallel: String(request.getParallel()),
                ...(request.getDryrun() ? { "dry-run": "true" } : {}),
            },
            program: [info.getEntryPoint(), ...request.getArgsList()],
            env: {
                ...this.environment,
                PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
                PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
                PULUMI_NODEJS_TYPESCRIPT: option(info, "typescript") === false ? "false" : "true",
                ...tsconfig(info),
            },
        };
        const { exitCode, signal } = await this.runProgram(start, this);
        if (exitCode === alreadyReported) {
            response.setBail(true);
        } else if (signal !== null) {
            response.setError(`Program was ended by ${signal}`);
        } else if (exitCode !== 0) {
            response.setError(`Program exited with non-zero exit code: ${exitCode}`);
        }
        return response;
    }

    /** A policy pack is the only plugin that a program of ours has; it runs in its own folder, as with the published host. */
    private runPolicyPack(call: PluginCall): void {
        const { request } = call;
        const info = request.getInfo() ?? new proto.ProgramInfo();
        const folder = info.getProgramDirectory();
        const runner = runnerIn(folder, "run-policy-pack");
        if (request.getKind() !== "analyzer" || runner === undefined) {
            const details =
                runner === undefined
                    ? notInstalledIn(folder)
                    : "the stand-in language host runs no plugins but policy packs";
            call.emit("error", { code: status.FAILED_PRECONDITION, details });
            return;
        }
        const child = this.spawn(
            [...nodeArguments(info), runner, ...request.getArgsList(), folder],
            { cwd: folder, env: { ...this.environment, ...environmentOf(request), ...tsconfig(info) } },
            ["ignore", "pipe", "pipe"],
        );
        child.stdout?.on("data", (text: Buffer) => {
            call.write(new proto.RunPluginResponse().setStdout(text));
        });
        child.stderr?.on("data", (text: Buffer) => {
            call.write(new proto.RunPluginResponse().setStderr(text));
        });
        child.on("close", (exitCode) => {
            call.end(new proto.RunPluginResponse().setExitcode(exitCode ?? 1));
        });
        call.on("cancelled", () => child.kill());
    }

    /** Starts Node, which ends with this host. */
    spawn(args: readonly string[], options: SpawnOptions, stdio: StdioOptions): ChildProcess {
        const child = spawn(process.execPath, args, { ...options, stdio });
        this.running.add(child);
        child.on("close", () => this.running.delete(child));
        return child;
    }
}

type PluginCall = ServerWritableStream<proto.RunPluginRequest, proto.RunPluginResponse>;

/** A runner of the SDK that a folder has installed. */
function runnerIn(folder: string, name: string): string | undefined {
    try {
        return createRequire(path.join(folder, "program.js")).resolve(`@pulumi/pulumi/cmd/${name}`);
    } catch {
        return undefined;
    }
}

function notInstalledIn(folder: string): string {
    return `@pulumi/pulumi is not installed in ${folder}: run npm ci there`;
}

/** `NAME=value` lines. */
function environmentOf(request: proto.RunPluginRequest): NodeJS.ProcessEnv {
    return Object.fromEntries(
        request.getEnvList().map((line) => {
            const end = line.indexOf("=");
            return [line.slice(0, end), line.slice(end + 1)];
        }),
    );
}

/** `runtime.options` of Pulumi.yaml. */
function option(info: proto.ProgramInfo, name: string): unknown {
    return info.getOptions()?.toJavaScript()[name];
}

/** `runtime.options.tsconfig`. */
function tsconfig(info: proto.ProgramInfo): NodeJS.ProcessEnv {
    const given = option(info, "tsconfig");
    return typeof given === "string" ? { PULUMI_NODEJS_TSCONFIG_PATH: given } : {};
}

/** `runtime.options.nodeargs`, split at blanks. */
function nodeArguments(info: proto.ProgramInfo): string[] {
    const given = option(info, "nodeargs");
    return typeof given === "string" ? given.split(/\s+/).filter(Boolean) : [];
}
