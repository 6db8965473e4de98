import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Server } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { azureadPlugin } from "../azuread/plugin";
import { azureNativePlugin } from "../azureNative/plugin";
import { LanguageHost } from "../language/host";
import { parentVariable } from "../protocol/parent";
import { createServer as createPluginServer, listen } from "../protocol/process";
import { tlsPlugin } from "../tls/plugin";
import { readLaunch, type Launch } from "./launch";
import { LoadedRunners } from "./runners";

/*
 * A process that stays loaded and is every stand-in plugin for one engine run after the other. Three quarters of a
 * run's time are otherwise Node.js loading the same plugins and the same SDK again.
 *
 * Its port is the first line on stdout; start scripts connect to it where a variable names that port. It ends with its
 * standard input.
 */

/** A plugin, and what ends with it. */
interface Plugin {
    readonly server: Server;
    readonly stop?: () => void;
}

const runners = new LoadedRunners();

const plugins: Readonly<Record<string, (launch: Launch, print: (text: Buffer) => void) => Plugin>> = {
    azuread: ({ environment }) => ({ server: azureadPlugin(environment) }),
    tls: () => ({ server: tlsPlugin() }),
    "azure-native": ({ environment }) => ({ server: azureNativePlugin(environment) }),
    nodejs: ({ args, environment }, print) => {
        const host = new LanguageHost(args.at(-1) ?? "", environment, (start, asked) =>
            runners.run(start, asked, print),
        );
        const server = createPluginServer();
        server.addService(LanguageRuntimeService, host.service);
        return {
            server,
            stop: () => {
                host.stop();
            },
        };
    },
};

async function serve(socket: Socket): Promise<void> {
    const launch = await readLaunch(socket);
    const plugin = plugins[launch.name]?.(launch, (text) => socket.write(text));
    if (plugin === undefined) {
        throw new Error(`a script asks for the plugin ${launch.name}, which does not exist`);
    }
    // The engine ends a plugin by ending the script that asked for it, unless somebody kills the engine.
    const watch = setInterval(() => {
        if (!isRunning(Number(launch.environment[parentVariable]))) {
            socket.destroy();
        }
    }, 500);
    socket.on("close", () => {
        clearInterval(watch);
        plugin.stop?.();
        plugin.server.forceShutdown();
    });
    socket.on("error", () => socket.destroy());
    socket.write(`${await listen(plugin.server)}\n`);
}

function isRunning(pid: number): boolean {
    try {
        return process.kill(pid, 0);
    } catch {
        return false;
    }
}

const connections = createServer((socket) => void serve(socket));
connections.listen(0, "127.0.0.1", () => {
    process.stdout.write(`${(connections.address() as AddressInfo).port}\n`);
});
process.stdin.on("end", () => process.exit(0)).resume();
