import type { Server } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { azureadPlugin } from "../azuread/plugin";
import { azureNativePlugin } from "../azureNative/plugin";
import { LanguageHost } from "../language/host";
import { createServer, listen } from "../protocol/process";
import { tlsPlugin } from "../tls/plugin";
import type { Launch } from "./launch";
import { LoadedRunners } from "./runners";

/** A plugin that serves one engine run. */
export interface ServedPlugin {
    readonly port: number;
    readonly end: () => void;
}

/** A plugin, and what ends with it. */
interface Plugin {
    readonly server: Server;
    readonly stop?: () => void;
}

const runners = new LoadedRunners();

const plugins: Readonly<Record<string, (launch: Launch, print: (text: Buffer) => void) => Plugin>> = {
    azuread: ({ environment }) => {
        const cancelled = new AbortController();
        return {
            server: azureadPlugin(environment, cancelled),
            // As in a process that ends, nothing more is sent to the tenant.
            stop: () => {
                cancelled.abort(new Error("the plugin has ended"));
            },
        };
    },
    tls: () => ({ server: tlsPlugin() }),
    "azure-native": ({ environment }) => ({ server: azureNativePlugin(environment) }),
    nodejs: ({ args, environment }, print) => {
        const host = new LanguageHost(args.at(-1) ?? "", environment, (start, asked) =>
            runners.run(start, asked, print),
        );
        const server = createServer();
        server.addService(LanguageRuntimeService, host.service);
        return {
            server,
            stop: () => {
                host.stop();
            },
        };
    },
};

/** Starts the plugin that a start script asks for. @param print Takes what a program prints. */
export async function servePlugin(launch: Launch, print: (text: Buffer) => void): Promise<ServedPlugin> {
    const plugin = plugins[launch.name]?.(launch, print);
    if (plugin === undefined) {
        throw new Error(`a script asks for the plugin ${launch.name}, which does not exist`);
    }
    const port = await listen(plugin.server);
    return {
        port,
        end: () => {
            plugin.stop?.();
            plugin.server.forceShutdown();
        },
    };
}
