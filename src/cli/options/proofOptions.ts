import { InvalidArgumentError, Option, type Command } from "commander";
import type { Scope } from "../../verification/options";
import { collect } from "./collect";
import { formats, type FormatName } from "../reporters/reporters";
import { withKey, type KeyOptions } from "../../proof/readLogin";

/** The options that say what to prove, and what to do with the result; `verify` and `up` share them. */
export interface ProofOptions extends KeyOptions, Omit<Scope, "commands"> {
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
export function withProof(command: Command): Command {
    withKey(command)
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
        .addOption(
            new Option(
                "--engine <name>",
                "powershell: Microsoft's own module as a second witness, where it is installed",
            )
                .choices(["rest", "powershell"])
                .default("rest"),
        )
        .addOption(
            new Option(
                "--warn-days [days]",
                `tell, with an exit status of its own, when the certificate ends within so many days (${defaultWarnDays})`,
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

/** A parser of whole numbers, for commander. */
export function wholeNumber(lowest: number, highest: number): (text: string) => number {
    return (text) => {
        const number = /^\d+$/.test(text) ? Number(text) : NaN;
        if (!(number >= lowest && number <= highest)) {
            throw new InvalidArgumentError(`Give a whole number from ${lowest} to ${highest}.`);
        }
        return number;
    };
}
