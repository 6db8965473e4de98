import { Command, Option } from "commander";
import { checkTitle, skipped, type Check, type CheckId, type CheckResult } from "../verification/check";
import { checkOptions, OptionsError, type Scope } from "../verification/options";
import type { Verification, Verdict } from "../verification/verify";
import { formatDuration, parseDuration } from "./duration";
import { ExitStatus } from "./exitStatus";
import { readLogin, withKey, type KeyOptions } from "./login";
import { progressOn } from "./progress";
import { withSource, type SourceOptions } from "./source";
import { UsageError } from "./usageError";
import { verificationTable } from "./verificationTable";

interface VerifyCommandOptions extends SourceOptions, KeyOptions, Omit<Scope, "commands"> {
    readonly timeout: string;
    readonly command?: readonly string[];
}

const exitStatuses: Readonly<Record<Verdict, ExitStatus>> = {
    proved: ExitStatus.Success,
    refused: ExitStatus.Refused,
    "not-proved-in-time": ExitStatus.NotInTime,
};

/** `exo-unattended verify`: proves that a stack's login works. */
export function verifyCommand(): Command {
    const command = withKey(withSource(new Command("verify")))
        .description("sign in with a stack's certificate and prove that Exchange Online answers")
        .option(
            "--timeout <duration>",
            "for how long to wait for what may pass with time: 0 (one attempt), 90s, 60m",
            "15m",
        )
        .addOption(
            new Option(
                "--until <where>",
                "end at the token, for those who may not call Exchange Online's unpublished REST interface",
            )
                .choices(["token", "exchange"])
                .default("exchange"),
        )
        .option("--compliance", "prove also what can be proved of Security & Compliance PowerShell");
    const repeatable = [
        ["--command <name>", "prove that this command runs too: Get-… or Test-…, without parameters"],
        ["--reachable <mailbox>", "prove that this mailbox can be read"],
        ["--unreachable <mailbox>", "prove that this mailbox cannot be read"],
    ] as const;
    for (const [flags, description] of repeatable) {
        command.option(flags, `${description} (repeatable)`, collect);
    }
    return command
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

/** Gathers the values of an option that is given several times. */
function collect(value: string, others: readonly string[] | undefined): readonly string[] {
    return [...(others ?? []), value];
}

async function run(options: VerifyCommandOptions, signal: AbortSignal): Promise<ExitStatus> {
    const asked = { ...options, commands: options.command ?? [], timeoutMs: parseDuration(options.timeout) };
    try {
        checkOptions(asked);
    } catch (error) {
        throw error instanceof OptionsError ? new UsageError(error.message) : error;
    }
    let plan: readonly CheckId[] = [];
    const made = new Map<CheckId, Check>();
    const progress = progressOn(process.stderr);
    try {
        const { connection, credential } = await readLogin(options, signal);
        // Loaded here, because they bring zod: `--help` and a wrong argument do not wait for it.
        const { EndpointsError, localEndpoints } = await import("../verification/endpoints.js");
        const { verify } = await import("../verification/verify.js");
        const endpoints = await localEndpoints(process.env, signal).catch((error: unknown) => {
            throw error instanceof EndpointsError ? new UsageError(error.message) : error;
        });
        const verification = await verify(connection, credential, {
            ...asked,
            endpoints,
            signal,
            onEvent: (event) => {
                if (event.type === "attempt") {
                    plan = event.checks;
                } else if (event.type === "check") {
                    made.set(event.check.id, event.check);
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
            plan.map((id) => made.get(id) ?? skipped(id, "stopped before")),
            "stopped: nothing is proved",
        );
        return ExitStatus.Interrupted;
    }
}

function print(checks: readonly Check[], lastLine: string): void {
    const table = checks.length === 0 ? "" : `${verificationTable(checks, process.stdout)}\n\n`;
    process.stdout.write(`${table}${lastLine}\n`);
}

function summary({ verdict, checks, attempts, durationMs }: Verification): string {
    const effort = `${attempts === 1 ? "1 attempt" : `${attempts} attempts`}, ${formatDuration(durationMs)}`;
    if (verdict === "proved") {
        return checks.some(({ id, result }) => id === "exchange" && result === "skipped")
            ? `proved up to the token; Exchange Online was not asked (${effort})`
            : `proved: the unattended login works (${effort})`;
    }
    const titles = (wanted: CheckResult): string =>
        checks
            .filter(({ result }) => result === wanted)
            .map(({ id }) => `"${checkTitle(id)}"`)
            .join(", ");
    return verdict === "refused"
        ? `refused at ${titles("failed")}; waiting does not cure it (${effort})`
        : `not proved in time: still waiting for ${titles("waiting")} (${effort}); run it again later`;
}
