import { readFile } from "node:fs/promises";
import { writeScriptFiles, type ScriptRequest } from "../../../delivery/scriptFiles";
import { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import { readConnection } from "../../options/readConnection";
import type { ScriptCommandOptions } from "./command";

export async function run(folder: string, options: ScriptCommandOptions, signal: AbortSignal): Promise<ExitStatus> {
    const script = await readScript(options);
    const connection = await readConnection(options, signal);
    const request: ScriptRequest = { connection, host: options.for, script, keyVault: options.keyVault };
    const paths = writeScriptFiles(folder, request, { force: options.force });
    process.stdout.write(paths.map((path) => `${path}\n`).join(""));
    return ExitStatus.Success;
}

async function readScript({ kind, wrap, command }: ScriptCommandOptions): Promise<ScriptRequest["script"]> {
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
