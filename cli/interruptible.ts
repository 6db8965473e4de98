import { ExitStatus } from "./exitStatus";

/** Runs an action that Ctrl-C ends by the signal. What it throws then is the end that was asked for. */
export async function interruptible(action: (signal: AbortSignal) => Promise<ExitStatus>): Promise<ExitStatus> {
    const interruption = new AbortController();
    const interrupt = (): void => {
        interruption.abort();
    };
    process.once("SIGINT", interrupt);
    try {
        return await action(interruption.signal);
    } catch (error) {
        if (!interruption.signal.aborted) {
            throw error;
        }
        process.stderr.write("stopped\n");
        return ExitStatus.Interrupted;
    } finally {
        process.off("SIGINT", interrupt);
    }
}
