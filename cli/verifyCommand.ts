import { Command } from "commander";
import { StackError } from "../stacks/stackError";
import type { StackOutputs } from "../stacks/stackOutputs";
import { blocks, checkIds, checkTitles, skipped, type Check, type CheckId } from "../verification/check";
import type { Credential } from "../verification/credential";
import type { Verification, Verdict } from "../verification/verify";
import { formatDuration, parseDuration } from "./duration";
import { ExitStatus } from "./exitStatus";
import { progressOn } from "./progress";
import { readSource, withSource, type SourceOptions } from "./source";
import { UsageError } from "./usageError";
import { verificationTable } from "./verificationTable";

interface VerifyCommandOptions extends SourceOptions {
    readonly timeout: string;
}

const exitStatuses: Readonly<Record<Verdict, ExitStatus>> = {
    proved: ExitStatus.Success,
    refused: ExitStatus.Refused,
    "not-proved-in-time": ExitStatus.NotInTime,
};

/** `exo-unattended verify`: proves that a stack's login works. */
export function verifyCommand(): Command {
    return withSource(new Command("verify"))
        .description("sign in with a stack's certificate and prove that Exchange Online answers")
        .option(
            "--timeout <duration>",
            "for how long to wait for what may pass with time: 0 (one attempt), 90s, 60m",
            "15m",
        )
        .addHelpText(
            "after",
            `
Exit status:
  0    proved
  1    refused for a reason that waiting does not cure
  2    wrong use: bad arguments, unreadable input, no such stack
  3    not proved in time
  130  stopped by Ctrl-C`,
        )
        .action(async (options: VerifyCommandOptions) => {
            const interruption = new AbortController();
            const interrupt = (): void => {
                interruption.abort();
            };
            process.once("SIGINT", interrupt);
            try {
                process.exitCode = await run(options, interruption.signal);
            } finally {
                process.off("SIGINT", interrupt);
            }
        });
}

async function run(options: VerifyCommandOptions, signal: AbortSignal): Promise<ExitStatus> {
    const timeoutMs = parseDuration(options.timeout);
    const seen = new Map<CheckId, Check>();
    const progress = progressOn(process.stderr);
    try {
        const outputs = await readSource(options, { showSecrets: true, signal });
        const credential = credentialOf(outputs);
        // Loaded here, because they bring zod: `--help` and a wrong argument do not wait for it.
        const { EndpointsError, localEndpoints } = await import("../verification/endpoints.js");
        const { verify } = await import("../verification/verify.js");
        const endpoints = await localEndpoints(process.env, signal).catch((error: unknown) => {
            throw error instanceof EndpointsError ? new UsageError(error.message) : error;
        });
        const verification = await verify(outputs.connection, credential, {
            timeoutMs,
            endpoints,
            signal,
            onEvent: (event) => {
                if (event.type === "check") {
                    seen.set(event.check.id, event.check);
                }
                progress.show(event);
            },
        });
        progress.stop();
        print(verification.checks, summary(verification));
        return exitStatuses[verification.verdict];
    } catch (error) {
        progress.stop();
        if (!signal.aborted) {
            throw error;
        }
        print(
            checkIds.map((id) => seen.get(id) ?? skipped(id, "stopped before")),
            "stopped: nothing is proved",
        );
        return ExitStatus.Interrupted;
    }
}

function credentialOf({ certificatePem, privateKeyPem }: StackOutputs): Credential {
    if (certificatePem === undefined) {
        throw new StackError('there is no output "certificatePem"');
    }
    if (privateKeyPem === undefined) {
        throw new StackError(
            'there is no private key in "privateKeyPem". From a stack: make the file with --show-secrets. For a certificate whose key lives elsewhere: add the key to the outputs and give them by --file -',
        );
    }
    return { certificatePem, privateKeyPem };
}

function print(checks: readonly Check[], lastLine: string): void {
    process.stdout.write(`${verificationTable(checks, process.stdout)}\n\n${lastLine}\n`);
}

function summary({ verdict, checks, attempts, durationMs }: Verification): string {
    const effort = `${attempts === 1 ? "1 attempt" : `${attempts} attempts`}, ${formatDuration(durationMs)}`;
    const blocking = checks.find(blocks);
    if (blocking === undefined) {
        return `proved: the unattended login works (${effort})`;
    }
    return verdict === "refused"
        ? `refused at "${checkTitles[blocking.id]}"; waiting does not cure it (${effort})`
        : `not proved in time: still waiting for "${checkTitles[blocking.id]}" (${effort}); run it again later`;
}
