import type { State } from "../../src/state";
import { Chance } from "../../src/trouble/chance";
import { FrontEnds } from "../../src/trouble/frontEnds";
import type { Lag, Profile } from "../../src/trouble/profile";

describe("a front end of Graph", () => {
    const at = (seconds: number): Date => new Date(seconds * 1000);
    const lag: Lag = { chance: 0.5, seconds: [1, 10] };
    const profile: Profile = { frontEnds: 2, lags: { read: { applications: lag }, write: {} }, mishaps: [] };
    const stateWith = (...applications: string[]): State =>
        ({ tenants: { t: { tenantId: "t", applications, users: ["u"] } } }) as unknown as State;
    const applicationsOf = (state: State): unknown => state.tenants.t?.applications;

    it("shows a write late, a deletion late too, and never the one before the other", () => {
        for (let seed = 0; seed < 50; seed++) {
            const states = [stateWith(), stateWith("a"), stateWith("a", "b"), stateWith("b")];
            const frontEnds = new FrontEnds(profile, new Chance(seed), 1, stateWith());
            const order = states.map((state) => String(applicationsOf(state)));
            frontEnds.written(states[1] as State, at(1));
            frontEnds.written(states[2] as State, at(2));
            frontEnds.written(states[3] as State, at(3));
            const seen = Array.from({ length: 60 }, (_, step) =>
                order.indexOf(String(applicationsOf(frontEnds.seenBy("read", "one route", at(3 + step / 4))))),
            );
            expect(seen.filter((version) => version < 0)).toEqual([]);
            expect(seen.slice(40)).toEqual(Array(20).fill(3));
            expect(frontEnds.seenBy("write", "one route", at(3))).toBe(states[3]);
        }
    });

    it("is late in some of the seeds only, and knows at once what everybody was told", () => {
        const late = Array.from({ length: 50 }, (_, seed) => {
            const frontEnds = new FrontEnds(profile, new Chance(seed), 1, stateWith());
            frontEnds.written(stateWith("a"), at(1));
            return String(applicationsOf(frontEnds.seenBy("read", "one route", at(1)))) === "";
        }).filter(Boolean).length;
        expect(late).toBeGreaterThan(10);
        expect(late).toBeLessThan(40);

        const frontEnds = new FrontEnds(profile, new Chance(1), 1, stateWith());
        const told = stateWith("a");
        frontEnds.settle(told);
        expect(frontEnds.seenBy("read", "one route", at(1))).toBe(told);
    });
});
