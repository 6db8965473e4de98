import { Command } from "commander";
import { update, updatedStack } from "../../../pulumi/update";
import { ExitStatus, failedProof } from "../../../errors/exitStatus";
import { interruptible } from "../../terminal/interruptible";
import { withProof, type ProofOptions } from "../../options/proofOptions";
import { checkProof, prove } from "../../../proof/verifyLogins";
import { UserError } from "../../../errors/userError";

/**
 * `exo-unattended up`: `pulumi up`, and then the proof of what is in the state now. pulumi's options come first and pass
 * through unchanged, so they are not declared here; those of the proof follow `--`.
 */
export function upCommand(): Command {
    return new Command("up")
        .usage("[options of pulumi up] [-- options of verify]")
        .description("run `pulumi up`, then verify the stack")
        .allowUnknownOption()
        .argument("[options...]", "see `pulumi up --help`; behind --, see `exo-unattended verify --help`")
        .addHelpText(
            "after",
            `
Exit status:
  0          updated and proved
  pulumi's   the update failed, or was declined; nothing is verified
  2          wrong use of the options behind --; nothing is updated
  101-104    updated, but not proved: 100 and the exit status of verify
  130        stopped by Ctrl-C

After 101 to 104 the update stands. To prove it again without another update: exo-unattended verify --stack <name>`,
        )
        .action(async () => {
            const given = process.argv.slice(process.argv.indexOf("up") + 1);
            const end = given.includes("--") ? given.indexOf("--") : given.length;
            await run(given.slice(0, end), proofOptions(given.slice(end + 1)));
        });
}

function proofOptions(args: readonly string[]): ProofOptions {
    const command = withProof(new Command("up --")).exitOverride();
    return command.parse(args, { from: "user" }).opts<ProofOptions>();
}

async function run(options: readonly string[], proof: ProofOptions): Promise<void> {
    checkProof(proof);
    const { status, interrupted } = await update(options, { toStandardError: proof.format !== "table" });
    if (interrupted) {
        process.stderr.write("stopped: nothing is verified\n");
        process.exitCode = ExitStatus.Interrupted;
    } else if (status !== 0) {
        process.stderr.write(`pulumi up ended with ${status}: nothing is verified\n`);
        process.exitCode = status;
    } else {
        await interruptible(async (signal) => statusAfterUpdate(await proveUpdated(options, proof, signal)));
    }
}

async function proveUpdated(options: readonly string[], proof: ProofOptions, signal: AbortSignal): Promise<ExitStatus> {
    const { stack, cwd } = updatedStack(options);
    const inProject = cwd === undefined ? {} : { cwd };
    try {
        // Loaded here, because it brings zod: `--help` does not wait for it.
        const { selectedStack } = await import("../../../pulumi/project.js");
        const name = stack ?? (await selectedStack({ ...inProject, signal }));
        return await prove([{ name, source: { stack: name, ...inProject } }], proof, 1, signal);
    } catch (error) {
        if (error instanceof UserError) {
            process.stderr.write(`error: ${error.message}\n`);
            return ExitStatus.Usage;
        }
        throw error;
    }
}

function statusAfterUpdate(proved: ExitStatus): number {
    return proved === ExitStatus.Success || proved === ExitStatus.Interrupted ? proved : failedProof + proved;
}
