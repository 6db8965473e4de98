import { systemClock } from "../http/clock";
import { clockAheadMs } from "../http/machineClock";
import { NetworkFailure } from "../http/networkFailure";
import { Sender, type Send } from "../http/send";
import type { DeployerSettings } from "./deployerSettings";
import { signInAsDeployer, type DeployerSignIn } from "./deployerSignIn";
import { directoryEndpoints, type DirectoryEndpoints } from "./directoryEndpoints";
import { readDeployer, type Deployer } from "./deployer";
import { Graph } from "./graph";
import { UserError } from "../errors/userError";

/** A tenant, opened for reading. */
export interface Directory {
    readonly graph: Graph;
    readonly deployer: Deployer;
    readonly endpoints: DirectoryEndpoints;
    readonly signIn: DeployerSignIn;
}

/**
 * Signs in as the deployer.
 * @throws UserError when that is refused, and when `ARM_METADATA_HOSTNAME` names another machine
 */
export async function openDirectory(
    settings: DeployerSettings,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Directory> {
    const endpoints = await directoryEndpoints(settings, signal);
    const send = oneByOne(signal);
    const signIn = signInAsDeployer(settings, endpoints, send, signal);
    const { tokens } = signIn;
    const deployer = await readDeployer(tokens);
    return {
        graph: new Graph({ graphUrl: endpoints.graphUrl, tokens, send, clock: systemClock, signal }),
        deployer,
        endpoints,
        signIn,
    };
}

/**
 * How far this machine's clock is ahead of Microsoft Entra's, in milliseconds; undefined when the answer has no time.
 * @throws UserError when nothing answers
 */
export async function clockAheadOfEntra(
    { loginUrl }: Pick<DirectoryEndpoints, "loginUrl">,
    tenantId: string,
    signal?: AbortSignal,
): Promise<number | undefined> {
    const sent = new Date();
    const url = `${loginUrl}/${tenantId}/v2.0/.well-known/openid-configuration`;
    const answer = await oneByOne(signal)({ url, method: "GET", headers: {} }).catch((error: unknown) => {
        throw error instanceof NetworkFailure ? new UserError(error.evidence, error.remedy) : error;
    });
    return clockAheadMs(answer, sent, new Date());
}

/** Each request on a connection of its own: Graph's front ends do not all know the same, and a kept one stays at one. */
function oneByOne(signal: AbortSignal | undefined): Send {
    return async (request) => {
        const sender = new Sender(signal);
        try {
            return await sender.send(request);
        } finally {
            sender.close();
        }
    };
}
