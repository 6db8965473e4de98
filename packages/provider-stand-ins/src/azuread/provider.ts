import { type Provider, ProviderError } from "../protocol/provider";
import { hasUnknown, map, unwrapSecrets } from "../protocol/values";
import type { World } from "../world";
import { application } from "./application";
import { applicationCertificate } from "./applicationCertificate";
import { appRoleAssignment } from "./appRoleAssignment";
import { configurationFrom, withSecretConfiguration } from "./configuration";
import { directoryRoleAssignment } from "./directoryRoleAssignment";
import { functions } from "./functions";
import { Graph } from "./graph";
import type { Send } from "./http";
import { resource } from "./resource";
import { servicePrincipal } from "./servicePrincipal";
import { Queue } from "./waiting";

/** What the provider needs from its surroundings. */
export interface Surroundings {
    readonly version: string;
    readonly world: World;
    readonly send: Send;
    readonly environment: NodeJS.ProcessEnv;
}

/** The part of the published azuread provider that the sandbox needs, for a tenant on this machine only. */
export function azureadProvider({ version, world, send, environment }: Surroundings): Provider {
    let graph: Graph | undefined;
    const connection = (): Graph => {
        if (!graph) {
            throw new ProviderError("the azuread provider is not configured");
        }
        return graph;
    };
    return {
        version,
        features: { acceptResources: false },
        resources: {
            "azuread:index/application:Application": resource(application, version, connection),
            "azuread:index/applicationCertificate:ApplicationCertificate": resource(
                applicationCertificate(new Queue()),
                version,
                connection,
            ),
            "azuread:index/appRoleAssignment:AppRoleAssignment": resource(appRoleAssignment, version, connection),
            "azuread:index/directoryRoleAssignment:DirectoryRoleAssignment": resource(
                directoryRoleAssignment,
                version,
                connection,
            ),
            "azuread:index/servicePrincipal:ServicePrincipal": resource(servicePrincipal, version, connection),
        },
        functions: functions(connection),
        checkConfig: (inputs) => {
            // A configuration that is not known yet is looked at when it is.
            if (!hasUnknown(inputs)) {
                configurationFrom(map(unwrapSecrets(inputs)), environment);
            }
            return withSecretConfiguration(inputs);
        },
        configure: async (inputs, signal) => {
            graph = await Graph.connect(configurationFrom(inputs, environment), send, world, signal);
        },
    };
}
