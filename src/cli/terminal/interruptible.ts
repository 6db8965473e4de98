import { ExitStatus } from "../../errors/exitStatus";

/** Runs a command's work and sets the exit status. Ctrl-C and SIGTERM stop it, with status 130. */
export async function interruptible(work: (signal: AbortSignal) => Promise<ExitStatus>): Promise<void> {
    const interruption = new AbortController();
    const interrupt = (): void => {
        interruption.abort(new Error("stopped"));
    };
    process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
    try {
        process.exitCode = await work(interruption.signal);
    } catch (error) {
        if (!interruption.signal.aborted) {
            throw error;
        }
        process.stderr.write("stopped\n");
        process.exitCode = ExitStatus.Interrupted;
    } finally {
        process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    }
}
