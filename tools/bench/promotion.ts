import { runMeasuredTest } from "./testRun";

/** What tests/program/manyTenants.test.ts reports of one promotion. */
interface Run {
    readonly tenants: number;
    readonly seed?: number;
    readonly afterMs?: number;
    readonly victim?: string;
    /** Whether the command still ran when it was to be killed. */
    readonly wasRunning?: boolean;
    /** Seconds that the plans of all tenants took. */
    readonly sealed: number;
    /** Seconds from the approval to the end; of one that was killed, with what resumed it. */
    readonly promoted: number;
    readonly engines: number;
    readonly commandMegabytes: number;
    readonly treeMegabytes: number;
    readonly tenantMegabytes: number;
}

/** Tenants of a promotion that is killed: one that works, and one of each kind of trouble. */
const tenantsOfKilled = 4;

/**
 * Promotes to that many tenants at once, which one local tenant serves; some fail, some are throttled, some are locked.
 * @param kills how many promotions to a few tenants are killed besides, each at another moment, and resumed
 * @returns whether each tenant got exactly its own login, once
 */
export function promotions(tenants: number, kills: number): boolean {
    const killed = Array.from({ length: kills }, (_, index) => ({ tenants: tenantsOfKilled, seed: index + 1 }));
    const wanted = [...(tenants > 0 ? [{ tenants }] : []), ...killed];
    const { passed, runs } = runMeasuredTest({
        file: "tests/program/manyTenants.test.ts",
        env: { PROMOTION_RUNS: JSON.stringify(wanted) },
        reportVariable: "PROMOTION_REPORT",
    });
    for (const run of runs as readonly Run[]) {
        console.log(textOf(run));
    }
    return passed && runs.length === wanted.length;
}

function textOf({ tenants, seed, afterMs = 0, victim = "", wasRunning, ...run }: Run): string {
    const times = `${tenants} tenants: planned in ${run.sealed} s, promoted in ${run.promoted} s`;
    if (seed !== undefined) {
        const killed = `${victim} ${wasRunning === true ? "killed" : "had ended"} after ${afterMs / 1_000} s`;
        return `${times}; ${killed} and resumed, nothing applied twice  seed ${seed}`;
    }
    const [own, tree, tenant] = [run.commandMegabytes, run.treeMegabytes, run.tenantMegabytes].map(Math.round);
    return `${times}; at most ${run.engines} engines at a time, ${own} MB in the command, ${tree} MB with engines and plugins, ${tenant} MB in the local tenant`;
}
