import type { Server } from "@grpc/grpc-js";
import { version } from "@pulumi/azure-native/package.json";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { createServer } from "../protocol/process";
import { providerService } from "../protocol/server";
import { azureNativeProvider } from "./provider";
import { recordVariable } from "./record";

/** The azure-native plugin, as it is in this environment. */
export function azureNativePlugin(environment: NodeJS.ProcessEnv): Server {
    const server = createServer();
    const provider = azureNativeProvider(version, environment[recordVariable]);
    server.addService(ResourceProviderService, providerService(provider));
    return server;
}
