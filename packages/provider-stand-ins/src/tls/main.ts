import { version } from "@pulumi/tls/package.json";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { createServer, runPlugin } from "../protocol/process";
import { providerService } from "../protocol/server";
import { realWorld } from "../world";
import { tlsProvider } from "./provider";

const server = createServer();
server.addService(ResourceProviderService, providerService(tlsProvider(version, realWorld)));
void runPlugin(server);
