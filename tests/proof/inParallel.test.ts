import { inParallel } from "../../src/proof/inParallel";

test("work in parallel stays within its limit, and its results in the order of the items", async () => {
    let running = 0;
    let most = 0;
    const results = await inParallel([30, 1, 20, 2, 10], 2, async (ms) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, ms));
        running--;
        return ms;
    });
    expect(results).toEqual([30, 1, 20, 2, 10]);
    expect(most).toBe(2);
});
