#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { DirectoryError } from "../directory/directoryError";
import { StackError } from "../stacks/stackError";
import { connectionCommand } from "./connectionCommand";
import { ExitStatus } from "./exitStatus";
import { exportCommand } from "./exportCommand";
import { foreignText, withoutSecrets } from "../verification/foreignText";
import { preflightCommand } from "./preflightCommand";
import { repairCommand } from "./repairCommand";
import { scriptCommand } from "./scriptCommand";
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
        verifyCommand(),
        connectionCommand(),
        exportCommand(),
        scriptCommand(),
        repairCommand(),
    ]) {
        program.addCommand(command);
    }
    for (const command of [program, ...program.commands]) {
        // Commander would end the process by itself, with status 1 for a wrong argument.
        command.exitOverride();
    }
    return program;
}

function packageVersion(): string {
    // From dist/cli; TypeScript would copy an imported package.json into dist.
    const { version } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as { version: string };
    return version;
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
