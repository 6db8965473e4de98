import type { HttpAnswer } from "../src/azuread/http";
import { repeated, retriesWithin } from "../src/azuread/retries";
import { Queue, waitUntil } from "../src/azuread/waiting";
import { realWorld, type World } from "../src/world";

const { signal } = new AbortController();

/** A world that remembers how long it was asked to wait, in seconds. */
function patient(): { world: World; waits: number[] } {
    let now = 0n;
    const waits: number[] = [];
    const sleep = (milliseconds: number): Promise<void> => {
        now += BigInt(milliseconds) * 1_000_000n;
        waits.push(milliseconds / 1000);
        return Promise.resolve();
    };
    return { world: { ...realWorld, now: () => now, sleep }, waits };
}

const answer = (status: number, retryAfter?: number): HttpAnswer => ({
    status,
    statusLine: String(status),
    contentType: "application/json",
    body: "",
    ...(retryAfter === undefined ? {} : { retryAfter }),
});

describe("repeated requests", () => {
    it.each([
        [600, 14],
        [300, 9],
        [63, 5],
        [20, 3],
        [0, -1],
    ])("fit into the operation's time: %d s, %d times", (seconds, retries) => {
        expect(retriesWithin(seconds * 1000)).toBe(retries);
    });

    it("pause 1, 2, 4, 8, 16, 32 and then 61 seconds", async () => {
        const { world, waits } = patient();
        const last = await repeated({ world, signal, retries: 8 }, () => Promise.resolve(answer(503)));
        expect(last.status).toBe(503);
        expect(waits).toEqual([1, 2, 4, 8, 16, 32, 61, 61]);
    });

    it("pause as long as the server says", async () => {
        const { world, waits } = patient();
        const answers = [answer(429, 3), answer(429, 7), answer(200)];
        await repeated({ world, signal, retries: 8 }, () => Promise.resolve(answers.shift() ?? answer(500)));
        expect(waits).toEqual([3, 7]);
    });

    it.each([400, 401, 403, 404, 409, 501])("are not made for a %d", async (status) => {
        const { world, waits } = patient();
        await repeated({ world, signal, retries: 8 }, () => Promise.resolve(answer(status)));
        expect(waits).toEqual([]);
    });
});

describe("waiting for the directory", () => {
    it.each([
        ["at once", [true, true, true], [1, 1]],
        ["after two misses", [false, false, true, true, true], [1, 2, 2, 2]],
        ["in spite of a replica that lags", [true, false, true, true, true], [1, 2, 2, 2]],
        [
            "after many misses, ten seconds at most",
            [false, false, false, false, false, true, true, true],
            [1, 2, 4, 8, 10, 10, 10],
        ],
    ])("ends after three good answers in a row: %s", async (_, seen, expected) => {
        const { world, waits } = patient();
        const left = [...seen];
        const reached = (): Promise<boolean> => Promise.resolve(left.shift() ?? false);
        await waitUntil({ world, signal, deadline: 60_000 }, { occurrences: 3, intervalSeconds: 1, reached });
        expect(waits).toEqual(expected);
        expect(left).toEqual([]);
    });

    it("ends with the operation's time", async () => {
        const { world, waits } = patient();
        const never = { occurrences: 1, intervalSeconds: 5, reached: () => Promise.resolve(false) };
        const waiting = waitUntil({ world, signal, deadline: 20_000 }, never);
        await expect(waiting).rejects.toThrow(
            "timeout while waiting for state to become 'Done' (last state: 'Waiting', timeout: 20s)",
        );
        expect(waits).toEqual([5, 10]);
    });
});

describe("the queue of an application's credentials", () => {
    it("lets one work at a time, in order, also after a failure, and does not hold up other applications", async () => {
        const queue = new Queue();
        const log: string[] = [];
        const work =
            (name: string, fails = false) =>
            async (): Promise<void> => {
                log.push(`${name} begins`);
                await Promise.resolve();
                log.push(`${name} ends`);
                if (fails) {
                    throw new Error(name);
                }
            };
        const outcomes = await Promise.allSettled([
            queue.run("app", work("first", true)),
            queue.run("app", work("second")),
            queue.run("other", work("other")),
        ]);
        expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
        expect(log.filter((line) => !line.startsWith("other"))).toEqual([
            "first begins",
            "first ends",
            "second begins",
            "second ends",
        ]);
        expect(log.indexOf("other begins")).toBeLessThan(log.indexOf("second begins"));
    });
});
