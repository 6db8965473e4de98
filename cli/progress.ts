import { checkTitles } from "../verification/check";
import type { VerificationEvent } from "../verification/verify";
import { formatDuration } from "./duration";
import { lineWidth, type Output } from "./terminal";

/** Erases the line of the cursor and goes to its start (ECMA-48: EL and CR). */
const eraseLine = "\u001B[2K\r";

/** Shows what a verification waits for while it runs. */
export interface Progress {
    show(event: VerificationEvent): void;
    /** Takes away what is still on the screen. */
    stop(): void;
}

/** On a terminal one line that changes in place; elsewhere a line whenever something new is waited for. */
export function progressOn(output: Output): Progress {
    return output.isTTY === true ? new StatusLine(output) : new PlainLines(output);
}

class PlainLines implements Progress {
    private last = "";

    constructor(private readonly output: Output) {}

    show(event: VerificationEvent): void {
        if (event.type !== "pause") {
            return;
        }
        const { waitingFor, remainingMs } = event;
        // What was seen has new ids in every attempt; what to do is the same for the same reason.
        const reason = `${waitingFor.id} ${waitingFor.remedy ?? ""}`;
        if (reason !== this.last) {
            this.last = reason;
            this.output.write(
                `waiting up to ${formatDuration(remainingMs)} for "${checkTitles[waitingFor.id]}": ${waitingFor.evidence}\n`,
            );
        }
    }

    stop(): void {
        // Lines stay.
    }
}

class StatusLine implements Progress {
    private timer: NodeJS.Timeout | undefined;

    constructor(private readonly output: Output) {}

    show(event: VerificationEvent): void {
        this.stop();
        if (event.type === "check") {
            this.write(`attempt ${event.attempt}: ${checkTitles[event.check.id]} ${event.check.result}`);
            return;
        }
        const pausedAt = Date.now();
        const { waitingFor, pauseMs, remainingMs } = event;
        const write = (): void => {
            const passedMs = Date.now() - pausedAt;
            const left = formatDuration(Math.max(remainingMs - passedMs, 0));
            const next = formatDuration(Math.max(pauseMs - passedMs, 0));
            this.write(
                `waiting for "${checkTitles[waitingFor.id]}", ${left} left, next try in ${next}: ${waitingFor.evidence}`,
            );
        };
        write();
        // A counter must not keep the process alive.
        this.timer = setInterval(write, 1_000).unref();
    }

    stop(): void {
        clearInterval(this.timer);
        this.output.write(eraseLine);
    }

    private write(text: string): void {
        // A longer text would wrap, and only its last line would be erased.
        this.output.write(eraseLine + text.slice(0, lineWidth(this.output) - 1));
    }
}
