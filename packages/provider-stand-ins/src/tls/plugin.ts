import type { Server } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { version } from "@pulumi/tls/package.json";
import { createServer } from "../protocol/process";
import { providerService } from "../protocol/server";
import { realWorld } from "../world";
import { tlsProvider } from "./provider";

/** The tls plugin. */
export function tlsPlugin(): Server {
    const server = createServer();
    server.addService(ResourceProviderService, providerService(tlsProvider(version, realWorld)));
    return server;
}
