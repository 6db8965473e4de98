import { progressOn } from "../../cli/progress";
import { passed, refused, type Check, type CheckId } from "../../verification/check";
import type { VerificationEvent } from "../../verification/options";

const waiting = (id: CheckId, evidence: string, remedy: string): Check =>
    refused(id, { evidence, remedy, mayPassWithTime: true });
const pause = (waitingFor: Check): VerificationEvent => ({
    type: "pause",
    attempt: 1,
    waitingFor,
    pauseMs: 12_000,
    remainingMs: 900_000,
});

describe("progress in a log", () => {
    test("is one line whenever something new is waited for, whatever the ids of the attempt are", () => {
        let text = "";
        const progress = progressOn({ write: (part: string) => ((text += part), true) });
        progress.show({ type: "check", attempt: 1, check: passed("connection", "x") });
        progress.show(pause(waiting("sign-in", "AADSTS700016 (trace id 1)", "Wait for the application.")));
        progress.show(pause(waiting("sign-in", "AADSTS700016 (trace id 2)", "Wait for the application.")));
        progress.show(pause(waiting("sign-in", "AADSTS700027 (trace id 3)", "Wait for the key.")));
        progress.show(pause(waiting("permission", "no consent", "Grant it.")));
        progress.stop();
        expect(text.split("\n")).toEqual([
            'waiting up to 15 min for "Sign-in": AADSTS700016 (trace id 1)',
            'waiting up to 15 min for "Sign-in": AADSTS700027 (trace id 3)',
            'waiting up to 15 min for "Permission": no consent',
            "",
        ]);
    });
});

describe("progress on a terminal", () => {
    beforeEach(() => {
        jest.useFakeTimers();
    });

    afterEach(() => {
        jest.useRealTimers();
    });

    /** What the terminal's line shows after each change. */
    function terminal(columns: number): { readonly lines: string[]; readonly progress: ReturnType<typeof progressOn> } {
        const lines: string[] = [];
        const write = (part: string): boolean => (lines.push(part.replace("\u001B[2K\r", "")), true);
        return { lines, progress: progressOn({ isTTY: true, columns, write }) };
    }

    test("is one line that counts down in place", () => {
        const { lines, progress } = terminal(120);
        progress.show(pause(waiting("permission", "no consent", "Grant it.")));
        jest.advanceTimersByTime(1_000);
        progress.stop();
        jest.advanceTimersByTime(5_000);
        expect(lines).toEqual([
            "",
            'waiting for "Permission", 15 min left, next try in 12 s: no consent',
            'waiting for "Permission", 14 min 59 s left, next try in 11 s: no consent',
            "",
        ]);
    });

    test("never fills the line, which would make a second one", () => {
        const { lines, progress } = terminal(40);
        progress.show(pause(waiting("permission", "x".repeat(100), "Grant it.")));
        expect(Math.max(...lines.map((line) => line.length))).toBe(39);
        progress.stop();
    });
});
