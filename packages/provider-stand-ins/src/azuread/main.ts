import { version } from "@pulumi/azuread/package.json";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { createServer, runPlugin } from "../protocol/process";
import { providerService } from "../protocol/server";
import { realWorld } from "../world";
import { httpsSender } from "./http";
import { azureadProvider } from "./provider";

const environment = process.env;
const provider = azureadProvider({ version, world: realWorld, send: httpsSender(environment), environment });
const server = createServer();
server.addService(ResourceProviderService, providerService(provider));
void runPlugin(server);
