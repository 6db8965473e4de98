/** Counts steps of long work: one line that moves on a terminal, a plain line now and then elsewhere. */
export function progress(verb: string, expected: number, unit: string): { advance(): void; done(): void } {
    const terminal = process.stderr.isTTY;
    const started = Date.now();
    let count = 0;
    let shown = started;
    const show = (): void => {
        const seconds = Math.round((Date.now() - started) / 1000);
        const line = `  ${verb} ${count} of about ${expected} ${unit}, ${seconds} s`;
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
