import { version } from "@pulumi/azure-native/package.json";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { createServer, runPlugin } from "../protocol/process";
import { providerService } from "../protocol/server";
import { azureNativeProvider } from "./provider";
import { recordVariable } from "./record";

const server = createServer();
server.addService(ResourceProviderService, providerService(azureNativeProvider(version, process.env[recordVariable])));
void runPlugin(server);
