import { Option, type Command } from "commander";
import { auditFormatNames, auditFormatSummaries, type AuditFormatName } from "../../../audit/formats/names";
import { collect } from "../../options/collect";
import { withKey, type KeyOptions } from "../../options/keyOptions";
import { withStack, type StackCommandOptions } from "../../options/stackOptions";
import { interruptible } from "../../terminal/interruptible";

export interface AuditCommandOptions extends StackCommandOptions, KeyOptions {
    readonly base?: readonly string[];
    readonly now?: string;
    readonly failOn?: readonly string[];
    readonly waivers?: string;
    readonly format: AuditFormatName;
    readonly output?: string;
    readonly drift?: true;
    readonly verify?: true;
    readonly timeout: string;
    readonly attest?: string;
    readonly force?: true;
}

/** `exo-unattended audit`: what does a change allow, to whom, and how serious is it? */
export function declare(command: Command): void {
    const declared = withStack(command.argument("[file...]", "what Pulumi wrote, plain or gzip; - is standard input"))
        .option("--base <file>", "compare with this file, of the same stack or of another (repeatable)", collect)
        .option(
            "--fail-on <condition>",
            "fail on critical, high, medium, low or note findings, broadening, unknown or change (repeatable, or with commas)",
            collect,
        )
        .option("--waivers <file>", "accept the findings that this YAML or JSON file waives")
        .option("--now <time>", "count validity and waivers from this time, in ISO 8601 (default: the current time)")
        .addOption(new Option("--format <name>", "format of the report").choices(auditFormatNames).default("table"))
        .option("--output <file>", "write the report to this file, which is replaced as a whole")
        .option("--drift", "compare the stack's program and state with its tenant, which is only read")
        .option("--verify", "with --drift: also sign in as the login, and compare the rights in its token")
        .option("--timeout <duration>", "with --verify: how long to retry while changes propagate", "15m")
        .option(
            "--attest <file>",
            "with --verify: when all four agree, write that into this file, signed with the certificate's key",
        )
        .option("--force", "replace the file of --attest");
    withKey(declared)
        .addHelpText(
            "after",
            `
Files are what these commands write: pulumi preview --json, pulumi preview --save-plan <file>,
pulumi up --json, pulumi stack export. A stack export beside one of the others adds what it leaves out.

With --drift the deployer's credentials are used, as the azuread provider would use them.

Formats:
${auditFormatNames.map((name) => `  ${name.padEnd(9)} ${auditFormatSummaries[name]}`).join("\n")}

Exit status:
  0    the gate passed, or no --fail-on was given
  1    something that --fail-on names was found
  2    usage error, or a file that cannot be read
  130  stopped by Ctrl-C`,
        )
        .action((files: readonly string[], options: AuditCommandOptions) =>
            interruptible(async (signal) => (await import("./run.js")).run(files, options, signal)),
        );
}
