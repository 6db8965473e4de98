import { foreignText, inert } from "../../http/foreignText";
import { checkTitle, type Check, type CheckId } from "../../verification/rungs";
import type { VerificationEvent } from "../../verification/options";
import { formatDuration } from "../../proof/duration";
import type { Progress } from "../../proof/verifyLogin";
import { lineWidth, type Output } from "./terminal";
import { resultColorsFor } from "./checkTable";
import { cutToWidth, displayWidth, padToWidth } from "../../text/displayWidth";

/**
 * On a terminal a table that changes in place; elsewhere a line whenever something new is waited for.
 * @param name of one login among several: it stands before each of its lines
 */
export function progressOn(output: Output, name?: string): Progress {
    return output.isTTY === true && name === undefined
        ? new LiveTable(output)
        : new PlainLines(output, name === undefined ? "" : `${name}: `);
}

/** The longest of the results that can be shown: `undecided`. */
const resultWidth = 9;

class PlainLines implements Progress {
    private last = "";

    constructor(
        private readonly output: Output,
        private readonly prefix: string,
    ) {}

    show(event: VerificationEvent): void {
        if (event.type !== "pause") {
            return;
        }
        const { waitingFor, remainingMs } = event;
        // The evidence has new ids in every attempt; what to do is the same for the same reason.
        const reason = `${waitingFor.id} ${waitingFor.remedy ?? ""}`;
        if (reason !== this.last) {
            this.last = reason;
            const line = `${this.prefix}waiting up to ${formatDuration(remainingMs)} for "${checkTitle(waitingFor.id)}": ${waitingFor.evidence}`;
            this.output.write(`${foreignText(line)}\n`);
        }
    }

    stop(): void {
        // Lines stay.
    }
}

class LiveTable implements Progress {
    private plan: readonly CheckId[] = [];
    private readonly checks = new Map<CheckId, Check>();
    private status: () => string = () => "";
    private drawn = 0;
    private timer: NodeJS.Timeout | undefined;

    constructor(private readonly output: Output) {}

    show(event: VerificationEvent): void {
        clearInterval(this.timer);
        switch (event.type) {
            case "attempt":
                this.plan = event.checks;
                this.status = () => `attempt ${event.attempt}`;
                break;
            case "check":
                this.checks.set(event.check.id, event.check);
                break;
            case "pause": {
                const pausedAt = Date.now();
                const left = (ms: number): string => formatDuration(Math.max(ms - (Date.now() - pausedAt), 0));
                const title = checkTitle(event.waitingFor.id);
                this.status = () =>
                    `waiting for "${title}", ${left(event.remainingMs)} left, next try in ${left(event.pauseMs)}`;
                // A counter must not keep the process alive.
                this.timer = setInterval(() => {
                    this.draw();
                }, 1_000).unref();
            }
        }
        this.draw();
    }

    stop(): void {
        clearInterval(this.timer);
        this.output.write(this.erasure());
        this.drawn = 0;
    }

    private draw(): void {
        const { columns, rows = Infinity } = { columns: lineWidth(this.output), rows: this.output.rows };
        const titles = this.plan.map(checkTitle);
        const titleWidth = Math.max(...titles.map(displayWidth));
        const colors = resultColorsFor(this.output);
        const lines = this.plan.map((id, index) => {
            const check = this.checks.get(id);
            // A longer line would wrap, and could not be erased.
            const line = [
                padToWidth(titles[index] ?? "", titleWidth),
                (check?.result ?? "").padEnd(resultWidth),
                check?.evidence,
            ].join("  ");
            const cut = cutToWidth(inert(line).replaceAll("\n", " "), columns - 1).trimEnd();
            return check === undefined ? cut : colors[check.result](cut);
        });
        // What has scrolled off the screen could not be erased either.
        const shown = [...lines.slice(-Math.max(rows - 2, 1)), cutToWidth(inert(this.status()), columns - 1)];
        this.output.write(`${this.erasure()}${shown.join("\n")}\n`);
        this.drawn = shown.length;
    }

    /** Goes up to the table's first line and erases from there to the end of the screen (ECMA-48: CUU and ED). */
    private erasure(): string {
        return this.drawn === 0 ? "" : `\u001B[${this.drawn}A\u001B[J`;
    }
}
