import { CommanderError } from "commander";
import { ExitStatus } from "../errors/exitStatus";
import { UserError } from "../errors/userError";
import { foreignText, inert, withoutSecrets } from "../http/foreignText";

/** Set to anything, it shows where an unexpected error came from. */
const debugVariable = "EXO_UNATTENDED_DEBUG";

/** Ends with one line for people, whatever was thrown. Commander has printed its own already. */
export function fail(error: unknown): void {
    if (error instanceof CommanderError) {
        process.exitCode = error.exitCode === 0 ? ExitStatus.Success : ExitStatus.Usage;
        return;
    }
    if (error instanceof UserError) {
        process.stderr.write(`error: ${inert(error.message)}\n`);
        process.exitCode = error.exitStatus;
        return;
    }
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    process.stderr.write(
        process.env[debugVariable] === undefined
            ? `error: unexpected: ${foreignText(message)} (set ${debugVariable}=1 to see more)\n`
            : `${inert(withoutSecrets(stack ?? message))}\n`,
    );
    process.exitCode = ExitStatus.Defect;
}
