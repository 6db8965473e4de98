#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { attestationCommand } from "./commands/attestation/command";
import { connectionCommand } from "./commands/connection/command";
import { deliveryCommand } from "./commands/delivery/command";
import { ExitStatus } from "../errors/exitStatus";
import { exportCommand } from "./commands/export/command";
import { foreignText, withoutSecrets } from "../http/foreignText";
import { packageVersion } from "../proof/packageVersion";
import { preflightCommand } from "./commands/preflight/command";
import { repairCommand } from "./commands/repair/command";
import { scriptCommand } from "./commands/script/command";
import { upCommand } from "./commands/up/command";
import { verifyCommand } from "./commands/verify/command";
import { UserError } from "../errors/userError";

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
    if (error instanceof UserError) {
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
