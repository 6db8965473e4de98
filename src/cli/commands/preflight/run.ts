import { quoted } from "../../../delivery/shell";
import { ExitStatus } from "../../../errors/exitStatus";
import { deployerSettings } from "../../../graph/deployerSettings";
import { preflight } from "../../../preflight/preflight";
import type { ImportFile } from "../../../pulumi/changes";
import { previewStack } from "../../../pulumi/preview";
import { readConfig, readState } from "../../../pulumi/state";
import { stackOptions, type StackCommandOptions } from "../../options/stackOptions";
import { checkTable } from "../../terminal/checkTable";

export async function run(given: StackCommandOptions, signal: AbortSignal): Promise<ExitStatus> {
    const options = stackOptions(given, signal);
    const { checks, takeOver } = await preflight({
        settings: deployerSettings(await readConfig(options), process.env),
        preview: await previewStack(options),
        state: await readState(options),
        signal,
    });
    const isReady = checks.every(({ result }) => result !== "failed");
    process.stdout.write(`${checkTable(checks, process.stdout)}\n\n`);
    if (takeOver !== undefined) {
        process.stdout.write(`${takeOverText(takeOver, options.stack)}\n\n`);
    }
    process.stdout.write(isReady ? "ready for `pulumi up`\n" : "not ready: see what failed\n");
    return isReady ? ExitStatus.Success : ExitStatus.Refused;
}

function takeOverText(file: ImportFile, stack: string): string {
    return `To take the application over, save this as import.json:

${JSON.stringify(file, undefined, 2)}

and run: pulumi import --stack ${quoted(stack)} --file import.json --protect=false --generate-code=false --yes`;
}
