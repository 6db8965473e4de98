import { progressText } from "../../tools/engine/progress";

describe("the progress of a build", () => {
    it.each([
        [0, 0, "0 % (0 of about 1684 packages), 0 s"],
        [50, 10_000, "2 % (50 of about 1684 packages), 10 s"],
        [421, 60_000, "25 % (421 of about 1684 packages), 1 min 0 s, about 3 min 0 s left at this pace"],
        [421, 120_000, "25 % (421 of about 1684 packages), 2 min 0 s, about 6 min 0 s left at this pace"],
        [842, 150_000, "50 % (842 of about 1684 packages), 2 min 30 s, about 2 min 30 s left at this pace"],
        [1700, 300_000, "99 % (1700 of about 1684 packages), 5 min 0 s, about 3 s left at this pace"],
    ])("with %d packages after %d ms is a share, and an estimate from its own pace", (count, elapsed, text) => {
        expect(progressText(count, 1684, "packages", elapsed)).toBe(text);
    });
});
