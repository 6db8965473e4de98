import { readFile } from "node:fs/promises";
import { Command, Option } from "commander";
import { hosts, type HostName } from "../../../delivery/hosts/hosts";
import { kinds, writeScriptFiles, type OwnScript, type ScriptRequest } from "../../../delivery/scriptFiles";
import { readConnection } from "../../options/readConnection";
import { withSource, type SourceOptions } from "../../options/source";
import { UserError } from "../../../errors/userError";

interface ScriptCommandOptions extends SourceOptions {
    readonly for: HostName;
    readonly kind: keyof typeof kinds;
    readonly wrap?: string;
    readonly command?: readonly string[];
    readonly keyVault?: string;
    readonly force?: true;
}

/** `exo-unattended script`: writes a script and what makes a host run it. It needs no key, and so no passphrase. */
export function scriptCommand(): Command {
    return withSource(new Command("script"))
        .description("write a PowerShell script that connects unattended, and what makes a host run it")
        .argument("<folder>", "where to write to; of a pipeline, the root of the repository")
        .addOption(new Option("--for <host>", "what runs the script").choices(Object.keys(hosts)).makeOptionMandatory())
        .addOption(
            new Option("--kind <kind>", "what the script does: show the connection, or export all mailboxes to CSV")
                .choices(Object.keys(kinds))
                .default("mailboxes"),
        )
        .addOption(new Option("--wrap <script.ps1>", "run this script of yours while connected").conflicts("kind"))
        .option("--command <name>", "a command that your script uses; others are not loaded (repeatable)", collect)
        .option("--key-vault <name>", "of a pipeline: take the key from this Azure Key Vault by federated sign-in")
        .option("--force", "replace files that exist")
        .addHelpText("after", `\nHosts:\n${hostList()}`)
        .action(async (folder: string, options: ScriptCommandOptions) => {
            const script = await readScript(options);
            const connection = await readConnection(options);
            const request: ScriptRequest = { connection, host: options.for, script, keyVault: options.keyVault };
            const paths = writeScriptFiles(folder, request, { force: options.force });
            process.stdout.write(paths.map((path) => `${path}\n`).join(""));
        });
}

function collect(value: string, others: readonly string[] = []): readonly string[] {
    return [...others, value];
}

function hostList(): string {
    return Object.entries(hosts)
        .map(([name, { description }]) => `  ${name.padEnd(18)}${description}`)
        .join("\n");
}

async function readScript({ kind, wrap, command }: ScriptCommandOptions): Promise<keyof typeof kinds | OwnScript> {
    if (wrap === undefined) {
        if (command !== undefined) {
            throw new UserError("--command goes with --wrap; the other scripts know what they use");
        }
        return kind;
    }
    try {
        return { path: wrap, content: await readFile(wrap), commands: command ?? [] };
    } catch (error) {
        throw new UserError(`cannot read ${wrap}: ${error instanceof Error ? error.message : "unknown reason"}`);
    }
}
