/** How far long work has come. */
export interface Progress {
    advance(): void;
    done(): void;
}

/** Counts steps of long work: one line that moves on a terminal, a plain line now and then elsewhere. */
export function progress(verb: string, expected: number, unit: string): Progress {
    const terminal = process.stderr.isTTY;
    const started = Date.now();
    let count = 0;
    let shown = started;
    const show = (): void => {
        const line = `  ${verb} ${progressText(count, expected, unit, Date.now() - started)}`;
        process.stderr.write(terminal ? `\r\x1b[K${line}` : `${line}\n`);
    };
    const timer = setInterval(() => {
        if (terminal || Date.now() - shown >= 15_000) {
            shown = Date.now();
            show();
        }
    }, 1000);
    return {
        advance: () => {
            count++;
        },
        done: () => {
            clearInterval(timer);
            process.stderr.write(terminal ? "\r\x1b[K" : "");
        },
    };
}

/** Before this much of the work the pace says nothing about the rest. */
const firstEstimate = 0.05;

/**
 * Share, time and an estimate from the pace so far. While nothing advances the estimate grows, as it should: the steps are
 * not equally long.
 */
export function progressText(count: number, expected: number, unit: string, elapsedMs: number): string {
    const share = Math.min(count / expected, 0.99);
    const left =
        share < firstEstimate ? "" : `, about ${duration((elapsedMs * (1 - share)) / share)} left at this pace`;
    return `${Math.floor(share * 100)} % (${count} of about ${expected} ${unit}), ${duration(elapsedMs)}${left}`;
}

function duration(ms: number): string {
    const seconds = Math.round(ms / 1000);
    return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
