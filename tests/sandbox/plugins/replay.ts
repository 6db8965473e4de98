import { isDeepStrictEqual } from "node:util";
import { azureadProvider } from "../../../sandbox/plugins/azuread/provider";
import { httpsSender } from "../../../sandbox/plugins/azuread/http";
import type { Provider } from "../../../sandbox/plugins/protocol/provider";
import { typeOf } from "../../../sandbox/plugins/protocol/provider";
import { isMap, list, map, mapValues, type PropertyMap, type PropertyValue, text, without } from "../../../sandbox/plugins/protocol/values";
import { tlsProvider } from "../../../sandbox/plugins/tls/provider";
import type { World } from "../../../sandbox/plugins/world";
import { type Answer, connect, type PluginClient } from "./pluginClient";
import { type RecordedCall, type RecordedExchange, scenario, trimmed } from "./recordings";
import { type ReplayServer, toThisHost } from "./replayServer";

/** What came of replaying one recorded call. */
export interface Outcome {
    /** `<number of the scenario>#<line in the file> <step>: <method> <resource>`. */
    readonly name: string;
    readonly step: string;
    /** Everything that is not as recorded; nothing when the call conforms. */
    readonly differences: readonly string[];
}

/** A world in which waiting takes no time, and chance gives what the recording needs. */
class ReplayWorld implements World {
    private time = BigInt(Date.parse("2026-11-23T05:10:00Z")) * 1_000_000n;
    sleptMilliseconds = 0;
    chance: { keyId?: string; serialNumber?: Buffer; now?: bigint } = {};

    now(): bigint {
        return this.chance.now ?? this.time;
    }
    sleep(milliseconds: number): Promise<void> {
        this.time += BigInt(Math.round(milliseconds * 1_000_000));
        this.sleptMilliseconds += milliseconds;
        return Promise.resolve();
    }
    uuid(): string {
        return this.chance.keyId ?? "00000000-0000-4000-8000-000000000000";
    }
    randomBytes(size: number): Buffer {
        return this.chance.serialNumber?.length === size ? this.chance.serialNumber : Buffer.alloc(size, 7);
    }
}

/** Environment of a step that did not sign in as the others did. */
export type Environments = Readonly<Record<string, NodeJS.ProcessEnv>>;

/** Replays all calls of a scenario that the stand-ins support. */
export async function replay(number: string, server: ReplayServer, environments: Environments): Promise<Outcome[]> {
    const { calls, exchanges } = scenario(number);
    const outcomes: Outcome[] = [];
    for (const step of new Set(calls.map((call) => call.step))) {
        const numbered = calls
            .map((call, index) => ({ call, line: index + 1 }))
            .filter(({ call }) => call.step === step)
            .sort((a, b) => start(a.call) - start(b.call));
        server.load(exchanges.filter((exchange) => exchange.step === step));
        const replayed = await replayStep(number, numbered, server, { ...standard(server), ...environments[step] });
        outcomes.push(...replayed);
        const missing = leftOver(server.remaining(), numbered.map(({ call }) => call));
        if (missing.length > 0) {
            const differences = missing.map((exchange) => `not asked: ${exchange.method} ${exchange.url}`);
            outcomes.push({ name: `${number} ${step}: HTTP`, step, differences });
        }
    }
    return outcomes;
}

const start = (call: RecordedCall): number => call.at_ms - call.ms;

const standard = (server: ReplayServer): NodeJS.ProcessEnv => ({
    ARM_METADATA_HOSTNAME: server.host,
    ARM_TENANT_ID: "11111111-2222-3333-4444-555555555555",
    ARM_CLIENT_ID: "aaaaaaaa-0000-0000-0000-000000000001",
    ARM_CLIENT_SECRET: "s3cret",
});

interface NumberedCall {
    readonly call: RecordedCall;
    readonly line: number;
}

/** One step is one command: it has plugin processes of its own, and signs in at its beginning. */
async function replayStep(
    number: string,
    calls: readonly NumberedCall[],
    server: ReplayServer,
    environment: NodeJS.ProcessEnv,
): Promise<Outcome[]> {
    const world = new ReplayWorld();
    const send = httpsSender(process.env);
    const providers: Record<RecordedCall["provider"], Provider> = {
        azuread: azureadProvider({ version: "6.9.1", world, send, environment }),
        tls: tlsProvider("5.6.1", world),
    };
    const clients = { azuread: await connect(providers.azuread), tls: await connect(providers.tls) };
    const outcomes: Outcome[] = [];
    let configured = calls.some(({ call }) => call.provider === "azuread" && call.method === "Configure");
    for (const { call, line } of calls) {
        if (!isSupported(call, providers[call.provider])) {
            continue;
        }
        if (!configured && call.provider === "azuread" && !call.method.endsWith("Config")) {
            await clients.azuread.call("Configure", { args: {} });
            configured = true;
        }
        const subject = text(call.request.urn).split("::").at(-1) ?? text(call.request.tok);
        const name = `${number}#${String(line)} ${call.step}: ${call.method} ${subject}`;
        outcomes.push({ name, step: call.step, differences: await replayCall(call, clients[call.provider], server, world) });
    }
    clients.azuread.close();
    clients.tls.close();
    return outcomes;
}

/** Calls about other resources and functions are not replayed; 16 of the 18 scenarios have none. */
function isSupported({ request, method }: RecordedCall, provider: Provider): boolean {
    if (method === "Invoke") {
        return text(request.tok) in provider.functions;
    }
    return method.endsWith("Config") || method === "Configure" || typeOf(text(request.urn)) in provider.resources;
}

async function replayCall(call: RecordedCall, client: PluginClient, server: ReplayServer, world: ReplayWorld): Promise<string[]> {
    world.chance = chanceFor(call);
    world.sleptMilliseconds = 0;
    const answer = await client.call(call.method, call.request);
    const { unexpected, incomplete } = server.report();
    return [
        ...unexpected.map((request) => `not recorded: ${request}`),
        ...answerDifferences(call, answer, server.host, incomplete),
        ...waitDifferences(call, world),
    ];
}

/** The random parts of the recorded answer, so that ours can be compared with it to the last byte. */
function chanceFor({ request, response, method }: RecordedCall): ReplayWorld["chance"] {
    const { keyId, validityStartTime } = map(response?.properties);
    const isCertificate = method === "Create" && typeOf(text(request.urn)) === "tls:index/selfSignedCert:SelfSignedCert";
    if (isCertificate && request.preview !== true && response) {
        const serialNumber = Buffer.from(BigInt(text(response.id)).toString(16).padStart(32, "0"), "hex");
        return { serialNumber, now: nanoseconds(text(validityStartTime)) };
    }
    return { ...(typeof keyId === "string" ? { keyId } : {}) };
}

function nanoseconds(time: string): bigint {
    const fraction = (/\.(\d+)/.exec(time)?.[1] ?? "").padEnd(9, "0");
    return BigInt(Date.parse(time.replace(/\.\d+/, ""))) * 1_000_000n + BigInt(fraction);
}

function answerDifferences(call: RecordedCall, answer: Answer, host: string, incomplete: boolean): string[] {
    const expected = JSON.parse(toThisHost(JSON.stringify({ response: call.response, error: call.error }), host)) as PropertyMap;
    if (expected.error !== undefined || answer.error) {
        return isDeepStrictEqual(answer.error, expected.error) ? [] : [difference(expected.error ?? expected.response, answer.error ?? answer.response)];
    }
    const [wanted, got] = [expected.response, answer.response].map((response) => comparable(call, map(response), incomplete));
    return isDeepStrictEqual(got, wanted) ? [] : differencesAt("", wanted ?? null, got ?? null);
}

function comparable({ request, method }: RecordedCall, response: PropertyMap, incomplete: boolean): PropertyMap {
    if (Array.isArray(response.failures)) {
        // The published plugins give several failures in any order.
        return { ...response, failures: [...response.failures].sort((a, b) => (text(map(a).reason) < text(map(b).reason) ? -1 : 1)) };
    }
    if (incomplete && isMap(response.properties)) {
        return { id: response.id ?? null };
    }
    const type = typeOf(text(request.urn));
    if (method === "Create" && request.preview !== true && type === "tls:index/privateKey:PrivateKey") {
        return { properties: mapValues(map(response.properties), shape) };
    }
    if (method === "Create" && request.preview !== true && type === "tls:index/selfSignedCert:SelfSignedCert") {
        const properties = map(response.properties);
        const isRandom = text(properties.keyAlgorithm) === "ECDSA"; // the signature
        const times = { validityStartTime: inUtc(properties.validityStartTime), validityEndTime: inUtc(properties.validityEndTime) };
        return { ...response, properties: { ...without(properties, ...(isRandom ? ["certPem"] : [])), ...times } };
    }
    return response;
}

/** What a key's text is, not which key. */
function shape(value: PropertyValue): PropertyValue {
    if (isMap(value)) {
        return mapValues(value, shape);
    }
    return typeof value === "string" ? value.replace(/[A-Za-z0-9+/=\n:]{24,}/g, "…").replace(/…+/g, "…") : value;
}

/** The recordings were made in several time zones. */
const inUtc = (time: PropertyValue | undefined): string => String(nanoseconds(text(time)));

/** Waits are part of the behaviour: what was not waiting took at most a second when it was recorded. */
function waitDifferences(call: RecordedCall, world: ReplayWorld): string[] {
    const elapsed = world.sleptMilliseconds;
    return call.provider === "tls" || (elapsed <= call.ms + 50 && elapsed > call.ms - 1000)
        ? []
        : [`waited ${String(elapsed)} ms instead of about ${String(call.ms)} ms`];
}

/** Look-ups whose engine calls were left out of the recording. */
function leftOver(remaining: readonly RecordedExchange[], calls: readonly RecordedCall[]): RecordedExchange[] {
    if (calls.some((call) => call.method === "Invoke")) {
        return [...remaining];
    }
    return remaining.filter(({ url }) => !url.includes("00000002-0000-0ff1-ce00") && !url.startsWith("/beta/servicePrincipals/eeeeeeee"));
}

function differencesAt(at: string, wanted: PropertyValue, got: PropertyValue): string[] {
    if (isDeepStrictEqual(wanted, got) || wanted === trimmed) {
        return [];
    }
    if (isMap(wanted) && isMap(got)) {
        const names = [...new Set([...Object.keys(wanted), ...Object.keys(got)])];
        return names.flatMap((name) => differencesAt(`${at}.${name}`, wanted[name] ?? null, got[name] ?? null));
    }
    if (Array.isArray(wanted) && Array.isArray(got) && wanted.length === got.length) {
        return wanted.flatMap((item, index) => differencesAt(`${at}[${String(index)}]`, item, list(got)[index] ?? null));
    }
    return [`${at}: ${difference(wanted, got)}`];
}

const difference = (wanted: unknown, got: unknown): string =>
    `recorded ${JSON.stringify(wanted) ?? "nothing"}, got ${JSON.stringify(got) ?? "nothing"}`;
