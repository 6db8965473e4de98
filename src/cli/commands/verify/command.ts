import { Command } from "commander";
import { interruptible } from "../../terminal/interruptible";
import { loginSources, withSources, type SourcesOptions } from "../../options/loginSources";
import { withProof, wholeNumber, type ProofOptions } from "../../options/proofOptions";
import { checkProof, prove } from "../../../proof/verifyLogins";

interface VerifyCommandOptions extends SourcesOptions, ProofOptions {
    readonly parallel: number;
}

/** `exo-unattended verify`: proves that the logins of stacks work. */
export function verifyCommand(): Command {
    return withProof(withSources(new Command("verify")))
        .description("sign in with a stack's certificate and prove that Exchange Online answers")
        .option("--parallel <number>", "how many logins to verify at the same time", wholeNumber(1, 1_000), 16)
        .addHelpText(
            "after",
            `
Exit status:
  0    proved
  1    refused for a reason that waiting does not cure
  2    wrong use: bad arguments, unreadable input, no such stack
  3    not proved in time
  4    proved, but the certificate ends within --warn-days
  130  stopped by Ctrl-C
Of several logins the worst counts, in the order 130, 1, 2, 3, 4, 0.`,
        )
        .action((options: VerifyCommandOptions) =>
            interruptible(async (signal) => {
                checkProof(options);
                return prove(await loginSources(options, signal), options, options.parallel, signal);
            }),
        );
}
