import type { Command } from "commander";
import { interruptible } from "../../terminal/interruptible";

export interface AttestationCheckOptions {
    readonly certificate?: string;
    readonly stack?: string;
    readonly cwd?: string;
    readonly thumbprint?: string;
}

/** `exo-unattended attestation check`: whether a file of `--attest`, or a record of `promote`, is genuine. */
export function declare(command: Command): void {
    command
        .command("check")
        .description(
            "check without a network whether a file of `--attest` (verify, audit, revoke, revive), or a record of `promote`, is genuine",
        )
        .argument("<file>", "the file")
        .option("--stack <name>", "require the active certificate of this Pulumi stack as the signer")
        .option("--cwd <folder>", "folder of the Pulumi project, for --stack (default: the current folder)")
        .option("--certificate <pem>", "require the certificate in this file as the signer")
        .option("--thumbprint <hex>", "require the certificate of this SHA-1 or SHA-256 thumbprint as the signer")
        .addHelpText(
            "after",
            `
Exit status:
  0    valid
  1    changed or forged, or signed with the genuine key but not a proof
  2    usage error, or the file is not an attestation
  5    genuine, but its certificate has expired since
  6    genuine, but for another certificate than the one asked for
  8    genuine, but made against a tenant on the machine of the verifier
  130  stopped by Ctrl-C`,
        )
        .action((path: string, options: AttestationCheckOptions) =>
            interruptible(async (signal) => (await import("./run.js")).run(path, options, signal)),
        );
}
