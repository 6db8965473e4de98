import type { State, Tenant } from "../state";
import { within, type Chance } from "./chance";
import type { Collection, Profile, Reader } from "./profile";

interface Version {
    readonly state: State;
    readonly number: number;
    readonly writtenAt: number;
}

/**
 * Microsoft's front ends, each with what has arrived there so far. A write takes its time to each of them, and none
 * overtakes an earlier one. What has not arrived when the process ends is everywhere when it starts again.
 */
export class FrontEnds {
    #versions: Version[];
    #next = 1;

    constructor(
        private readonly profile: Profile,
        private readonly chance: Chance,
        private readonly timeScale: number,
        state: State,
    ) {
        this.#versions = [{ state, number: 0, writtenAt: -Infinity }];
    }

    /** To be told of every new state. */
    written(state: State, now: Date): void {
        if (this.#latest.state !== state) {
            this.#versions.push({ state, number: this.#next++, writtenAt: now.getTime() });
        }
    }

    /** Makes a state known everywhere at once. */
    settle(state: State): void {
        this.#versions = [{ state, number: 0, writtenAt: -Infinity }];
    }

    /** What that reader knows by now, at the front end that happens to answer; the latest state itself when that is all. */
    seenBy(reader: Reader, route: string, now: Date): State {
        const lags = this.profile.lags[reader];
        this.#forgetSettled(now);
        const latest = this.#latest.state;
        if (!lags || this.#versions.length === 1) {
            return latest;
        }
        const frontEnd = Math.floor(this.chance.next(`front end of ${route}`) * this.profile.frontEnds);
        const known: Partial<Record<Collection, State>> = {};
        for (const collection of Object.keys(lags) as Collection[]) {
            known[collection] = this.#arrived(reader, collection, frontEnd, now);
        }
        if (Object.values(known).every((state) => state === latest)) {
            return latest;
        }
        const tenants = Object.values(latest.tenants).map(
            (tenant) => [tenant.tenantId, partly(tenant, known)] as const,
        );
        return { ...latest, tenants: Object.fromEntries(tenants) };
    }

    get #latest(): Version {
        const latest = this.#versions.at(-1);
        if (!latest) {
            throw new Error("there is always a version");
        }
        return latest;
    }

    #arrived(reader: Reader, collection: Collection, frontEnd: number, now: Date): State {
        const missing = this.#versions.findIndex(
            ({ number, writtenAt }) => writtenAt + this.#lag(reader, collection, frontEnd, number) > now.getTime(),
        );
        return (this.#versions[missing === -1 ? this.#versions.length - 1 : Math.max(missing - 1, 0)] ?? this.#latest)
            .state;
    }

    #lag(reader: Reader, collection: Collection, frontEnd: number, version: number): number {
        const lag = this.profile.lags[reader]?.[collection];
        const occasion = `version ${version} of ${collection} at front end ${frontEnd} for ${reader}`;
        return !lag || this.chance.of(`late: ${occasion}`) >= lag.chance
            ? 0
            : within(lag.seconds, this.chance.of(occasion)) * 1000 * this.timeScale;
    }

    /** Nobody asks any more for what was replaced longer ago than the longest lag. */
    #forgetSettled(now: Date): void {
        const longest = Object.values(this.profile.lags)
            .flatMap((lags) => Object.values(lags))
            .reduce((seconds, lag) => Math.max(seconds, lag.seconds[1]), 0);
        const settledBefore = now.getTime() - longest * 1000 * this.timeScale;
        const settled = this.#versions.findLastIndex(({ writtenAt }) => writtenAt <= settledBefore);
        this.#versions.splice(0, Math.max(settled, 0));
    }
}

function partly(tenant: Tenant, known: Partial<Record<Collection, State>>): Tenant {
    const parts = Object.entries(known).map(
        ([collection, state]) =>
            [collection, state.tenants[tenant.tenantId]?.[collection as Collection] ?? []] as const,
    );
    return { ...tenant, ...Object.fromEntries(parts) };
}
