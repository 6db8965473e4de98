import { createLocalJWKSet } from "jose";
import { z } from "zod";
import type { State } from "../state";
import { isLoopback } from "../loopback";
import { SignInError } from "./errors";

const metadataSchema = z.object({ jwks_uri: z.string() });
const keysSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** Finds the key that a token's header names. */
export type FindKey = ReturnType<typeof createLocalJWKSet>;

const fetchTimeoutMs = 5_000;

/**
 * The keys of an outside identity provider: those that the state has, or those that an identity provider on this
 * machine publishes. No other machine is ever asked.
 * @throws SignInError
 */
export async function keysOf(state: State, issuer: string): Promise<FindKey> {
    const known = state.issuers.find((candidate) => candidate.issuer === issuer);
    if (known) {
        return createLocalJWKSet({ keys: [...known.jwks.keys] });
    }
    const metadata = await load(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, metadataSchema);
    const { keys } = await load(metadata.jwks_uri, keysSchema);
    return createLocalJWKSet({ keys });
}

async function load<Schema extends z.ZodType>(address: string, schema: Schema): Promise<z.infer<Schema>> {
    if (!isOnThisMachine(address)) {
        throw SignInError.notImplemented(`asking ${address} for keys: it is not on this machine, nor in the seed`);
    }
    try {
        const signal = AbortSignal.timeout(fetchTimeoutMs);
        const response = await fetch(address, { redirect: "error", signal });
        return schema.parse(await response.json());
    } catch {
        throw SignInError.of("unreachableIssuer");
    }
}

function isOnThisMachine(address: string): boolean {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    return url !== undefined && /^https?:$/.test(url.protocol) && isLoopback(url.hostname);
}
