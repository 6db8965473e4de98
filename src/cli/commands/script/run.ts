import { foreignText } from "../../../http/foreignText";
import { writeScriptFiles, type ScriptRequest } from "../../../delivery/scriptFiles";
import { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import { readInput } from "../../../files/readInput";
import { readConnection } from "../../options/readConnection";
import type { ScriptCommandOptions } from "./command";

export async function run(folder: string, options: ScriptCommandOptions, signal: AbortSignal): Promise<ExitStatus> {
    const script = readScript(options);
    const connection = await readConnection(options, signal);
    const request: ScriptRequest = { connection, host: options.for, script, keyVault: options.keyVault };
    const paths = writeScriptFiles(folder, request, { force: options.force });
    process.stdout.write(paths.map((path) => `${foreignText(path)}\n`).join(""));
    return ExitStatus.Success;
}

function readScript({ kind, wrap, command }: ScriptCommandOptions): ScriptRequest["script"] {
    if (wrap === undefined) {
        if (command !== undefined) {
            throw new UserError("--command goes with --wrap; the other scripts know what they use");
        }
        return kind;
    }
    return { path: wrap, content: readInput(wrap), commands: command ?? [] };
}
