import { httpsSender } from "../src/azuread/http";
import { azureadProvider } from "../src/azuread/provider";
import { type Provider, typeOf } from "../src/protocol/provider";
import { text } from "../src/protocol/values";
import { tlsProvider } from "../src/tls/provider";
import { answerDifferences, keptDifferences, waitDifferences } from "./compare";
import { connect } from "./pluginClient";
import { type RecordedCall, type RecordedExchange, scenario } from "../../local-tenant/tests/recordings";
import { type ReplayServer, toThisHost } from "./replayServer";
import { ReplayWorld } from "./replayWorld";

/** What came of replaying one recorded call, or the HTTP traffic of one step. */
export interface Outcome {
    /** `<scenario>#<line in the file> <step>: <method> <resource>`. */
    readonly name: string;
    /** Everything that is not as recorded. */
    readonly differences: readonly string[];
}

/** Environments of the steps that signed in differently. */
export type Environments = Readonly<Record<string, NodeJS.ProcessEnv>>;

/** Replays the calls of a scenario that concern what the stand-ins support. */
export async function replay(number: string, server: ReplayServer, environments: Environments): Promise<Outcome[]> {
    const { calls, exchanges } = scenario(number);
    const outcomes: Outcome[] = [];
    for (const step of new Set(calls.map((call) => call.step))) {
        const environment = { ...deployer(server), ...environments[step] };
        server.load(exchanges.filter((exchange) => exchange.step === step));
        outcomes.push(...(await replayStep(number, step, calls, server, environment)));
    }
    return outcomes;
}

const deployer = (server: ReplayServer): NodeJS.ProcessEnv => ({
    SSL_CERT_FILE: server.certificateFile,
    ARM_METADATA_HOSTNAME: server.host,
    ARM_TENANT_ID: "11111111-2222-3333-4444-555555555555",
    ARM_CLIENT_ID: "aaaaaaaa-0000-0000-0000-000000000001",
    ARM_CLIENT_SECRET: "s3cret",
});

/** One step is one command: it has plugin processes of its own, and signs in at its beginning. */
async function replayStep(
    number: string,
    step: string,
    calls: readonly RecordedCall[],
    server: ReplayServer,
    environment: NodeJS.ProcessEnv,
): Promise<Outcome[]> {
    const world = new ReplayWorld();
    const providers = {
        azuread: azureadProvider({ version: "6.9.1", world, send: httpsSender(environment), environment }),
        tls: tlsProvider("5.6.1", world),
    };
    const clients = { azuread: await connect(providers.azuread), tls: await connect(providers.tls) };
    const ofStep = calls
        .map((call, index) => ({ call, index }))
        .filter(({ call }) => call.step === step && isSupported(call, providers[call.provider]))
        .sort((a, b) => start(a.call) - start(b.call));
    const outcomes: Outcome[] = [];
    try {
        if (!ofStep.some(isConfigure) && ofStep.some(isAboutAzuread)) {
            await clients.azuread.call("Configure", { args: {} });
        }
        for (const { call, index } of ofStep) {
            world.expect(call);
            const answer = await clients[call.provider].call(call.method, call.request);
            const { unexpected, incomplete } = server.report();
            const subject = text(call.request.urn).split("::").at(-1) ?? "";
            outcomes.push({
                name: `${number}#${index + 1} ${step}: ${call.method} ${subject || text(call.request.tok)}`,
                differences: [
                    ...unexpected.map((request) => `not recorded: ${request}`),
                    ...answerDifferences(fromThisHost(call, server), answer, incomplete),
                    ...keptDifferences(calls, index, answer, incomplete),
                    ...waitDifferences(call, world.sleptMilliseconds),
                ],
            });
        }
        // The requests of calls that were not replayed are rightly missing.
        const isWhole = ofStep.length === calls.filter((call) => call.step === step).length;
        const differences = isWhole
            ? notAsked(
                  server.remaining(),
                  calls.filter((call) => call.step === step),
              )
            : [];
        if (differences.length > 0) {
            outcomes.push({ name: `${number} ${step}: HTTP`, differences });
        }
    } finally {
        clients.azuread.close();
        clients.tls.close();
    }
    return outcomes;
}

const start = ({ at_ms, ms }: RecordedCall): number => at_ms - ms;

const isConfigure = ({ call }: { call: RecordedCall }): boolean =>
    call.provider === "azuread" && call.method === "Configure";

const isAboutAzuread = ({ call }: { call: RecordedCall }): boolean =>
    call.provider === "azuread" && !call.method.endsWith("Config");

function isSupported({ request, method }: RecordedCall, provider: Provider): boolean {
    if (method === "Invoke") {
        return text(request.tok) in provider.functions;
    }
    return method.endsWith("Config") || method === "Configure" || typeOf(text(request.urn)) in provider.resources;
}

const fromThisHost = (call: RecordedCall, { host }: ReplayServer): RecordedCall =>
    JSON.parse(toThisHost(JSON.stringify(call), host)) as RecordedCall;

/** HTTP requests that the published plugin sent and ours did not. */
function notAsked(remaining: readonly RecordedExchange[], calls: readonly RecordedCall[]): string[] {
    // Some recordings keep the requests of a look-up of Exchange Online and leave out the engine's call for it.
    const isLookup = ({ url }: RecordedExchange): boolean =>
        /00000002-0000-0ff1-ce00|^\/beta\/servicePrincipals\/eeee/.test(url);
    const hasInvokes = calls.some((call) => call.method === "Invoke");
    return remaining
        .filter((exchange) => hasInvokes || !isLookup(exchange))
        .map(({ method, url }) => `not asked: ${method} ${url}`);
}
