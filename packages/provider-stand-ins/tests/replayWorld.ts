import { typeOf } from "../src/protocol/provider";
import { map, text } from "../src/protocol/values";
import type { KeyObject } from "node:crypto";
import { realWorld, type World } from "../src/world";
import type { RecordedCall } from "../../local-tenant/tests/recordings";

/** One key of each size: no recording has two that have to differ. */
const rsaKeys = new Map<number, Promise<KeyObject>>();

/** A world in which waiting takes no time, and time and chance give what a recorded call needs. */
export class ReplayWorld implements World {
    sleptMilliseconds = 0;
    private passed = BigInt(Date.parse("2026-11-23T05:10:00Z")) * 1_000_000n;
    private chance: Chance = {};

    /** Makes the next call comparable with the recorded one to the last byte. */
    expect(call: RecordedCall): void {
        this.chance = chanceFor(call);
        this.sleptMilliseconds = 0;
    }

    now(): bigint {
        return this.chance.now ?? this.passed;
    }

    sleep(milliseconds: number): Promise<void> {
        this.passed += BigInt(Math.round(milliseconds * 1_000_000));
        this.sleptMilliseconds += milliseconds;
        return Promise.resolve();
    }

    uuid(): string {
        return this.chance.uuid ?? "00000000-0000-4000-8000-000000000000";
    }

    randomBytes(size: number): Buffer {
        return this.chance.serialNumber?.length === size ? this.chance.serialNumber : Buffer.alloc(size, 7);
    }

    rsaKey(modulusLength: number): Promise<KeyObject> {
        const key = rsaKeys.get(modulusLength) ?? realWorld.rsaKey(modulusLength);
        rsaKeys.set(modulusLength, key);
        return key;
    }
}

interface Chance {
    readonly uuid?: string;
    readonly serialNumber?: Buffer;
    readonly now?: bigint;
}

function chanceFor({ request, response, method }: RecordedCall): Chance {
    if (method !== "Create" || request.preview === true || !response) {
        return {};
    }
    const properties = map(response.properties);
    switch (typeOf(text(request.urn))) {
        case "tls:index/selfSignedCert:SelfSignedCert":
            return {
                serialNumber: Buffer.from(BigInt(text(response.id)).toString(16).padStart(32, "0"), "hex"),
                now: nanoseconds(text(properties.validityStartTime)),
            };
        case "azuread:index/applicationCertificate:ApplicationCertificate": {
            const isRelative = typeof properties.endDateRelative === "string";
            return {
                uuid: text(properties.keyId),
                ...(isRelative ? { now: nanoseconds(text(properties.startDate)) } : {}),
            };
        }
        default:
            return {};
    }
}

/** An RFC 3339 time in nanoseconds since 1970. */
export function nanoseconds(time: string): bigint {
    const fraction = (/\.(\d+)/.exec(time)?.[1] ?? "").padEnd(9, "0");
    return BigInt(Date.parse(time.replace(/\.\d+/, ""))) * 1_000_000n + BigInt(fraction);
}
