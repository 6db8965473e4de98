import type { Call, Reply } from "../http";
import type { Route } from "../router";
import type { State } from "../state";
import { Chance, within } from "./chance";
import { disturbed } from "./disturbance";
import { tokensForExchange } from "./exchangeTokens";
import { FrontEnds } from "./frontEnds";
import { Mishaps } from "./mishaps";
import type { Profile, Reader } from "./profile";
import { profiles, type TroubleChoice } from "./profiles";
import { ScriptedFaults } from "./scriptedFaults";

/** Where trouble enters: everything that is served goes through `around`. */
export class Trouble {
    readonly scriptedFaults = new ScriptedFaults();
    readonly #frontEnds: FrontEnds;
    readonly #mishaps: Mishaps;
    /** Tells how long the next sign-in takes to get into the log, in milliseconds. */
    readonly signInLogDelay: () => number;

    /** @param state the state as everybody knows it at the start */
    constructor({ name, seed, timeScale = 1, delayScale = 1 }: TroubleChoice, state: State) {
        const profile = profiles[name];
        const chance = new Chance(seed);
        const { signInLogDelay = [0, 0] } = profile as Profile;
        this.signInLogDelay = () => within(signInLogDelay, chance.next("sign-in log")) * 1_000 * timeScale;
        this.#frontEnds = new FrontEnds(profile, chance, timeScale, state);
        this.#mishaps = new Mishaps(profile.mishaps, chance, timeScale, delayScale);
    }

    /**
     * Answers a request: an ordered fault comes first, then the profile's mishaps, then the answer of a front end that
     * may not have heard of the latest writes yet.
     * @param latest tells the state, before and after
     */
    async around(route: Route, call: Call, latest: () => State): Promise<Reply> {
        const { method, path, identity } = call.request;
        const answer = (): Promise<Reply> => this.#answer(route, call, latest);
        const disturbance = this.scriptedFaults.next(method, path) ?? this.#mishaps.next(route.pattern);
        return disturbance ? disturbed(disturbance, identity, answer) : answer();
    }

    /** Lets everybody know the state as it is. */
    settle(state: State): void {
        this.#frontEnds.settle(state);
    }

    async #answer(route: Route, call: Call, latest: () => State): Promise<Reply> {
        const reader = readerOf(route);
        const now = call.request.identity.time;
        const known = this.#frontEnds.seenBy(reader, route.pattern, now);
        if (reader === "write" && known !== latest()) {
            // A front end refuses what refers to an object of which it has not heard.
            const rehearsal = { change: <Result>(work: (draft: State) => Result) => work(structuredClone(known)) };
            await route.handle({ ...call, state: known, store: rehearsal });
        }
        const accessTokens =
            reader === "exchange" ? tokensForExchange(call.accessTokens, latest(), known) : call.accessTokens;
        const reply = await route.handle({ ...call, accessTokens, state: reader === "write" ? latest() : known });
        this.#frontEnds.written(latest(), now);
        return reply;
    }
}

function readerOf({ method, segments }: Route): Reader {
    switch (segments[1]) {
        case "v1.0":
        case "beta":
            return method === "GET" ? "read" : "write";
        case "adminapi":
            return "exchange";
        default:
            return "signIn";
    }
}
