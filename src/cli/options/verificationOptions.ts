import { existsSync } from "node:fs";
import { Option, type Command } from "commander";
import { UserError } from "../../errors/userError";
import { checkOptions, type Scope, type VerifyOptions } from "../../verification/options";
import { formats, type FormatName } from "../reporters/reporters";
import { collect } from "./collect";
import { parseDuration } from "./duration";
import { withKey, type KeyOptions } from "./keyOptions";
import { wholeNumber } from "./wholeNumber";

/** The options that say what to verify, and what to do with the result; `verify` and `up` share them. */
export interface VerificationOptions extends KeyOptions, Omit<Scope, "commands"> {
    readonly timeout: string;
    readonly command?: readonly string[];
    readonly warnDays?: number;
    readonly format: FormatName;
    readonly attest?: string;
    readonly force?: true;
}

/** As early as Microsoft Entra recommends a renewal (learn.microsoft.com/entra, "Renew expiring application credentials"). */
const defaultWarnDays = 30;

/** Adds those options. */
export function withVerification(command: Command): Command {
    withKey(command)
        .option("--timeout <duration>", "how long to retry while changes propagate: 0 (one attempt), 90s, 2h", "15m")
        .addOption(
            new Option(
                "--until <where>",
                "where to end: at the token, without calling Exchange Online's unpublished REST interface, or at its answer",
            )
                .choices(["token", "exchange"])
                .default("exchange"),
        )
        .option("--compliance", "also check access to Security & Compliance PowerShell (token and role only)");
    const repeatable = [
        ["--command <name>", "also run this command: Get-… or Test-…, without parameters"],
        ["--reachable <mailbox>", "also check that this mailbox can be read"],
        ["--unreachable <mailbox>", "also check that this mailbox cannot be read"],
    ] as const;
    for (const [flags, description] of repeatable) {
        command.option(flags, `${description} (repeatable)`, collect);
    }
    return command
        .addOption(
            new Option("--engine <name>", "powershell: also connect with Microsoft's own module, where it is installed")
                .choices(["rest", "powershell"])
                .default("rest"),
        )
        .addOption(
            new Option(
                "--warn-days [days]",
                `report, with an exit status of its own, a certificate that ends within so many days (${defaultWarnDays})`,
            )
                .preset(String(defaultWarnDays))
                .argParser(wholeNumber(1, 3_650)),
        )
        .addOption(
            new Option("--format <name>", "what to print on standard output")
                .choices(Object.keys(formats))
                .default("table"),
        )
        .option("--attest <file>", "write what was proved into this file, signed with the certificate's key")
        .option("--force", "replace the file of --attest");
}

/** @throws UserError for options that cannot be meant, before anything is read or run. */
export function checkVerification(options: VerificationOptions): void {
    checkOptions(verifyOptions(options));
    const { attest: path, force } = options;
    if (path === undefined && force === true) {
        throw new UserError("--force goes with --attest");
    }
    if (path !== undefined && force === undefined && existsSync(path)) {
        throw new UserError(`${path} exists; --force replaces it`);
    }
}

/** What to verify, by the options. */
export function verifyOptions(options: VerificationOptions): VerifyOptions {
    const { command, scriptCmdlets, timeout, until, engine, compliance, reachable, unreachable } = options;
    return {
        commands: command ?? [],
        scriptCmdlets,
        timeoutMs: parseDuration(timeout),
        until,
        engine,
        compliance,
        reachable,
        unreachable,
    };
}
