import type { Connection } from "../connection/connection";
import { ConnectionError, parseConnection } from "../connection/parse";
import { checkCertificate } from "./certificateCheck";
import { passed, refused, type Check } from "./check";
import type { Credential } from "./credential";
import { cloudEndpoints, type Endpoints } from "./endpoints";
import { checkExchange } from "./exchange";
import type { Send } from "./send";
import { signIn } from "./signIn";
import { checkDirectoryRoles, checkPermission, checkToken } from "./tokenChecks";
import { readTokenClaims } from "./tokenClaims";

/** What one climb of the ladder needs. */
export interface Climb {
    /** A connection, or something that has yet to show that it is one. */
    readonly connection: unknown;
    readonly credential: Credential;
    /** @default the hosts of the connection's cloud. */
    readonly endpoints?: Endpoints | undefined;
    readonly send: Send;
    readonly now: () => Date;
}

/**
 * Climbs the ladder once, with a new token. Each rung rests on the ones before: whoever reads must stop at the first
 * that blocks.
 */
export async function* climb({
    connection: candidate,
    credential,
    endpoints,
    send,
    now,
}: Climb): AsyncGenerator<Check> {
    const connection = readConnection(candidate);
    if ("result" in connection) {
        yield connection;
        return;
    }
    yield passed(
        "connection",
        `${connection.organization}, tenant ${connection.tenantId}, client id ${connection.clientId}`,
    );
    yield checkCertificate(connection, credential, now());

    const hosts = endpoints ?? cloudEndpoints(connection.cloud);
    const { check, accessToken } = await signIn(connection, credential, hosts, send, now());
    yield check;
    if (accessToken === undefined) {
        return;
    }
    const claims = readTokenClaims(accessToken);
    yield checkToken(connection, claims, now());
    if (claims === undefined) {
        return;
    }
    yield checkPermission(claims);
    yield checkDirectoryRoles(connection, claims);
    yield await checkExchange(connection, accessToken, hosts, send, now());
}

function readConnection(candidate: unknown): Connection | Check {
    try {
        return parseConnection(candidate);
    } catch (error) {
        if (error instanceof ConnectionError) {
            return refused("connection", {
                evidence: error.problems.join("; "),
                remedy: "Take the connection from the stack as it is: `pulumi stack output --json --show-secrets`.",
                mayPassWithTime: false,
            });
        }
        throw error;
    }
}
