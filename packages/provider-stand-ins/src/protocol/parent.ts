/** Where the start script tells whose child it is: the engine may be gone before Node can ask. */
export const parentVariable = "STAND_IN_PARENT";

/** Calls back once the process that started this one is gone. Node would outlive an engine that was killed. */
export function whenOrphaned(end: () => void): void {
    const parent = Number(process.env[parentVariable] ?? process.ppid);
    setInterval(() => {
        if (process.ppid !== parent) {
            end();
        }
    }, 500).unref();
}
