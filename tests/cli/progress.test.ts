import { progressOn } from "../../src/cli/terminal/progress";
import { passed } from "../../src/checks/check";
import { refused } from "../../src/verification/rung";
import { checkOf, type Check, type CheckId } from "../../src/verification/rungs";
import type { VerificationEvent } from "../../src/verification/options";

const waiting = (id: CheckId, evidence: string, remedy: string): Check =>
    checkOf(id, refused({ evidence, remedy, mayPassWithTime: true }));
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
        progress.show({ type: "attempt", attempt: 1, checks: ["connection"] });
        progress.show({ type: "check", attempt: 1, check: checkOf("connection", passed("x")) });
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
    const { env } = process;

    beforeEach(() => {
        jest.useFakeTimers();
        process.env = { ...env, NO_COLOR: "1" };
    });

    afterEach(() => {
        jest.useRealTimers();
        process.env = env;
    });

    /** A terminal that knows what this project writes to it: text, line ends, going up and erasing. */
    class Terminal {
        readonly isTTY = true;
        private lines: string[] = [];

        constructor(
            readonly columns: number,
            readonly rows = 24,
        ) {}

        write(text: string): boolean {
            const [before = "", after] = text.split("\u001B[J");
            const up = /\[(\d+)A$/.exec(before)?.[1] ?? "0";
            const rest = after ?? text;
            expect(Number(up)).toBeLessThan(this.rows);
            this.lines = this.lines.slice(0, this.lines.length - Number(up));
            this.lines.push(...rest.split("\n").slice(0, -1));
            return true;
        }

        get screen(): readonly string[] {
            return this.lines;
        }
    }

    const attempt: VerificationEvent = { type: "attempt", attempt: 1, checks: ["connection", "sign-in", "permission"] };
    const ended = (check: Check): VerificationEvent => ({ type: "check", attempt: 1, check });

    test("is a table that fills in place, with the time that is left and what is waited for", () => {
        const terminal = new Terminal(80);
        const progress = progressOn(terminal);
        progress.show(attempt);
        expect(terminal.screen).toEqual(["Connection", "Sign-in", "Permission", "attempt 1"]);
        progress.show(ended(checkOf("connection", passed("contoso"))));
        progress.show(ended(checkOf("sign-in", passed("a token"))));
        const waitingFor = waiting("permission", "no consent", "Grant it.");
        progress.show(ended(waitingFor));
        progress.show(pause(waitingFor));
        const table = [
            "Connection  passed     contoso",
            "Sign-in     passed     a token",
            "Permission  waiting    no consent",
        ];
        expect(terminal.screen).toEqual([...table, 'waiting for "Permission", 15 min left, next try in 12 s']);
        jest.advanceTimersByTime(1_000);
        expect(terminal.screen).toEqual([...table, 'waiting for "Permission", 14 min 59 s left, next try in 11 s']);
        progress.stop();
        jest.advanceTimersByTime(5_000);
        expect(terminal.screen).toEqual([]);
    });

    test("never fills a line, which would make a second one", () => {
        const terminal = new Terminal(40);
        const progress = progressOn(terminal);
        progress.show(attempt);
        progress.show(ended(waiting("sign-in", "x".repeat(100), "Wait.")));
        expect(Math.max(...terminal.screen.map((line) => line.length))).toBe(39);
        progress.stop();
    });

    test("never fills the screen, whose first lines it could not erase", () => {
        const terminal = new Terminal(80, 4);
        const progress = progressOn(terminal);
        progress.show(attempt);
        progress.show(ended(checkOf("connection", passed("contoso"))));
        expect(terminal.screen).toEqual(["Sign-in", "Permission", "attempt 1"]);
        progress.stop();
        expect(terminal.screen).toEqual([]);
    });
});
