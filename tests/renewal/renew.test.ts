import fc from "fast-check";
import { judge } from "../../src/renewal/decide";
import type { Renewal, RenewalEffects } from "../../src/renewal/renew";
import type { RenewalPolicy } from "../../src/renewal/policy";
import { outlook } from "../../src/renewal/outlook";
import { day, Killed, plannedStep, policy, renewWith, World } from "./world";

const run = (world: World, changes: Partial<RenewalPolicy> = {}, killedAfter = 0): Promise<Renewal> =>
    renewWith(world.effects(killedAfter), { ...policy, ...changes });
const kinds = ({ steps }: Renewal): string[] =>
    steps.map((step) => ("key" in step ? `${step.kind} ${step.key}` : step.kind));

let world: World;
beforeEach(() => {
    world = new World();
});

describe("a renewal", () => {
    test("does nothing before two thirds of the life are over, and says when that is", async () => {
        const renewal = await run(world);
        expect(kinds(renewal)).toEqual([]);
        expect(renewal.standing).toMatchObject({
            position: "steady",
            decision: { kind: "nothing due", until: new Date("2027-01-25T12:00:00Z") },
        });
    });

    test("adds, verifies and makes active in one run when nothing has to be delivered, and keeps the old one", async () => {
        world.advance(61);
        const renewal = await run(world);
        expect(kinds(renewal)).toEqual(["stage 2027a", "switch 2027a"]);
        expect(renewal.standing).toMatchObject({ position: "active", decision: { kind: "waiting" } });
        expect(world.active).toBe("2027a");
        expect(Object.keys(world.certificates)).toEqual(["current", "2027a"]);
    });

    test("plans a certificate that a person has added to the configuration, now", async () => {
        world.config = { ...world.config, certificates: { current: {}, "2026c": {} } };
        const { situation } = await world.effects().read(new Map());
        const [first] = outlook(situation, policy);
        expect(first).toEqual({ step: { kind: "stage", key: "2026c", from: "current" }, at: new Date(world.now) });
    });

    test("waits for a person while a file holds the old certificate, and names it with its age", async () => {
        world.deliver("web1");
        world.deliver("web2");
        world.advance(61);
        expect(kinds(await run(world))).toEqual(["stage 2027a"]);
        world.deliver("web1", "2027a");
        const renewal = await run(world);
        expect(kinds(renewal)).toEqual([]);
        expect(renewal.standing).toMatchObject({ position: "verified", decision: { kind: "person" } });
        expect(JSON.stringify(renewal.standing.decision)).toMatch(/web2\.pfx on web2 holds \\"current\\", 61 days old/);
        world.deliver("web2", "2027a");
        expect(kinds(await run(world))).toEqual(["switch 2027a"]);
    });

    test("gives no certificate the key of one that was active, taken back and removed", async () => {
        world.advance(61);
        await run(world);
        expect(world.active).toBe("2027a");
        world.config = { certificates: { current: {} }, activeCertificate: "current" };
        world.apply();
        const again = await run(world);
        expect(kinds(again)).toEqual(["stage 2027b", "switch 2027b"]);
    });

    test("verifies and delivers a new certificate when all front ends know it, but at once when the old key leaked", async () => {
        world.deliver("web1");
        world.advance(61);
        const settleMs = 1_800_000;
        const waiting = await run(world, { settleMs });
        expect(kinds(waiting)).toEqual(["stage 2027a"]);
        expect(waiting.standing).toMatchObject({
            position: "staged",
            decision: {
                kind: "waiting",
                until: new Date("2027-01-26T12:30:00Z"),
                reasons: [
                    expect.stringMatching(/"2027a" was added on 2027-01-26T12:00:00Z: .* before 2027-01-26T12:30/),
                ],
            },
        });
        const [verified, switched] = outlook(waiting.situation, { ...policy, settleMs });
        expect([verified?.at, switched?.at]).toEqual([
            new Date("2027-01-26T12:30:00Z"),
            new Date("2027-01-27T12:30:00Z"),
        ]);
        expect((await run(world, { settleMs, compromised: "current" })).standing.position).toBe("verified");
        world.now += settleMs;
        expect((await run(world, { settleMs })).standing).toMatchObject({
            position: "verified",
            decision: { kind: "person" },
        });
    });

    describe("with machines that report which certificate they used", () => {
        const settings = { requiredReports: ["web3"] };
        beforeEach(() => {
            world.report("WEB1", "current");
            world.report("web2", "current");
            world.report("web2", "current", "exo-unattended verify");
            world.advance(61);
        });

        test("names each that lags with its age until it holds the new one, then waits until it has used it", async () => {
            const undelivered = await run(world);
            expect(kinds(undelivered)).toEqual(["stage 2027a"]);
            expect(undelivered.standing).toMatchObject({ position: "verified", decision: { kind: "person" } });
            const { decision } = undelivered.standing;
            expect(decision.kind === "person" ? decision.reasons : []).toEqual([
                expect.stringMatching(
                    /^WEB1 \(\/opt\S+\) used "current", 61 days old, 61 days ago\. Deliver "2027a" to it/,
                ),
                expect.stringMatching(/^web2 \(\/opt/),
                expect.stringMatching(/^web2 \(exo-unattended verify\)/),
            ]);
            world.deliver("web1", "2027a");
            world.report("web2", "2027a");
            expect((await run(world, { waived: ["web2"] })).standing.decision).toEqual({
                kind: "waiting",
                until: undefined,
                reasons: [expect.stringMatching(/^WEB1 .* and has "2027a" for its next run$/)],
            });
            world.report("WEB1", "2027a");
            world.report("web2", "2027a", "exo-unattended verify");
            expect(kinds(await run(world))).toEqual(["switch 2027a"]);
        });

        test("plans the switch after a delivery, and at once when every machine has the new one", async () => {
            const switchAt = ({ situation }: Renewal): number | undefined =>
                outlook(situation, policy)
                    .find(({ step }) => step.kind === "switch")
                    ?.at.getTime();
            expect(switchAt(await run(world))).toBe(world.now + policy.deliveryMs);
            world.reports = [];
            world.report("WEB1", "2027a");
            world.deliver("web1", "2027a");
            const gone = "0".repeat(40);
            world.reports.push({
                host: "web9",
                clientId: "login",
                thumbprint: gone,
                at: "2026-01-01T00:00:00Z",
                by: "",
            });
            const planned = await run(world, { requiredReports: ["web3"] });
            expect(switchAt(planned)).toBe(world.now);
        });

        test("plans no time for a delivery when the certificates that machines reported are gone, or nobody reports", async () => {
            const { situation } = await run(new World());
            const plan = (reports: typeof world.reports): number[] =>
                outlook({ ...situation, reports }, policy)
                    .slice(1, 3)
                    .map(({ at }) => at.getTime());
            const [verified = 0] = plan([]);
            expect(plan([])).toEqual([verified, verified]);
            expect(plan(world.reports)).toEqual([verified, verified + policy.deliveryMs]);
            expect(plan(world.reports.map((one) => ({ ...one, thumbprint: "0".repeat(40) })))).toEqual(plan([]));
        });

        test("waits for the report of a machine that is required, and ignores certificates that are gone", async () => {
            world.reports = world.reports.map((report) => ({ ...report, thumbprint: "0".repeat(40) }));
            expect((await run(world, settings)).standing.decision).toMatchObject({
                kind: "waiting",
                reasons: ['web3 has not reported a sign-in with "2027a" yet'],
            });
            world.report("WEB3", "2027a", "exo-unattended verify");
            expect(kinds(await run(world, settings))).toEqual(["switch 2027a"]);
        });

        test("does not remove a certificate that a machine used last, unless it is waived", async () => {
            world = new World(365);
            world.advance(300);
            await run(world);
            world.report("web1", "current");
            world.advance(40);
            expect((await run(world)).standing.decision).toMatchObject({ kind: "person" });
            expect(kinds(await run(world, { waived: ["WEB1"] }))).toEqual(["retire current"]);
        });

        test("does not wait for their next run in an emergency", async () => {
            world.deliver("web1", "current");
            await run(world, { compromised: "current" });
            const [newest = ""] = Object.keys(world.certificates).slice(-1);
            world.deliver("web1", newest);
            world.deliver("web2", newest);
            expect(kinds(await run(world, { ...settings, compromised: "current" }))).toEqual([
                "switch 2027a",
                "retire current",
            ]);
        });
    });

    test("removes the old certificate by time where the sign-in log cannot be read, and says so", async () => {
        world = new World(365);
        world.advance(300);
        await run(world);
        world.advance(30);
        expect(kinds(await run(world))).toEqual([]);
        world.advance(1);
        const renewal = await run(world);
        expect(kinds(renewal)).toEqual(["retire current"]);
        expect(renewal.refusals).toEqual([{ key: "current", outcome: { result: "passed", evidence: "AADSTS700027" } }]);
        expect(renewal.steps).toEqual([
            expect.objectContaining({ because: expect.stringContaining("by time alone") as string }),
        ]);
    });

    test("does not remove a certificate that a place holds again, however long nobody used it", async () => {
        world = new World(365);
        world.deliver("web1");
        world.advance(300);
        await run(world);
        world.deliver("web1", "2027a");
        await run(world);
        world.deliver("web1", "current");
        world.advance(40);
        const { standing } = await run(world);
        expect(standing.decision).toMatchObject({ kind: "person" });
        expect(Object.keys(world.certificates)).toEqual(["current", "2027a"]);
    });

    test("never begins a second time in one run, even if the new certificate is due at once", async () => {
        world.advance(61);
        expect(kinds(await run(world, { beforeMs: 1e12 }))).toEqual(["stage 2027a", "switch 2027a"]);
    });

    test("changes nothing outside of the window, and everything at once for a compromised key", async () => {
        const windows = [{ days: new Set([0]), from: 0, to: 60, timeZone: "UTC" }];
        world.advance(61);
        expect((await run(world, { windows })).standing.decision).toMatchObject({
            kind: "waiting",
            until: new Date("2027-01-31T00:00:00Z"),
        });
        expect(kinds(await run(world, { windows, compromised: "current" }))).toEqual([
            "stage 2027a",
            "switch 2027a",
            "retire current",
        ]);
    });

    test("asks which certificate is compromised when the key is misspelt, and is done when it is gone", async () => {
        expect((await run(world, { compromised: "curent" })).standing.decision).toMatchObject({ kind: "person" });
        await run(world, { compromised: "current" });
        const { situation, standing } = await run(world, { compromised: "current" });
        expect(standing.decision).toMatchObject({ kind: "nothing due" });
        const [switched, retired] = outlook(situation, { ...policy, compromised: "current" }).slice(-2);
        expect(Number(retired?.at) - Number(switched?.at)).toBe(31 * day);
    });

    test("does not carry out what else an update would change, and leaves the configuration as it was", async () => {
        const before = world.config;
        world.otherSteps = [
            plannedStep("same", "azuread:index/servicePrincipal:ServicePrincipal", "exo"),
            plannedStep("update", "azuread:index/application:Application", "exo"),
        ];
        world.advance(61);
        const renewal = await run(world);
        expect([kinds(renewal), renewal.standing.decision.kind]).toEqual([[], "person"]);
        expect(JSON.stringify(renewal.standing.decision)).toMatch(/update urn:\S+Application::exo\. Run/);
        expect([world.config, Object.keys(world.certificates)]).toEqual([before, ["current"]]);
    });

    test("goes on from where another run got to, and does not take back the configuration of both", async () => {
        world.advance(61);
        const effects = world.effects();
        let isOvertaken = false;
        const renewal = await renewWith(
            {
                ...effects,
                preview: async () => {
                    const preview = await effects.preview();
                    if (world.config.activeCertificate !== "current" && !isOvertaken) {
                        isOvertaken = true;
                        await effects.update("the other run's");
                    }
                    return preview;
                },
            },
            policy,
        );
        expect([isOvertaken, kinds(renewal)]).toEqual([true, ["stage 2027a"]]);
        expect([world.active, world.config.activeCertificate]).toEqual(["2027a", "2027a"]);
    });

    test("leaves alone a certificate that was never active and that no renewal made", async () => {
        world.config = { ...world.config, certificates: { current: {}, kiosk: {} } };
        world.apply();
        world.advance(61);
        await run(world);
        world.advance(32);
        await run(world);
        expect(Object.keys(world.certificates)).toEqual(["kiosk", "2027a"]);
    });

    test("does not make active again what somebody took back", async () => {
        world.advance(61);
        await run(world);
        world.config = { ...world.config, activeCertificate: "current" };
        world.apply();
        expect(kinds(await run(world))).toEqual(["stage 2027b", "switch 2027b"]);
    });
});

describe("retirement by the sign-in log", () => {
    beforeEach(async () => {
        world = new World(365);
        world.hasLog = true;
        world.advance(300);
        world.signIn("192.0.2.1", "current");
        world.signIn("192.0.2.2", "current");
        await run(world);
    });

    test("waits for each address that used the old certificate, however long", async () => {
        world.advance(20);
        world.signIn("192.0.2.1", "2027a");
        const { standing } = await run(world);
        expect(standing).toMatchObject({ position: "draining", decision: { kind: "waiting" } });
        expect(standing.drains["current"]?.behind.map(({ address }) => address)).toEqual(["192.0.2.2"]);
    });

    test("removes it when each was seen with the new one, and a grace period and the log's delay are over", async () => {
        world.advance(20);
        world.signIn("192.0.2.1", "2027a");
        world.signIn("192.0.2.2", "2027a");
        expect(kinds(await run(world))).toEqual(["retire current"]);
    });

    test("does not wait for an address that a person waives", async () => {
        world.advance(20);
        world.signIn("192.0.2.1", "2027a");
        expect(kinds(await run(world, { waived: ["192.0.2.2"] }))).toEqual(["retire current"]);
    });

    test("counts no refused sign-in as use", async () => {
        world.advance(10);
        world.signIn("192.0.2.1", "2027a");
        world.signIn("192.0.2.2", "2027a");
        world.advance(1);
        const { thumbprint } = world.certificate("current");
        const at = new Date(world.now).toISOString();
        world.signIns.push({ thumbprint, address: "192.0.2.9", at, succeeded: false });
        expect(kinds(await run(world))).toEqual(["retire current"]);
    });
});

describe("a supplied certificate", () => {
    const supplied = { certificatePem: "PEM", privateKeyPem: "a secret" };
    beforeEach(() => {
        world.config = { certificates: { current: supplied }, activeCertificate: "current" };
        world.holdsSecret = true;
        world.advance(61);
    });

    test("goes the whole way, but what would write its key again is left to a person", async () => {
        world.config = { ...world.config, certificates: { current: supplied, "2027a": supplied } };
        const sent: unknown[] = [];
        const effects = world.effects();
        const recorded: RenewalEffects = {
            ...effects,
            setConfig: (project, values, before) => {
                sent.push(values);
                return effects.setConfig(project, values, before);
            },
        };
        expect(kinds(await renewWith(recorded, policy))).toEqual(["stage 2027a", "switch 2027a"]);
        world.advance(32);
        expect((await renewWith(recorded, policy)).standing.decision).toEqual({
            kind: "person",
            reasons: [expect.stringMatching(/Do this yourself: `pulumi config rm --path certificates\.current`/)],
        });
        expect(sent).toEqual([{}, { activeCertificate: "2027a" }]);
    });

    test("gets no generated successor beside a key in the configuration, and is not put back from nothing", async () => {
        expect((await run(world)).standing.decision).toMatchObject({
            kind: "person",
            reasons: [expect.stringMatching(/pulumi config set --path certificates\.2027a\.validityDays 365/)],
        });
        world.config = { ...world.config, certificates: { current: supplied, "2027a": supplied } };
        await run(world);
        world.config = { ...world.config, certificates: { current: supplied } };
        expect((await run(world)).standing.decision).toMatchObject({
            kind: "person",
            reasons: [expect.stringMatching(/"2027a" was deployed already.*from version control/)],
        });
    });
});

describe("an old copy of the configuration", () => {
    test.each([
        ["from before a certificate was added", 1],
        ["from before it became active", 2],
    ])("%s is corrected, and nothing is taken away", async (_, steps) => {
        world.deliver("web1");
        const copies = [world.config];
        world.advance(61);
        await run(world);
        copies.push(world.config);
        world.deliver("web1", "2027a");
        await run(world);
        const before = { ...world.certificates };
        world.config = copies[steps - 1] ?? world.config;
        expect(kinds(await run(world))).toEqual(["restore"]);
        expect(world.config.activeCertificate).toBe("2027a");
        expect(world.certificates).toEqual(before);
    });

    test("whose arguments are lost is not brought back by an update, which would replace certificates", async () => {
        const copy = world.config;
        world.advance(61);
        await run(world);
        world.config = copy;
        world.otherSteps = [plannedStep("replace", "tls:index/selfSignedCert:SelfSignedCert", "exo-2027a")];
        const { standing } = await run(world);
        expect(JSON.stringify(standing.decision)).toMatch(
            /replace urn:\S+exo-2027a\. Take the configuration from version control/,
        );
        expect(world.config).toEqual(copy);
    });

    test("does not hurry the plan of a retirement", async () => {
        const copy = world.config;
        world.advance(61);
        const { situation } = await run(world);
        const before = outlook(situation, policy)[0];
        world.config = copy;
        const { situation: old } = await world.effects().read(new Map());
        expect([before?.step.kind, outlook(old, policy)[0]]).toEqual(["retire", before]);
    });

    test("does not bring back a certificate that was removed", async () => {
        world = new World(365);
        const copy = world.config;
        world.advance(300);
        await run(world);
        world.advance(32);
        await run(world);
        world.config = { ...copy, activeCertificate: "2027a", certificates: { current: {}, "2027a": {} } };
        expect(kinds(await run(world))).toEqual(["restore"]);
        expect(Object.keys(world.config.certificates)).toEqual(["2027a"]);
    });
});

test("never takes a working certificate from a place, wherever it is killed and whatever copy of the configuration it gets", async () => {
    const event = fc.oneof(
        fc.record({ kind: fc.constant("renew" as const), killedAfter: fc.nat(12) }),
        fc.record({
            kind: fc.constant("deliver" as const),
            host: fc.constantFrom("web1", "web2"),
            // The newest, or by mistake an older one.
            age: fc.constantFrom(1, 1, 1, 2),
        }),
        fc.record({ kind: fc.constant("advance" as const), days: fc.integer({ min: 1, max: 20 }) }),
        fc.record({ kind: fc.constant("old copy" as const), age: fc.integer({ min: 1, max: 3 }) }),
        fc.record({ kind: fc.constant("sign in" as const), host: fc.constantFrom("web1", "web2") }),
    );
    await fc.assert(
        fc.asyncProperty(fc.boolean(), fc.array(event, { minLength: 10, maxLength: 60 }), async (hasLog, events) => {
            const one = new World(120);
            one.hasLog = hasLog;
            one.deliver("web1");
            one.deliver("web2");
            const copies = [one.config];
            for (const each of events) {
                switch (each.kind) {
                    case "renew":
                        await run(one, {}, each.killedAfter).catch((error: unknown) => {
                            if (!(error instanceof Killed)) {
                                throw error;
                            }
                        });
                        copies.push(one.config);
                        break;
                    case "deliver":
                        one.deliver(each.host, Object.keys(one.certificates).at(-each.age));
                        break;
                    case "advance":
                        one.advance(each.days);
                        break;
                    case "old copy":
                        one.config = copies.at(-1 - each.age) ?? one.config;
                        break;
                    case "sign in": {
                        const held = one.places.find(({ host }) => host === each.host)?.thumbprint;
                        const key = Object.keys(one.certificates).find(
                            (name) => one.certificate(name).thumbprint === held,
                        );
                        if (key !== undefined) {
                            one.signIn(each.host, key);
                        }
                    }
                }
                const taken = one.places.filter(
                    ({ thumbprint, notAfter }) => one.removed.includes(thumbprint) && Date.parse(notAfter) > one.now,
                );
                expect(taken).toEqual([]);
                expect(Object.keys(one.certificates)).toContain(one.active);
            }
        }),
        { numRuns: 200 },
    );
});

test("a renewal always ends when places are delivered to, killed in each run or not", async () => {
    await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(10), { maxLength: 8 }), async (kills) => {
            const one = new World(365);
            one.deliver("web1");
            one.advance(300);
            for (const killedAfter of [...kills, 0, 0]) {
                await run(one, {}, killedAfter).catch(() => undefined);
                one.deliver("web1", Object.keys(one.certificates).at(-1));
            }
            one.advance(32);
            await run(one);
            expect(Object.keys(one.certificates)).toEqual(["2027a"]);
        }),
        { numRuns: 30 },
    );
});

test("the judgement depends on nothing but the situation", async () => {
    const { situation } = await run(world);
    expect(judge(situation, policy)).toEqual(judge(structuredClone(situation), policy));
});
