import type { Server } from "@grpc/grpc-js";
import { version } from "@pulumi/azuread/package.json";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { createServer } from "../protocol/process";
import { providerService } from "../protocol/server";
import { realWorld } from "../world";
import { httpsSender } from "./http";
import { azureadProvider } from "./provider";

/**
 * The azuread plugin, as it is in this environment.
 * @param cancelled Ends what it does.
 */
export function azureadPlugin(environment: NodeJS.ProcessEnv, cancelled?: AbortController): Server {
    const provider = azureadProvider({ version, world: realWorld, send: httpsSender(environment), environment });
    const server = createServer();
    server.addService(ResourceProviderService, providerService(provider, cancelled));
    return server;
}
