import { quoted } from "../../../shells/quoting";
import { ExitStatus } from "../../../errors/exitStatus";
import { deployerSettings } from "../../../graph/deployerSettings";
import { preflight } from "../../../preflight/preflight";
import type { ImportFile } from "../../../pulumi/changes";
import { readConfiguration, valuesOf } from "../../../pulumi/configuration";
import { readLocks } from "../../../pulumi/locks";
import { previewStack } from "../../../pulumi/preview";
import { readDeployment } from "../../../pulumi/state";
import { compareStack } from "../../../repair/compareStack";
import { stackOptions, type StackCommandOptions } from "../../options/stackOptions";
import { checkTable } from "../../terminal/checkTable";

/** The options of `exo-unattended preflight`. */
export interface PreflightCommandOptions extends StackCommandOptions {
    readonly failOnReplace?: true;
}

export async function run(given: PreflightCommandOptions, signal: AbortSignal): Promise<ExitStatus> {
    const options = stackOptions(given, signal);
    const [configuration, locks, deployment] = await Promise.all([
        readConfiguration(options),
        readLocks(options),
        readDeployment(options),
    ]);
    const settings = deployerSettings(valuesOf(configuration), process.env);
    const { resources: state, pendingOperations } = deployment;
    // Not before the locks are read, which takes one for a moment.
    const preview = await previewStack(options);
    const { checks, takeOver } = await preflight({
        ...{ stack: options.stack, settings, state, signal, failOnReplace: given.failOnReplace },
        interruption: { locks, pendingOperations },
        preview,
        compare: (directory) => compareStack(options, directory, { deployment, locks, preview }),
    });
    const isReady = checks.every(({ result }) => result !== "failed");
    process.stdout.write(`${checkTable(checks, process.stdout)}\n\n`);
    if (takeOver !== undefined) {
        process.stdout.write(`${takeOverText(takeOver, options.stack)}\n\n`);
    }
    process.stdout.write(isReady ? "ready for `pulumi up`\n" : "not ready: see the failed checks\n");
    return isReady ? ExitStatus.Success : ExitStatus.Refused;
}

function takeOverText(file: ImportFile, stack: string): string {
    return `To take the application over, save this as import.json:

${JSON.stringify(file, undefined, 2)}

and run: pulumi import --stack ${quoted(stack)} --file import.json --protect=false --generate-code=false --yes`;
}
