import { Command } from "commander";
import { ExitStatus, failedProof } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import { selectedStack } from "../../../pulumi/project";
import { update, updatedStack } from "../../../pulumi/update";
import { checkVerification, withVerification, type VerificationOptions } from "../../options/verificationOptions";
import { interruptible } from "../../terminal/interruptible";
import { verifyAndReport } from "../verify/verifyAndReport";

/** @param given pulumi's options; `--` and the options of the verification may follow. */
export async function run(given: readonly string[]): Promise<void> {
    const end = given.includes("--") ? given.indexOf("--") : given.length;
    const options = given.slice(0, end);
    const verification = verificationOptions(given.slice(end + 1));
    checkVerification(verification);
    const { status, interrupted } = await update(options, { toStandardError: verification.format !== "table" });
    if (interrupted) {
        process.stderr.write("stopped: nothing is verified\n");
        process.exitCode = ExitStatus.Interrupted;
    } else if (status !== 0) {
        process.stderr.write(`pulumi up ended with ${status}: nothing is verified\n`);
        process.exitCode = status;
    } else {
        await interruptible(async (signal) => statusAfterUpdate(await verifyUpdated(options, verification, signal)));
    }
}

function verificationOptions(args: readonly string[]): VerificationOptions {
    const command = withVerification(new Command("up --")).exitOverride();
    return command.parse(args, { from: "user" }).opts<VerificationOptions>();
}

async function verifyUpdated(
    options: readonly string[],
    verification: VerificationOptions,
    signal: AbortSignal,
): Promise<ExitStatus> {
    const { stack, cwd } = updatedStack(options);
    try {
        const name = stack ?? (await selectedStack({ cwd, signal }));
        return await verifyAndReport([{ name, source: { stack: name, cwd } }], verification, 1, signal);
    } catch (error) {
        if (error instanceof UserError) {
            process.stderr.write(`error: ${error.message}\n`);
            return ExitStatus.Usage;
        }
        throw error;
    }
}

function statusAfterUpdate(verified: ExitStatus): number {
    return verified === ExitStatus.Success || verified === ExitStatus.Interrupted ? verified : failedProof + verified;
}
