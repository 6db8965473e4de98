import { Command } from "commander";
import type { StackOptions } from "../../../pulumi/run";
import type { ImportFile } from "../../../pulumi/changes";
import { ExitStatus } from "../../../errors/exitStatus";
import { checkTable } from "../../terminal/checkTable";
import { interruptible } from "../../terminal/interruptible";
import { UserError } from "../../../errors/userError";

interface PreflightCommandOptions {
    readonly stack?: string;
    readonly cwd?: string;
}

/** `exo-unattended preflight`: says what would stop the next `pulumi up`, before it starts. */
export function preflightCommand(): Command {
    return new Command("preflight")
        .description("look at the tenant before `pulumi up`: sign-in, clock, permissions, names, policies")
        .option("--stack <name>", "the Pulumi stack")
        .option("--cwd <folder>", "folder of the Pulumi project (default: the current folder)")
        .addHelpText(
            "after",
            `
Exit status:
  0    ready
  1    something stands in the way
  2    wrong use: bad arguments, no such stack
  130  stopped by Ctrl-C`,
        )
        .action((options: PreflightCommandOptions) => interruptible((signal) => run(options, signal)));
}

async function run({ stack, cwd }: PreflightCommandOptions, signal: AbortSignal): Promise<ExitStatus> {
    if (stack === undefined) {
        throw new UserError("give the stack: --stack <name>");
    }
    const options: StackOptions = { stack, cwd, signal };
    const { readConfig, readState } = await import("../../../pulumi/state.js");
    const config = await readConfig(options);
    // Loaded here, because they bring zod: `--help` and a wrong argument do not wait for it.
    const { previewStack } = await import("../../../pulumi/preview.js");
    const { deployerSettings } = await import("../../../graph/deployerSettings.js");
    const { preflight } = await import("../../../preflight/preflight.js");
    const { checks, takeOver } = await preflight({
        settings: deployerSettings(config, process.env),
        preview: await previewStack(options),
        state: await readState(options),
        signal,
    });
    const isReady = checks.every(({ result }) => result !== "failed");
    process.stdout.write(`${checkTable(checks, process.stdout)}\n\n`);
    if (takeOver !== undefined) {
        process.stdout.write(`${takeOverText(takeOver, stack)}\n\n`);
    }
    process.stdout.write(isReady ? "ready for `pulumi up`\n" : "not ready: see what failed\n");
    return isReady ? ExitStatus.Success : ExitStatus.Refused;
}

function takeOverText(file: ImportFile, stack: string): string {
    return `To take the application over, save this as import.json:

${JSON.stringify(file, undefined, 2)}

and run: pulumi import --stack ${stack} --file import.json --protect=false --generate-code=false --yes`;
}
