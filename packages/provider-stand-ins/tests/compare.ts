import { isDeepStrictEqual } from "node:util";
import { typeOf } from "../src/protocol/provider";
import {
    isMap,
    list,
    map,
    mapValues,
    type PropertyMap,
    type PropertyValue,
    text,
    unwrapSecrets,
    without,
} from "../src/protocol/values";
import type { Answer } from "./pluginClient";
import { type RecordedCall, trimmed } from "../../local-tenant/tests/recordings";
import { nanoseconds } from "./replayWorld";

/**
 * What of an answer is not as recorded.
 * @param incomplete An HTTP answer behind it was not recorded in full, so the state cannot be compared, only the rest.
 */
export function answerDifferences(call: RecordedCall, answer: Answer, incomplete: boolean): string[] {
    if (call.error || answer.error) {
        return differencesAt("error", [...(call.error ?? [])], [...(answer.error ?? [])]);
    }
    const [recorded, got] = [call.response, answer.response].map((response) =>
        comparable(call, map(response), incomplete),
    );
    return differencesAt("", recorded ?? {}, got ?? {});
}

/** What the engine keeps of a failed creation or update, compared with the state that it had later. */
export function keptDifferences(
    calls: readonly RecordedCall[],
    index: number,
    { kept, error }: Answer,
    incomplete: boolean,
): string[] {
    const call = calls[index];
    const ofResource = (other: RecordedCall): boolean =>
        other.request.urn === call?.request.urn && other.method !== "Check";
    const next = calls.slice(index + 1).find(ofResource);
    if (!call || !error || !next || !["Create", "Update"].includes(call.method)) {
        return [];
    }
    const { id, olds } = next.request;
    const isReplacement = calls.slice(0, index).some((other) => ofResource(other) && other.request.id === id);
    if (olds === undefined || (call.method === "Create" && isReplacement)) {
        return kept ? ["an object was kept"] : [];
    }
    const reduced = incomplete ? withoutService : (properties: PropertyMap): PropertyMap => properties;
    const got = kept && map(unwrapSecrets(kept));
    return differencesAt(
        "kept",
        { id: id ?? null, properties: reduced(map(olds)) },
        got ? { id: got.id ?? null, properties: reduced(map(got.properties)) } : null,
    );
}

/** Waits are part of the behaviour: what was not waiting took less than a second when it was recorded. */
export function waitDifferences({ provider, ms }: RecordedCall, waited: number): string[] {
    return provider === "tls" || (waited <= ms + 50 && waited > ms - 1000)
        ? []
        : [`waited ${waited} ms instead of about ${ms} ms`];
}

function comparable({ request, method }: RecordedCall, response: PropertyMap, incomplete: boolean): PropertyMap {
    if (Array.isArray(response.failures)) {
        // The published plugins give several failures in any order.
        const reason = (failure: PropertyValue): string => text(map(failure).reason);
        return { ...response, failures: [...response.failures].sort((a, b) => (reason(a) < reason(b) ? -1 : 1)) };
    }
    if (incomplete && isMap(response.properties)) {
        return { id: response.id ?? null, properties: withoutService(response.properties) };
    }
    const properties = map(response.properties);
    const isMade = method === "Create" && request.preview !== true;
    switch (isMade && typeOf(text(request.urn))) {
        case "tls:index/privateKey:PrivateKey":
            // Another key each time; privateKey.test.ts compares what is told about a recorded one.
            return { properties: mapValues(properties, shape) };
        case "tls:index/selfSignedCert:SelfSignedCert":
            return { ...response, properties: comparableCertificate(properties) };
        default:
            return response;
    }
}

/** Properties that the plugin knows without the service. */
const local = [
    "encoding",
    "endDateRelative",
    "id",
    "logoImage",
    "password",
    "preventDuplicateNames",
    "useExisting",
    "value",
];

/** The state as far as it does not come from the service: for the rest, which properties there are. */
const withoutService = (properties: PropertyMap): PropertyMap =>
    mapValues(properties, (value, name) => (local.includes(name) ? value : "from the service"));

function comparableCertificate(properties: PropertyMap): PropertyMap {
    // An ECDSA signature is random. The recordings were made in several time zones.
    const rest = properties.keyAlgorithm === "ECDSA" ? without(properties, "certPem") : properties;
    return mapValues(rest, (value, name) =>
        name.startsWith("validity") && typeof value === "string" ? inUtc(value) : value,
    );
}

const inUtc = (time: string): string => String(nanoseconds(time));

/** What kind of text it is: everything long and random is left out. */
function shape(value: PropertyValue): PropertyValue {
    if (isMap(value)) {
        return mapValues(value, shape);
    }
    return typeof value === "string" && value !== trimmed
        ? value.replace(/[A-Za-z0-9+/=\n:]{24,}/g, "…").replace(/…+/g, "…")
        : value;
}

function differencesAt(at: string, recorded: PropertyValue, got: PropertyValue): string[] {
    if (isDeepStrictEqual(recorded, got) || recorded === trimmed) {
        return [];
    }
    if (isMap(recorded) && isMap(got)) {
        const names = [...new Set([...Object.keys(recorded), ...Object.keys(got)])];
        return names.flatMap((name) => differencesAt(`${at}.${name}`, recorded[name] ?? null, got[name] ?? null));
    }
    if (Array.isArray(recorded) && Array.isArray(got) && recorded.length === got.length) {
        return recorded.flatMap((item, index) => differencesAt(`${at}[${index}]`, item, list(got)[index] ?? null));
    }
    return [`${at}: recorded ${JSON.stringify(recorded)}, got ${JSON.stringify(got)}`];
}
