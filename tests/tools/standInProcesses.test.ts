import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb";
import { ProgramInfo, RunRequest, type RunResponse } from "@pulumi/pulumi/proto/language_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { GetMappingRequest } from "@pulumi/pulumi/proto/provider_pb";
import { installStandIns } from "../../tools/engine/standIns";
import { parentVariable } from "provider-stand-ins";

/** The compiled plugins, started as the engine starts them; `npm test` compiles before it runs. */

const compiled = path.resolve(__dirname, "../../packages/provider-stand-ins/dist");
let pulumiHome: string;
const children: ChildProcessWithoutNullStreams[] = [];

beforeAll(() => {
    if (!existsSync(compiled)) {
        throw new Error("the stand-ins are not compiled: npm run build");
    }
    pulumiHome = mkdtempSync(path.join(tmpdir(), "processes-"));
    installStandIns({ pulumiHome, cliVersion: "3.259.0", only: ["nodejs", "tls", "azuread"] });
});
afterEach(() => {
    for (const child of children.splice(0)) {
        child.kill("SIGKILL");
    }
});
afterAll(() => {
    rmSync(pulumiHome, { recursive: true });
});

const plugins = [
    "language-nodejs-v3.259.0/pulumi-language-nodejs",
    "resource-tls-v5.6.1/pulumi-resource-tls",
    "resource-azuread-v6.9.1/pulumi-resource-azuread",
];

/** Starts a command, in a process group of its own as the engine does, and reads the first line of its output. */
async function start(
    command: string,
    args: readonly string[],
): Promise<{ child: ChildProcessWithoutNullStreams; line: string }> {
    const child = spawn(command, args, { detached: true });
    children.push(child);
    const line = await new Promise<string>((resolve) =>
        child.stdout.once("data", (data: Buffer) => {
            resolve(data.toString());
        }),
    );
    return { child, line };
}

const file = (plugin: string): string => path.join(pulumiHome, "plugins", plugin);
const exit = (child: ChildProcessWithoutNullStreams): Promise<number | null> =>
    new Promise((resolve) => child.once("exit", resolve));

describe.each(plugins)("%s", (plugin) => {
    it("prints its port and nothing else, and ends when the engine interrupts it", async () => {
        const { child, line } = await start(file(plugin), ["127.0.0.1:1"]);
        expect(line).toMatch(/^\d+\n$/);
        const ended = exit(child);
        process.kill(-Number(child.pid), "SIGINT");
        expect(await ended).toBe(0);
    });

    it("ends with the engine that started it", async () => {
        // A shell in the engine's place, which is killed; its error output closes when the plugin has ended too.
        const { child, line } = await start("/bin/sh", ["-c", `'${file(plugin)}' 127.0.0.1:1; true`]);
        expect(line).toMatch(/^\d+\n$/);
        const closed = new Promise<boolean>((resolve) =>
            child.once("close", () => {
                resolve(true);
            }),
        );
        child.kill("SIGKILL");
        expect(await closed).toBe(true);
    });
});

it("a plugin ends when its engine has gone before it could ask for it", async () => {
    const env = { ...process.env, [parentVariable]: "1" };
    const child = spawn(process.execPath, [path.join(compiled, "tls/main.js")], { env });
    children.push(child);
    expect(await exit(child)).toBe(0);
});

it("the providers tell their versions and refuse what they do not do", async () => {
    const { line } = await start(file("resource-tls-v5.6.1/pulumi-resource-tls"), ["127.0.0.1:1"]);
    const client = new ResourceProviderClient(`127.0.0.1:${line.trim()}`, credentials.createInsecure());
    const version = await answer<{ getVersion(): string }>((done) => client.getPluginInfo(new Empty(), done));
    expect(version.getVersion()).toBe("5.6.1");
    const refusal = await new Promise<ServiceError | null>((resolve) => {
        client.getMapping(new GetMappingRequest(), resolve);
    });
    expect(refusal?.details).toBe("the stand-in plugin does not answer this call");
    client.close();
});

it("the language host says what to do where the SDK is missing", async () => {
    const { line } = await start(file("language-nodejs-v3.259.0/pulumi-language-nodejs"), ["127.0.0.1:1"]);
    const client = new LanguageRuntimeClient(`127.0.0.1:${line.trim()}`, credentials.createInsecure());
    const info = new ProgramInfo();
    info.setProgramDirectory(pulumiHome);
    const request = new RunRequest();
    request.setInfo(info);
    const response = await answer<RunResponse>((done) => client.run(request, done));
    expect(response.getError()).toBe(`@pulumi/pulumi is not installed in ${pulumiHome}: run npm ci there`);
    client.close();
});

function answer<T>(call: (done: (error: ServiceError | null, response: T) => void) => unknown): Promise<T> {
    return new Promise((resolve, reject) => {
        call((error, response) => {
            if (error) {
                reject(error);
            } else {
                resolve(response);
            }
        });
    });
}
