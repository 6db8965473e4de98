import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TroubleChoice } from "microsoft-local-tenant";
import { verify, type Clock, type Verification } from "../../src/verification";
import { LocalLogin, startTrustedTenant } from "./localLogin";
import { credentialOf, rsaKey } from "./support";

/** How many runs in a hostile tenant, a quarter as many in a realistic one. `npm run bench -- --verifications` asks for more. */
const seeds = Number(process.env.VERIFICATION_SEEDS ?? 2);
/** File to which each run adds a line of JSON. @default none */
const report = process.env.VERIFICATION_REPORT;

jest.setTimeout(60_000 + seeds * 20_000);

const timers = [
    "hrtime",
    "nextTick",
    "performance",
    "queueMicrotask",
    "setImmediate",
    "clearImmediate",
    "setInterval",
    "clearInterval",
    "setTimeout",
    "clearTimeout",
] as const;

const credential = credentialOf(rsaKey());
/** A tenant's folder with its keys made, to be copied: making them takes longer than a run. */
let made: string;

beforeAll(async () => {
    made = mkdtempSync(join(tmpdir(), "exo-unattended-"));
    await (await startTrustedTenant(made)).close();
});

afterAll(() => {
    rmSync(made, { recursive: true, force: true });
});

/** Time passes when a test says so, for the tenant, for us and for msal-node; only the date is not the machine's. */
beforeEach(() => {
    jest.useFakeTimers({ doNotFake: [...timers] });
});
afterEach(() => {
    jest.useRealTimers();
});

/** The pauses' jitter, the same in each run of the same seed. */
beforeEach(() => {
    let state = 1;
    jest.spyOn(Math, "random").mockImplementation(() => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647);
});

const steps = {
    certificate: (login: LocalLogin) => login.addCertificate(credential),
    consent: (login: LocalLogin) => login.grantConsent(),
    role: (login: LocalLogin) => login.assignRole(),
};
type Step = keyof typeof steps;
const stepNames: readonly Step[] = ["certificate", "consent", "role"];

interface Run extends Verification {
    /** When every front end of the tenant let the login in, in milliseconds from the start. */
    readonly readyMs: number;
}

/** A verification in a tenant with trouble, in which time passes only while somebody waits. */
async function run(choice: TroubleChoice, timeoutMs: number, without?: Step): Promise<Run> {
    const folder = mkdtempSync(join(tmpdir(), "exo-unattended-"));
    cpSync(made, folder, { recursive: true });
    const now = (): Date => new Date();
    const passTo = (time: number): void => {
        jest.setSystemTime(time);
    };
    const tenant = await startTrustedTenant(folder, { now, profile: { ...choice, delayScale: 0 } });
    try {
        const login = await LocalLogin.register(tenant, credential, () => {
            passTo(Date.now() + 10_000);
        });
        for (const step of stepNames.filter((other) => other !== without)) {
            await steps[step](login);
        }
        const started = Date.now();
        const endpoints = { loginUrl: tenant.url, exchangeUrl: tenant.url };
        const isReady = async (): Promise<boolean> => {
            const clock = { now, sleep: () => Promise.resolve() };
            // Several times, because each may be answered by another front end.
            for (let times = 0; times < 6; times++) {
                const probe = await verify(login.connection, credential, { endpoints, timeoutMs: 0, clock });
                if (probe.verdict !== "proved") {
                    return false;
                }
            }
            return true;
        };
        let readyMs = choice.name === "realistic" ? Infinity : NaN;
        /** Lets time pass until then, in steps at which the tenant is looked at for as long as it is not ready. */
        const passUntil = async (end: number): Promise<void> => {
            while (readyMs === Infinity && Date.now() < end) {
                readyMs = (await isReady()) ? Date.now() - started : Infinity;
                passTo(Math.min(Date.now() + 5_000, end));
            }
            passTo(end);
        };
        const clock: Clock = { now, sleep: (ms) => passUntil(Date.now() + ms) };
        const result = await verify(login.connection, credential, { endpoints, clock, timeoutMs });
        await passUntil(Date.now() + 3_600_000);
        return { ...result, readyMs };
    } finally {
        await tenant.close();
        rmSync(folder, { recursive: true, force: true });
    }
}

function note(line: object): void {
    if (report !== undefined) {
        appendFileSync(report, `${JSON.stringify(line)}\n`);
    }
}

const runs = Array.from({ length: seeds }, (_, index) => index + 1);

describe("in a hostile tenant a verification", () => {
    test.each(runs.filter((seed) => seed % 2 === 1))(
        "proves a login that is complete, whatever happens on the way (seed %i)",
        async (seed) => {
            const { verdict, checks, attempts, durationMs } = await run({ name: "hostile", seed }, 60 * 60_000);
            note({ profile: "hostile", seed, verdict, attempts, durationMs });
            expect({ verdict, checks }).toMatchObject({ verdict: "proved" });
        },
    );

    test.each(runs.filter((seed) => seed % 2 === 0))(
        "never proves one that lacks something (seed %i)",
        async (seed) => {
            const without = stepNames[(seed / 2) % stepNames.length] ?? "role";
            const { verdict, checks, attempts } = await run({ name: "hostile", seed }, 15 * 60_000, without);
            note({ profile: "hostile", seed, without, verdict, attempts });
            expect({ verdict, checks }).toMatchObject({ verdict: "not-proved-in-time" });
        },
    );
});

describe("in a realistic tenant a verification", () => {
    test.each(runs.filter((seed) => seed % 4 === 1))(
        "is proved at most one pause after the tenant is ready (seed %i)",
        async (seed) => {
            const { verdict, attempts, durationMs, readyMs } = await run({ name: "realistic", seed }, 15 * 60_000);
            note({ profile: "realistic", seed, verdict, attempts, durationMs, readyMs });
            expect(verdict).toBe("proved");
            expect(durationMs - readyMs).toBeLessThanOrEqual(30_000);
        },
    );
});
