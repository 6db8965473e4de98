import { appendFileSync } from "node:fs";
import type { ProfileName } from "microsoft-local-tenant";
import type { Orphan } from "./compareStateAndTenant";
import { unexplained } from "./namedLosses";
import type { Result } from "./project";
import { TroubledStack } from "./troubledStack";

/** How many runs; odd seeds are hostile, even ones realistic. `npm run bench -- --seeds` asks for more. */
const seeds = Number(process.env.TROUBLE_SEEDS ?? 1);
/** File to which each run adds a line of JSON. @default none */
const report = process.env.TROUBLE_REPORT;
/** Twice what the unluckiest run of the bench needs. */
const mostAttempts = 15;

jest.setTimeout(seeds * 300_000);

const config = (displayName: string, certificates: string, activeCertificate = "current"): string =>
    [
        "azuread:tenantId: 11111111-2222-3333-4444-555555555555",
        "exo-unattended:organization: exoip.onmicrosoft.com",
        `exo-unattended:displayName: ${displayName}`,
        `exo-unattended:certificates: ${certificates}`,
        `exo-unattended:activeCertificate: ${activeCertificate}`,
    ]
        .map((line) => `  ${line}\n`)
        .join("");

/** One run of the program through its life, and what it lost on the way. */
class Life {
    readonly lost: Orphan[] = [];
    attempts = 0;
    repairs = 0;

    constructor(private readonly stack: TroubledStack) {}

    /** Updates until an update succeeds. A success must be a true one: state and tenant agree, and a login is proved. */
    async reach(displayName: string, configuration: string): Promise<void> {
        await this.#insist(() => this.stack.up(configuration));
        expect(this.stack.displayNames()).toEqual([displayName]);
        const { verdict, checks } = await this.stack.verify();
        expect({ verdict, checks }).toMatchObject({ verdict: "proved" });
    }

    /** Destroys until it succeeds. Then nothing of the stack is left. */
    async end(): Promise<void> {
        await this.#insist(() => this.stack.destroy());
        expect(this.stack.displayNames()).toEqual([]);
    }

    async #insist(attempt: () => Promise<Result>): Promise<void> {
        for (let attempts = 0; attempts < mostAttempts; attempts++) {
            this.attempts++;
            const { status, output } = await attempt();
            const { missing, orphans } = this.stack.compare();
            if (status === 0) {
                expect({ missing, orphans }).toEqual({ missing: [], orphans: [] });
                return;
            }
            expect({ output, unexplained: unexplained(orphans, output) }).toEqual({ output, unexplained: [] });
            this.lost.push(...orphans);
            if (orphans.length + missing.length > 0) {
                this.repairs++;
                await this.stack.repair();
                expect(this.stack.compare()).toEqual({ missing: [], orphans: [] });
            }
            this.stack.settle();
        }
        throw new Error(`no success in ${mostAttempts} attempts`);
    }
}

const runs = Array.from({ length: seeds }, (_, index): [ProfileName, number] => [
    index % 2 === 0 ? "hostile" : "realistic",
    index + 1,
]);

describe("under trouble, every success of the program is a true one, and every loss is one that is known", () => {
    it.concurrent.each(runs)("profile %s, seed %i", async (name, seed) => {
        const stack = await TroubledStack.create({ name, seed, timeScale: 0.02 });
        const life = new Life(stack);
        const started = performance.now();
        const foreign = stack.foreign();
        try {
            await life.reach("EXO reports", config("EXO reports", "{ current: {} }"));
            await life.reach("EXO nightly", config("EXO nightly", "{ current: {} }"));
            await life.reach("EXO nightly", config("EXO nightly", "{ current: {}, next: {} }", "next"));
            await life.end();
            expect(stack.foreign()).toEqual(foreign);
        } finally {
            const seconds = Math.round((performance.now() - started) / 1000);
            const { attempts, repairs, lost } = life;
            if (report !== undefined) {
                appendFileSync(report, `${JSON.stringify({ name, seed, seconds, attempts, repairs, lost })}\n`);
            }
            await stack.remove();
        }
    });
});
