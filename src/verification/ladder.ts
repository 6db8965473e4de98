import { clouds } from "../microsoft/clouds";
import { exchangeManageAsApp, exchangeOnlineProtectionManageAsApp, permissionsOf } from "../microsoft/permissions";
import type { Attempt } from "./attempt";
import { checkCertificate } from "./certificateCheck";
import { passed, refused, skipped, type Check } from "./check";
import { checkCompliance } from "./complianceCheck";
import { readConnection } from "./connectionCheck";
import type { Credential } from "./credential";
import { checkClock, checkOrganization, discoverTenant } from "./discovery";
import { cloudEndpoints } from "../http/endpoints";
import { ExchangeClient } from "./exchangeClient";
import { checkAnswersOrganization, checkCommand, checkExchange } from "./exchangeChecks";
import { checkReachable, checkUnreachable } from "./mailboxChecks";
import type { VerifyOptions } from "./options";
import { checkPowershell } from "./powershell/powershellCheck";
import type { Send } from "../http/send";
import { requestToken } from "./signIn";
import { checkDirectoryRoles, checkPermission, checkToken } from "./tokenChecks";
import { readTokenClaims } from "./tokenClaims";

/** What one climb of the ladder needs. */
export interface Climb {
    /** A connection, or something that has yet to show that it is one. */
    readonly connection: unknown;
    readonly credential: Credential;
    readonly options: VerifyOptions;
    readonly send: Send;
    readonly now: () => Date;
}

/**
 * Climbs the ladder once, with new tokens, in the order of `plannedChecks`. Each check rests on those before, unless it
 * stands alone: whoever reads must stop at the first that blocks.
 */
export async function* climb({ connection: candidate, credential, options, send, now }: Climb): AsyncGenerator<Check> {
    const connection = readConnection(candidate);
    if ("result" in connection) {
        yield connection;
        return;
    }
    const { tenantId, organization, clientId, cloud } = connection;
    yield passed("connection", `${organization}, tenant ${tenantId}, client id ${clientId}`);
    yield checkCertificate(connection, credential, now());

    const endpoints = options.endpoints ?? cloudEndpoints(cloud);
    const attempt: Attempt = { connection, credential, endpoints, send, now };
    const discovery = await discoverTenant(organization, attempt);
    yield checkClock(discovery, endpoints);
    yield checkOrganization(discovery, connection);

    const exchangeUrl = clouds[cloud].exchangeUrl;
    const signIn = await requestToken(`${exchangeUrl}/.default`, attempt);
    if ("refusal" in signIn) {
        yield refused("sign-in", signIn.refusal);
        return;
    }
    yield passed("sign-in", `${new URL(endpoints.loginUrl).host} gave a token for ${exchangeUrl}`);
    const claims = readTokenClaims(signIn.accessToken);
    yield checkToken("token", connection, claims, [exchangeUrl, exchangeManageAsApp.apiClientId], now());
    if (claims === undefined) {
        return;
    }
    yield checkPermission("permission", exchangeManageAsApp, claims);
    if (permissionsOf(cloud).includes(exchangeOnlineProtectionManageAsApp)) {
        yield await checkProtectionPermission(attempt);
    }
    yield checkDirectoryRoles(connection, claims);

    if (options.until === "token") {
        const reason = "not asked for: this proof ends at the token";
        yield skipped("exchange", reason);
        yield skipped("exchange-organization", reason);
        yield* askPowershell(attempt, options);
        return;
    }
    const { commands = [], compliance = false, reachable = [], unreachable = [] } = options;
    const exchange = new ExchangeClient(attempt, signIn.accessToken);
    const { check, row } = await checkExchange(exchange, commands);
    yield check;
    yield await checkAnswersOrganization(row, exchange, attempt);
    for (const command of commands) {
        yield await checkCommand(command, exchange);
    }
    if (compliance) {
        yield await checkCompliance(attempt);
    }
    for (const mailbox of reachable) {
        yield await checkReachable(mailbox, exchange);
    }
    for (const mailbox of unreachable) {
        yield await checkUnreachable(mailbox, exchange);
    }
    yield* askPowershell(attempt, options);
}

/** The module knows Microsoft's own hosts only. */
async function* askPowershell(attempt: Attempt, { engine, endpoints, signal }: VerifyOptions): AsyncGenerator<Check> {
    if (engine === "powershell") {
        yield endpoints === undefined
            ? await checkPowershell(attempt, { signal })
            : skipped("powershell", "a tenant on this machine cannot be reached by Microsoft's module");
    }
}

async function checkProtectionPermission(attempt: Attempt): Promise<Check> {
    const id = "protection-permission";
    const { apiClientId } = exchangeOnlineProtectionManageAsApp;
    const signIn = await requestToken(`${apiClientId}/.default`, attempt);
    if ("refusal" in signIn) {
        return refused(id, signIn.refusal);
    }
    const claims = readTokenClaims(signIn.accessToken);
    const token = checkToken(id, attempt.connection, claims, [apiClientId], attempt.now());
    return claims === undefined || token.result !== "passed"
        ? token
        : checkPermission(id, exchangeOnlineProtectionManageAsApp, claims);
}
