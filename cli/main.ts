#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { DirectoryError } from "../directory/directoryError";
import { StackError } from "../stacks/stackError";
import { attestationCommand } from "./attestationCommand";
import { connectionCommand } from "./connectionCommand";
import { deliveryCommand } from "./deliveryCommand";
import { ExitStatus } from "./exitStatus";
import { exportCommand } from "./exportCommand";
import { foreignText, withoutSecrets } from "../verification/foreignText";
import { packageVersion } from "./packageVersion";
import { preflightCommand } from "./preflightCommand";
import { repairCommand } from "./repairCommand";
import { scriptCommand } from "./scriptCommand";
import { upCommand } from "./upCommand";
import { UsageError } from "./usageError";
import { verifyCommand } from "./verifyCommand";

/** Set to anything, it shows where an unexpected error came from. */
const debugVariable = "EXO_UNATTENDED_DEBUG";

function program(): Command {
    const program = new Command("exo-unattended")
        .description("Unattended, certificate-based login to Exchange Online")
        .version(packageVersion());
    for (const command of [
        preflightCommand(),
        upCommand(),
        verifyCommand(),
        attestationCommand(),
        connectionCommand(),
        exportCommand(),
        scriptCommand(),
        deliveryCommand(),
        repairCommand(),
    ]) {
        program.addCommand(command);
    }
    return withoutExit(program);
}

/** Commander would end the process by itself, with status 1 for a wrong argument. */
function withoutExit(command: Command): Command {
    command.commands.forEach(withoutExit);
    return command.exitOverride();
}

/** Ends with one line for people, whatever was thrown. Commander has printed its own already. */
function fail(error: unknown): void {
    if (error instanceof CommanderError) {
        process.exitCode = error.exitCode === 0 ? ExitStatus.Success : ExitStatus.Usage;
        return;
    }
    if (error instanceof UsageError || error instanceof StackError || error instanceof DirectoryError) {
        process.stderr.write(`error: ${error.message}\n`);
        process.exitCode = ExitStatus.Usage;
        return;
    }
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    process.stderr.write(
        process.env[debugVariable] === undefined
            ? `error: unexpected: ${foreignText(message)} (set ${debugVariable}=1 to see more)\n`
            : `${withoutSecrets(stack ?? message)}\n`,
    );
    process.exitCode = ExitStatus.Defect;
}

// `exo-unattended … | head` closes the pipe; that is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") {
        throw error;
    }
});

process.once("uncaughtException", (error) => {
    fail(error);
    process.exit();
});

program().parseAsync().catch(fail);
