import { hash } from "node:crypto";
import { appendFileSync } from "node:fs";
import path from "node:path";
import type { Connection } from "../../src/connection/connection";
import { parseJournal, type JournalEvent } from "../../src/promotion/journal";
import { adoptOptions, az, azCommands } from "./azureCli";
import { compareStateAndTenant } from "./compareStateAndTenant";
import { Fleet, type Member, type Peak } from "./fleet";
import { descendants, ended, isRunning } from "./processTree";

/** One promotion to so many tenants; with a seed it is killed at a moment that depends on it, and resumed. */
interface Run {
    readonly tenants: number;
    readonly seed?: number;
}

/** The smallest that is killed, throttled and locked. `npm run bench -- --promotion` gives others. */
const runs = JSON.parse(process.env.PROMOTION_RUNS ?? '[{ "tenants": 3, "seed": 9 }]') as readonly Run[];
/** File to which each run adds a line of JSON. @default none */
const report = process.env.PROMOTION_REPORT;

jest.setTimeout(300_000 + Math.max(...runs.map(({ tenants }) => tenants)) * 60_000);

/** Tenants that make trouble, one in twenty of each. */
type Kind = "throttled" | "locked" | "failing" | "well";
const kindOf = (number: number): Kind => (["throttled", "locked", "failing"] as const)[(number % 20) - 2] ?? "well";

/** Without it the update fails half way: at the consent, when the application is made. */
const consent = "AppRoleAssignment.ReadWrite.All";

type Victim = "command" | "command and engines";

interface Interruption {
    readonly afterMs: number;
    readonly victim: Victim;
    /** Whether the command still ran then. */
    readonly wasRunning: boolean;
}

/** A promotion of one program to the tenants of a fleet, some of which make trouble until they were undecided once. */
class Story {
    readonly peak: Peak = { engines: 0, commandMegabytes: 0, treeMegabytes: 0 };
    readonly customers: readonly Member[];
    /** Of the latest promotion. */
    private lines: string[] = [];
    private throttled: readonly Member[] = [];
    private readonly locks = new Map<string, () => void>();
    private approvals: readonly string[] = [];

    private constructor(readonly fleet: Fleet) {
        this.customers = fleet.members.slice(1);
    }

    static async begin(count: number): Promise<Story> {
        const fleet = await Fleet.create(count, (number) => (kindOf(number) === "failing" ? [consent] : []));
        const story = new Story(fleet);
        const { status, output } = await story.fleet.project.run(["up", "--yes", "--skip-preview", "--stack", "dev"]);
        expect(status === 0 ? "" : output).toBe("");
        return story;
    }

    /** What becomes of each in the end. */
    get expected(): Readonly<Record<string, string>> {
        return Object.fromEntries(
            this.customers.map(({ stack, number }) => [stack, kindOf(number) === "failing" ? "refused" : "verified"]),
        );
    }

    of(kind: Kind): readonly Member[] {
        return this.customers.filter(({ number }) => kindOf(number) === kind);
    }

    /** Plans for all tenants, and approves what is sealed. */
    async seal(): Promise<void> {
        const { stdout, stderr } = await this.fleet.run(this.command("--dry-run"), { peak: this.peak });
        const seals = [...stdout.matchAll(/^([0-9a-f]{64}) {2}\S+$/gm)].map(([, seal = ""]) => seal);
        expect({ stderr, seals: seals.length }).toEqual({ stderr, seals: this.customers.length });
        this.approvals = [...this.approvals, ...seals.flatMap((seal) => ["--approve", seal])];
    }

    async makeTrouble(): Promise<void> {
        this.throttled = this.of("throttled");
        for (const member of this.throttled) {
            await this.fleet.throttle(member);
        }
        for (const member of this.of("locked")) {
            this.locks.set(member.stack, this.fleet.lock(member));
        }
    }

    async endTrouble(): Promise<void> {
        this.throttled = [];
        await this.fleet.relax();
        for (const release of this.locks.values()) {
            release();
        }
    }

    /** Promotes to all of them. @returns what became of each, as the command's table has it */
    async promote(onStart: (pid: number) => void = () => undefined): Promise<ReadonlyMap<string, string>> {
        this.lines = [];
        const { stdout } = await this.fleet.run(this.command("--max-refused", "50", ...this.approvals), {
            peak: this.peak,
            onStart,
            onLine: (line) => {
                this.lines.push(line);
                const [, undecided] = /^(\S+): undecided: /.exec(line) ?? [];
                void this.release(undecided);
            },
        });
        return new Map(
            [...stdout.matchAll(/^(customer-\S+) +(\w+) /gm)].map(([, stack = "", outcome = ""]) => [stack, outcome]),
        );
    }

    /** Begins a promotion and kills it, alone or with its engines. @param planningMs how long its plans took */
    async interrupt(seed: number, planningMs: number): Promise<Interruption> {
        // A promotion plans again, updates and verifies. A digest of the seed is as good as random.
        const afterMs = Math.round((parseInt(hash("sha256", `${seed}`).slice(0, 8), 16) / 2 ** 32) * planningMs * 2);
        const victim = seed % 2 === 0 ? "command and engines" : "command";
        let killed: Promise<boolean> | undefined;
        await this.promote((pid) => {
            killed = kill(pid, afterMs, victim);
        });
        const wasRunning = (await killed) === true;
        await this.endTrouble();
        if (victim === "command and engines") {
            for (const member of this.customers.filter((one) => this.fleet.isLocked(one))) {
                await this.repair(member);
            }
            // What is left of an update that was cut off is another plan, with an approval of its own.
            await this.seal();
        }
        await this.makeTrouble();
        return { afterMs, victim, wasRunning };
    }

    /** Nobody waited for a tenant that makes trouble, and what is shown of one tenant is not mixed with others. */
    expectNobodyKept(): void {
        const again = this.lines.findIndex((line) => line.endsWith(": again"));
        for (const { stack } of this.of("well").slice(1)) {
            expect(this.lines.findIndex((line) => line.startsWith(`${stack}: verified`))).toBeLessThan(again);
        }
        for (const { stack } of this.customers) {
            const begin = this.lines.indexOf(`dev → ${stack}`);
            const end = this.lines.findIndex((line, index) => index > begin && line.startsWith(`${stack}: `));
            const shown = this.lines.slice(begin, end).join("\n");
            expect([...new Set(shown.match(/customer-\d+/g))]).toEqual([stack]);
        }
    }

    /** Each tenant has its own login and nothing else, made once. */
    expectEachItsOwn(mostUpdates: number): void {
        const found = this.fleet.tenants();
        const thumbprints = new Set<string>();
        for (const member of this.customers) {
            const { stack, seed } = member;
            const tenant = found.get(seed.tenantId);
            const [deployer] = seed.deployers;
            const applications = tenant?.applications.filter(({ appId }) => appId !== deployer?.clientId) ?? [];
            expect({ stack, deleted: tenant?.deletedItems, made: applications.length }).toEqual({
                stack,
                deleted: [],
                made: 1,
            });
            expect(applications[0]?.properties.tags).toEqual([`exo-unattended/exo-unattended/${stack}/exo`]);
            if (kindOf(member.number) === "failing") {
                continue;
            }
            const { connection } = this.fleet.project.outputs(stack) as { readonly connection: Connection };
            expect(connection).toMatchObject({
                ...{ tenantId: seed.tenantId, organization: seed.organization },
                ...{ clientId: applications[0]?.appId, applicationObjectId: applications[0]?.id },
            });
            thumbprints.add(connection.thumbprint);
            const state = this.fleet.project.resources(stack);
            const difference =
                tenant && compareStateAndTenant(state, tenant, `exo-unattended/exo-unattended/${stack}/`);
            expect({ stack, ...difference }).toEqual({ stack, missing: [], orphans: [] });
            expect(this.journal(stack).map(({ event }) => event)).toContain("promoted");
            expect({ stack, most: this.fleet.updates(member) <= mostUpdates }).toEqual({ stack, most: true });
        }
        expect(thumbprints.size).toBe(this.customers.length - this.of("failing").length);
    }

    private journal(stack: string): readonly JournalEvent[] {
        return parseJournal(this.fleet.project.read(path.join("promotions", stack, "journal.jsonl")), stack);
    }

    private async repair({ stack, ...member }: Member): Promise<void> {
        for (let attempt = 0, adopt: string[] = []; attempt < 6; attempt++) {
            const { status, stdout } = await this.fleet.run(["repair", "--stack", stack, "--yes", ...adopt]);
            if (status === 0) {
                return;
            }
            adopt = adoptOptions(stdout);
            for (const command of azCommands(stdout)) {
                await az(this.fleet.graph({ stack, ...member }), command);
            }
        }
        throw new Error(this.fleet.project.printed.at(-1));
    }

    private async release(stack: string | undefined): Promise<void> {
        this.locks.get(stack ?? "")?.();
        if (this.throttled.some((member) => member.stack === stack)) {
            this.throttled = this.throttled.filter((member) => member.stack !== stack);
            await this.fleet.relax();
            await Promise.all(this.throttled.map((member) => this.fleet.throttle(member)));
        }
    }

    private command(...options: readonly string[]): readonly string[] {
        const waves = this.customers.length > 20 ? "1,10%,100%" : "1,100%";
        const common = ["--max-age", "1d", "--waves", waves];
        return ["promote", "--from", "dev", "--to", "customers", ...common, ...options];
    }
}

const secondsSince = (began: number): number => Math.round((performance.now() - began) / 1000);

let story: Story;
let idle: number;
beforeEach(() => {
    idle = process.memoryUsage().rss;
});
afterEach(() => story.fleet.close());

describe("a promotion to many tenants", () => {
    it.each(runs)(
        "gives each its own login, once, whatever some of them do, and keeps nobody waiting: %j",
        async ({ tenants, seed }) => {
            story = await Story.begin(tenants);
            const planning = performance.now();
            await story.seal();
            const [sealed, promoting] = [secondsSince(planning), performance.now()];
            await story.makeTrouble();
            const killed = seed === undefined ? undefined : await story.interrupt(seed, promoting - planning);
            expect(Object.fromEntries(await story.promote())).toEqual(story.expected);
            const promoted = secondsSince(promoting);
            story.expectNobodyKept();
            // An update that was killed with its engine is finished by another one.
            story.expectEachItsOwn(killed?.victim === "command and engines" ? 2 : 1);
            if (tenants < 50) {
                expect(await story.fleet.created("/v1.0/applications")).toBe(1 + tenants);
            }
            const tenantMegabytes = (process.memoryUsage().rss - idle) / 2 ** 20;
            const line = { tenants, seed, ...killed, sealed, promoted, tenantMegabytes, ...story.peak };
            if (report !== undefined) {
                appendFileSync(report, `${JSON.stringify(line)}\n`);
            }
        },
    );
});

/**
 * Kills a command after that time, if it still runs, and waits until all that it has started has ended.
 * @returns whether it still ran
 */
async function kill(pid: number, afterMs: number, victim: Victim): Promise<boolean> {
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    const wasRunning = isRunning(pid);
    const below = descendants(pid).map((one) => one.pid);
    for (const one of victim === "command" ? [pid] : [pid, ...below]) {
        if (isRunning(one)) {
            process.kill(one, "SIGKILL");
        }
    }
    await ended(below);
    return wasRunning;
}
