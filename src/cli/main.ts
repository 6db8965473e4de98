#!/usr/bin/env node
import { CommanderError } from "commander";
import { ExitStatus } from "../errors/exitStatus";
import { UserError } from "../errors/userError";
import { systemReason } from "../files/systemReason";
import { foreignText, inert, withoutSecrets } from "../http/foreignText";
import { program } from "./program";

/** Set to anything, it shows where an unexpected error came from. */
const debugVariable = "EXO_UNATTENDED_DEBUG";

/** Ends with one line for people, whatever was thrown. Commander has printed its own already. */
function fail(error: unknown): void {
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

// `exo-unattended … | head` closes the pipe; that is not an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") {
        fail(new UserError(`cannot write to standard output: ${systemReason(error)}`));
        process.exit();
    }
});

process.once("uncaughtException", (error) => {
    fail(error);
    process.exit();
});

program().parseAsync().catch(fail);
