import { inert } from "../../../http/foreignText";
import { Command } from "commander";
import { ExitStatus, failedProof } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import { selectedStack } from "../../../pulumi/project";
import { update } from "../../../pulumi/update";
import type { ProjectOptions, StackOptions } from "../../../pulumi/run";
import { readUpFlags, readUpOptions, type UpOptions } from "../../../pulumi/upOptions";
import { compareStackChecks } from "../../../repair/compareStack";
import { interruptionFindings, readInterruption } from "../../../repair/interruption";
import { checkVerification, withVerification, type VerificationOptions } from "../../options/verificationOptions";
import { checkTable } from "../../terminal/checkTable";
import { interruptible } from "../../terminal/interruptible";
import type { Output } from "../../terminal/terminal";
import { announceRights, type KnownBefore } from "./announceRights";
import { verifyAndReport } from "../verify/verifyAndReport";

/** @param given pulumi's options; `--` and the options of the verification may follow. */
export async function run(given: readonly string[]): Promise<void> {
    const options = readUpOptions(given, given.length === 0 ? [] : await readUpFlags({}));
    const verification = verificationOptions(options.rest);
    checkVerification(verification);
    const before = options.help ? { stack: options.stack } : await announceRights(options, process.stderr);
    const { status, interrupted } = await update(options.own, {
        output: verification.format === "table" ? "terminal" : "standardError",
    });
    if (options.help) {
        process.exitCode = status;
    } else if (interrupted) {
        process.stderr.write("stopped: nothing is verified\n");
        process.exitCode = ExitStatus.Interrupted;
    } else if (status !== 0) {
        process.stderr.write(`pulumi up ended with ${status}: nothing is verified\n`);
        await interruptible(async (signal) => {
            await reportInterruption({ cwd: options.cwd, signal }, before.stack);
            return status;
        });
    } else {
        await interruptible(async (signal) =>
            statusAfterUpdate(await verifyUpdated(options, before, verification, signal)),
        );
    }
}

function verificationOptions(args: readonly string[]): VerificationOptions {
    const command = withVerification(new Command("up --")).exitOverride();
    return command.parse(args, { from: "user" }).opts<VerificationOptions>();
}

/** An update may have failed because an earlier one was killed, and left a lock or pending operations. */
async function reportInterruption(project: ProjectOptions, named: string | undefined): Promise<void> {
    try {
        const stack = named ?? (await selectedStack(project));
        const left = interruptionFindings(stack, await readInterruption({ ...project, stack }));
        if (left.length > 0) {
            process.stderr.write(`\n${checkTable(left, process.stderr)}\n`);
        }
    } catch (error) {
        // pulumi has said why it failed; there may not even be a stack.
        if (!(error instanceof UserError)) {
            throw error;
        }
    }
}

async function verifyUpdated(
    { cwd, json }: UpOptions,
    before: KnownBefore,
    verification: VerificationOptions,
    signal: AbortSignal,
): Promise<ExitStatus> {
    try {
        const name = before.stack ?? (await selectedStack({ cwd, signal }));
        // pulumi's JSON stays alone on standard output.
        const output = json && verification.format === "table" ? process.stderr : process.stdout;
        const sources = [{ name, source: { stack: name, cwd } }];
        const verified = await verifyAndReport(sources, verification, 1, signal, output);
        const comparisonOutput = verification.format === "table" ? output : process.stderr;
        const agrees = await reportComparison({ stack: name, cwd, signal }, before, comparisonOutput);
        return verified === ExitStatus.Success && !agrees ? ExitStatus.Refused : verified;
    } catch (error) {
        if (error instanceof UserError) {
            process.stderr.write(`error: ${inert(error.message)}\n`);
            return ExitStatus.Usage;
        }
        throw error;
    }
}

/** An update can succeed although the tenant has something else, or more, than the state. Returns whether they agree. */
async function reportComparison(
    options: StackOptions,
    { configuration }: KnownBefore,
    output: Output,
): Promise<boolean> {
    // The state is read once more: somebody may have updated the stack while the verification waited.
    const checks = await compareStackChecks(options, { configuration });
    output.write(`\n${checkTable(checks, output)}\n`);
    return checks.every(({ result }) => result !== "failed");
}

function statusAfterUpdate(verified: ExitStatus): number {
    return verified === ExitStatus.Success || verified === ExitStatus.Interrupted ? verified : failedProof + verified;
}
