import type { State } from "../../../../sandbox/tenant/state";
import { Chance } from "../../../../sandbox/tenant/trouble/chance";
import { FrontEnds } from "../../../../sandbox/tenant/trouble/frontEnds";
import type { Lag, Profile } from "../../../../sandbox/tenant/trouble/profile";
import { profiles } from "../../../../sandbox/tenant/trouble/profiles";
import { exchangeAdministrator, exchangeScope, TestCertificate, TestTenant, type Graph, type Login } from "../support";
import { clientAssertion } from "./clientAssertion";

/** A clock that stands still until it is moved. */
class TestClock {
    time = Date.now();
    readonly now = (): Date => new Date(this.time);
    advance(seconds: number): void {
        this.time += seconds * 1000;
    }
}

const certificate = new TestCertificate();
const hour = 3600;

/** A tenant that lets nothing through for a while and never fails by chance, as the profile has it. */
async function start(seed: number): Promise<{ tenant: TestTenant; graph: Graph; clock: TestClock }> {
    const clock = new TestClock();
    const tenant = await TestTenant.start({ now: clock.now, profile: { name: "realistic", seed, timeScale: 0.01 } });
    return { tenant, graph: await settled(() => tenant.graph()), clock };
}

/** Tries again as long as a mishap of the profile gets in the way. */
async function settled<Value>(attempt: () => Promise<Value>): Promise<Value> {
    for (let left = 20; ; left--) {
        try {
            return await attempt();
        } catch (error) {
            if (left === 0) {
                throw error;
            }
        }
    }
}

describe("a tenant with realistic delays", () => {
    let tenant: TestTenant;
    let graph: Graph;
    let clock: TestClock;
    let login: Login;

    beforeAll(async () => {
        ({ tenant, graph, clock } = await start(3));
        // Graph's own checks of references are not what this is about: an hour between the steps.
        const application = await settled(() =>
            graph.do("POST", "/v1.0/applications", {
                displayName: "EXO",
                keyCredentials: [certificate.keyCredential()],
            }),
        );
        login = { applicationObjectId: application.id, clientId: application.appId, servicePrincipalObjectId: "" };
    });
    afterAll(() => tenant.stop());

    const signIn = async (): Promise<number | string> => {
        const { status, body } = await tenant.token({
            grant_type: "client_credentials",
            client_id: login.clientId,
            client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            client_assertion: await clientAssertion(certificate, login.clientId, tenant, clock.now()),
            scope: exchangeScope,
        });
        return status === 200 ? body.access_token : (body.error_codes[0] ?? 0);
    };
    const claims = (token: number | string): object =>
        JSON.parse(Buffer.from(String(token).split(".")[1] ?? "", "base64url").toString()) as object;
    const mailboxes = async (token: number | string): Promise<number> =>
        (
            await settled(async () => {
                const answer = await tenant.send("GET", `/adminapi/beta/${tenant.tenantId}/Mailbox`, undefined, {
                    authorization: `Bearer ${token}`,
                });
                if (answer.status === 429) {
                    throw new Error("throttled");
                }
                return answer;
            })
        ).status;

    it("knows an application, its service principal and its certificate at the token endpoint only later", async () => {
        expect(await signIn()).toBe(700016);
        clock.advance(hour / 100);
        expect(await signIn()).toBe(7000229);
        const servicePrincipal = await settled(() =>
            graph.do("POST", "/v1.0/servicePrincipals", { appId: login.clientId }),
        );
        login = { ...login, servicePrincipalObjectId: servicePrincipal.id };
        expect(await signIn()).toBe(7000229);
        clock.advance(hour / 100);
        const token = await signIn();
        expect(claims(token)).not.toHaveProperty("roles");

        const second = new TestCertificate({ until: 300 });
        await settled(() =>
            graph.do("PATCH", `/v1.0/applications/${login.applicationObjectId}`, {
                keyCredentials: [certificate.keyCredential(), second.keyCredential()],
            }),
        );
        const withSecond = async (): Promise<unknown> =>
            (
                await tenant.token({
                    grant_type: "client_credentials",
                    client_id: login.clientId,
                    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                    client_assertion: await clientAssertion(second, login.clientId, tenant, clock.now()),
                    scope: exchangeScope,
                })
            ).body.error_codes;
        expect(await withSecond()).toEqual([700027]);
        clock.advance(hour / 100);
        expect(await withSecond()).toBeUndefined();
    });

    it("puts consent and role into tokens later, and lets Exchange honour the role later still", async () => {
        await settled(() => graph.consent(login));
        await settled(() => graph.assignRole(login));
        const early = await signIn();
        expect(claims(early)).not.toHaveProperty("roles");
        expect(claims(early)).not.toHaveProperty("wids");
        expect(await mailboxes(early)).toBe(401);

        // Tokens have both after 1.8 s of scaled time; Exchange needs 1.2 s to 3 s for the role.
        clock.advance(1.8);
        let refused = 0;
        const token = await signIn();
        expect(claims(token)).toMatchObject({ roles: ["Exchange.ManageAsApp"], wids: [exchangeAdministrator] });
        for (let attempt = 0; attempt < 20; attempt++) {
            refused += (await mailboxes(token)) === 403 ? 1 : 0;
        }
        expect(refused).toBeGreaterThan(0);
        clock.advance(1.3);
        expect(await mailboxes(token)).toBe(200);
    });
});

describe("trouble with the same seed and the same requests", () => {
    async function statuses(seed: number): Promise<number[]> {
        const clock = new TestClock();
        const tenant = await TestTenant.start({
            now: clock.now,
            profile: { name: "hostile", seed, timeScale: 0.001 },
        });
        const graph = await settled(() => tenant.graph());
        const seen: number[] = [];
        for (let attempt = 0; attempt < 12; attempt++) {
            const made = await graph
                .send("POST", "/v1.0/applications", { displayName: String(attempt) })
                .catch(() => ({ status: 0, body: { id: "" } }));
            seen.push(made.status);
            for (let read = 0; read < 4 && made.status === 201; read++) {
                const target = `/v1.0/applications/${made.body.id}`;
                seen.push((await graph.send("GET", target).catch(() => ({ status: 0 }))).status);
                clock.advance(0.005);
            }
        }
        await tenant.stop();
        return seen;
    }

    it("repeats", async () => {
        const first = await statuses(7);
        expect(await statuses(7)).toEqual(first);
        expect(await statuses(8)).not.toEqual(first);
        expect(new Set(first).size).toBeGreaterThan(2);
    });
});

describe("the profiles", () => {
    it.each(["realistic", "hostile"] as const)("have chances and ranges that make sense: %s", (name) => {
        const { lags, mishaps }: Profile = profiles[name];
        const late = Object.values(lags).flatMap((collections) => Object.values(collections));
        for (const { chance } of [...late, ...mishaps]) {
            expect(chance).toBeGreaterThan(0);
            expect(chance).toBeLessThanOrEqual(1);
        }
        const ranges = [
            ...late.map(({ seconds }) => seconds),
            ...mishaps.flatMap(({ delaySeconds }) => (delaySeconds ? [delaySeconds] : [])),
            ...mishaps.flatMap(({ burst }) => (burst ? [burst] : [])),
        ];
        expect(ranges.filter(([from, to]) => from >= to)).toEqual([]);
    });

    it("make no trouble at all as `instant`", () => {
        expect(profiles.instant).toEqual({ frontEnds: 1, lags: {}, mishaps: [] });
    });
});

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
