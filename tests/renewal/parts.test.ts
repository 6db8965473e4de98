import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { Clock } from "../../src/http/clock";
import { unifiedDiff } from "../../src/cli/commands/renew/patch";
import { compareGenerations, nextGeneration } from "../../src/renewal/generation";
import { objectionsTo, type Circumstances } from "../../src/renewal/objections";
import { refusedSignIn, verifyRepeatedly, type Attempt } from "../../src/renewal/verifyRepeatedly";
import { issuedTokenCheck, signInCheck } from "../../src/renewal/revocation";
import { nextOpening, parseWindow } from "../../src/renewal/window";
import { UserError } from "../../src/errors/userError";
import { inTurn } from "../../src/renewal/inTurn";
import { locked } from "../../src/renewal/locked";
import { credentialOf, rsaKey } from "../verification/support";
import { day, policy } from "./world";

const now = new Date("2026-11-26T12:00:00Z");

describe("the next generation", () => {
    test.each([
        [["current"], "2026a"],
        [["2025c", "current"], "2026a"],
        [["2026a", "2025z"], "2026b"],
        [["2026z", "2026b"], "2026aa"],
        [["2026az"], "2026ba"],
        [["2027a"], "2027b"],
    ])("of %j is %s", (keys, next) => {
        expect(nextGeneration(keys, now)).toBe(next);
        expect(keys.every((key) => compareGenerations(key, next) < 0)).toBe(true);
    });
});

describe("a renewal window", () => {
    test.each([
        ["Mon-Fri 08:00-17:00 Europe/Paris", "2026-11-26T12:00:00Z"],
        ["Mon-Fri 14:00-17:00 Europe/Paris", "2026-11-26T13:00:00Z"],
        ["Sat,Sun 00:00-24:00 UTC", "2026-11-28T00:00:00Z"],
        ["fri-mon 22:00-23:30 America/New_York", "2026-11-28T03:00:00Z"],
    ])("%s opens next on %s", (text, opening) => {
        expect(nextOpening([parseWindow(text)], now)).toEqual(new Date(opening));
    });

    test.each([
        "",
        "daily",
        "Mon 17:00-08:00 UTC",
        "Mon 08:00-25:00 UTC",
        "Foo 08:00-09:00 UTC",
        "Mon 08:00-09:00 Mars/Base",
    ])("%j is refused", (text) => {
        expect(() => parseWindow(text)).toThrow(UserError);
    });
});

describe("repeated sign-ins", () => {
    const answers = (
        ...verdicts: readonly Attempt["verdict"][]
    ): { readonly asked: string[]; readonly attempt: () => Promise<Attempt> } => {
        const left = [...verdicts];
        const asked: string[] = [];
        return {
            asked,
            attempt: (...given: readonly unknown[]) => {
                asked.push(String(given[0]));
                return Promise.resolve({ verdict: left.shift() ?? "proved", finding: "a finding" });
            },
        };
    };
    const clock = (): Clock => {
        let time = 0;
        return {
            now: () => new Date(time),
            sleep: (ms) => {
                time += ms;
                return Promise.resolve();
            },
        };
    };
    const repetition = { signIns: 3, overMs: 20_000, timeoutMs: 60_000 };

    test("must succeed in a row, and the last one reaches Exchange Online", async () => {
        const { asked, attempt } = answers("proved", "not-proved-in-time");
        expect(await verifyRepeatedly(attempt, repetition, clock(), undefined)).toMatchObject({ verdict: "verified" });
        expect(asked).toEqual(["token", "token", "token", "token", "exchange"]);
    });

    test("end when the time is over, and at a refusal that waiting does not cure", async () => {
        const slow = Array.from({ length: 20 }, () => "not-proved-in-time" as const);
        expect(await verifyRepeatedly(answers(...slow).attempt, repetition, clock(), undefined)).toMatchObject({
            verdict: "not-in-time",
        });
        expect(await verifyRepeatedly(answers("proved", "refused").attempt, repetition, clock(), undefined)).toEqual({
            verdict: "refused",
            finding: "a finding",
        });
    });

    test("with a removed certificate end when Microsoft Entra does not know it any more", async () => {
        const findings = ["", "", "Sign-in: AADSTS700027: the key was not found"];
        const attempt = (): Promise<Attempt> => {
            const finding = findings.shift() ?? "";
            return Promise.resolve({ verdict: finding === "" ? "proved" : "not-proved-in-time", finding });
        };
        expect(await refusedSignIn(attempt, 60_000, clock(), undefined)).toMatchObject({ result: "passed" });
        expect(await refusedSignIn(answers().attempt, 60_000, clock(), undefined)).toMatchObject({
            result: "warning",
            evidence: "Microsoft Entra still accepts it",
        });
    });
});

describe("a revocation measures", () => {
    let time = 0;
    const clock: Clock = {
        now: () => new Date(time),
        sleep: (ms) => {
            time += ms;
            return Promise.resolve();
        },
    };
    beforeEach(() => {
        time = 0;
    });

    test("when a token from before is refused", async () => {
        const use = (): Promise<boolean> => Promise.resolve(time < 60_000);
        expect(await issuedTokenCheck(use, 900_000, clock, undefined)).toMatchObject({
            result: "passed",
            evidence: expect.stringMatching(/after 60 s$/) as string,
        });
        time = 0;
        expect(await issuedTokenCheck(use, 30_000, clock, undefined)).toMatchObject({ result: "warning" });
    });

    test("when new sign-ins are refused, and says when they are not", async () => {
        const attempt = (): Promise<Attempt> =>
            Promise.resolve(
                time < 10_000
                    ? { verdict: "proved", finding: "" }
                    : { verdict: "refused", finding: "Sign-in: AADSTS7000112: disabled" },
            );
        expect(await signInCheck(attempt, 60_000, clock, undefined)).toMatchObject({ result: "passed" });
        time = 0;
        expect(await signInCheck(attempt, 5_000, clock, undefined)).toMatchObject({
            result: "failed",
            evidence: "still accepted after 5 s",
        });
    });
});

/** Arguments of a supplied certificate that lives so long from now on. */
function supplied(days: number): { readonly certificatePem: string } {
    const notAfter = new Date(now.getTime() + days * day);
    return { certificatePem: credentialOf(supplierKey, now, notAfter).certificatePem };
}
const supplierKey = rsaKey();

test("stacks are renewed one after the other, each after the same part of the jitter in every run", () => {
    const names = Array.from({ length: 200 }, (_, index) => `tenant-${index}`);
    const turns = inTurn(names, 3_600_000);
    expect(inTurn(names.toReversed(), 3_600_000)).toEqual(turns);
    expect(turns.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
    const delays = turns.map(({ delayMs }) => delayMs);
    expect(delays).toEqual(delays.toSorted((one, other) => one - other));
    expect(Math.max(...delays)).toBeLessThan(3_600_000);
    // Spread over the hour: in each quarter there are some.
    expect(new Set(delays.map((ms) => Math.floor(ms / 900_000))).size).toBe(4);
    expect(inTurn(names, 0).every(({ delayMs }) => delayMs === 0)).toBe(true);
});

describe("a lock that another update holds", () => {
    const lock = {
        holder: "deploy@build-7 (process 4711)",
        since: "2026-11-26T11:00:00Z",
        process: "running",
    } as const;

    test.each([
        ["waits while its process runs", [lock], "waiting", /^an update is running: deploy@build-7/],
        [
            "needs a person when its process has ended",
            [{ ...lock, process: "ended" }],
            "person",
            /left its lock.*pulumi cancel/,
        ],
        [
            "waits when nobody can look for its process",
            [{ ...lock, process: "unknown" }],
            "waiting",
            /If it was killed, run `pulumi cancel`/,
        ],
        [
            "needs a person when nobody can look for it and no update runs so long",
            [{ ...lock, process: "unknown", since: "2026-11-26T05:00:00Z" }],
            "person",
            /left its lock/,
        ],
        [
            "waits when the service does not say since when",
            [{ ...lock, process: "unknown", since: undefined }],
            "waiting",
            /pulumi cancel/,
        ],
        ["waits while one of several runs", [{ ...lock, process: "ended" }, lock], "waiting", /an update is running/],
    ] as const)("%s", (_, locks, kind, reason) => {
        const decision = locked(locks, now);
        expect(decision.kind).toBe(kind);
        expect("reasons" in decision ? decision.reasons.join("\n") : "").toMatch(reason);
    });
});

describe("a new certificate is refused", () => {
    const circumstances: Circumstances = {
        now,
        template: { validityDays: 365 },
        planned: undefined,
        active: { key: "current", notBefore: "2026-01-01T00:00:00Z", notAfter: "2027-01-01T00:00:00Z" },
        restrictions: [],
        applicationCreated: "2026-01-01T00:00:00Z",
        clockAheadMs: 0,
        loginHost: "login.microsoftonline.com",
        clientId: "login",
        deployerClientId: "deployer",
    };
    const lifetime = {
        restrictionType: "asymmetricKeyLifetime",
        maxLifetime: "P180D",
        restrictForAppsCreatedAfterDateTime: undefined,
    };

    test("not at all when nothing is in its way", () => {
        expect(objectionsTo(circumstances, policy)).toEqual([]);
        const both = { template: supplied(40), planned: supplied(400) };
        expect(objectionsTo({ ...circumstances, ...both }, policy)).toEqual([]);
    });

    test.each<[string, Partial<Circumstances>, Partial<typeof policy>, RegExp]>([
        ["when it would end before the old one", { template: { validityDays: 30 } }, {}, /not later than "current"/],
        ["when the tenant's policy does not allow its life", { restrictions: [lifetime] }, {}, /P180D/],
        ["when the clock is wrong", { clockAheadMs: 600_000 }, {}, /clock is 600 s ahead/],
        ["when it would be due at once", {}, { beforeMs: 365 * 86_400_000 }, /longer than the life/],
        ["when deliveries take longer than the overlap", {}, { deliveryMs: 200 * 86_400_000 }, /slowest delivery/],
        ["when the deployer signs in as this login", { deployerClientId: "login" }, {}, /this very login/],
        ["when the old one was supplied", { template: { certificatePem: "PEM" } }, {}, /successor must be supplied/],
        ["when it was supplied and cannot be read", { planned: { certificatePem: "PEM" } }, {}, /cannot be read/],
        [
            "when it was supplied and ends too early",
            { planned: supplied(30) },
            {},
            /"current"\. Supply one that ends later/,
        ],
        ["when it was supplied and lives too long", { planned: supplied(700), restrictions: [lifetime] }, {}, /P180D/],
        [
            "when a person planned it and it lives too long",
            { planned: { validityDays: 500 }, restrictions: [lifetime] },
            {},
            /P180D/,
        ],
    ])("%s", (_, changed, changedPolicy, reason) => {
        expect(objectionsTo({ ...circumstances, ...changed }, { ...policy, ...changedPolicy }).join()).toMatch(reason);
    });
});

test("a patch of any change is one that git applies", () => {
    const folder = mkdtempSync(join(tmpdir(), "exo-unattended-"));
    try {
        const text = fc
            .array(fc.constantFrom("a\n", "b\n", "c: 1\n", "\n"), { maxLength: 12 })
            .map((lines) => lines.join(""));
        fc.assert(
            fc.property(text, text, (before, after) => {
                fc.pre(before !== after && before !== "" && after !== "");
                writeFileSync(join(folder, "Pulumi.prod.yaml"), before);
                const input = unifiedDiff("Pulumi.prod.yaml", before, after);
                execFileSync("git", ["apply", "--unidiff-zero", "-"], { cwd: folder, input, stdio: "pipe" });
                expect(readFileSync(join(folder, "Pulumi.prod.yaml"), "utf8")).toBe(after);
            }),
            { numRuns: 25 },
        );
    } finally {
        rmSync(folder, { recursive: true });
    }
});
