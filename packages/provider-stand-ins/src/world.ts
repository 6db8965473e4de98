import { generateKeyPair, type KeyObject, randomBytes, randomUUID } from "node:crypto";
import { setTimeout as after } from "node:timers/promises";
import { promisify } from "node:util";

/** Time and chance, the only things a plugin takes from outside its requests. Tests bring their own. */
export interface World {
    /** Nanoseconds since 1970-01-01T00:00Z. */
    now(): bigint;
    /** Resolves after the given time; rejects with the signal's reason when that comes first. */
    sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
    uuid(): string;
    randomBytes(size: number): Buffer;
    /** A new RSA key, whose primes are found by chance and take long to find. */
    rsaKey(modulusLength: number): Promise<KeyObject>;
}

/**
 * By what all waits are divided. The azuread stand-in waits as long as the published plugin, 20 seconds for a deletion;
 * only tests and the bench make it hurry.
 * @default 1
 */
export const waitDivisorVariable = "EXO_UNATTENDED_SANDBOX_WAIT_DIVISOR";
const waitDivisor = Number(process.env[waitDivisorVariable] ?? 1);

export const realWorld: World = {
    // The wall clock knows milliseconds only; the steady clock fills in the digits below.
    now: () => BigInt(Date.now()) * 1_000_000n + (process.hrtime.bigint() % 1_000_000n),
    sleep: async (milliseconds, signal) => {
        try {
            await after(milliseconds / waitDivisor, undefined, { signal });
        } catch {
            signal.throwIfAborted();
        }
    },
    uuid: randomUUID,
    randomBytes: (size) => randomBytes(size),
    rsaKey: async (modulusLength) => (await promisify(generateKeyPair)("rsa", { modulusLength })).privateKey,
};

/** The world's time in whole milliseconds. */
export const milliseconds = (world: World): number => Number(world.now() / 1_000_000n);
