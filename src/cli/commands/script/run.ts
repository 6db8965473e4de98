import { foreignText } from "../../../http/foreignText";
import { writeScriptFiles, type ScriptRequest } from "../../../delivery/scriptFiles";
import type { Connection } from "../../../connection/connection";
import { parseConnection } from "../../../connection/parse";
import { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import { readInput } from "../../../files/readInput";
import { chooseCertificate } from "../../../proof/chooseCertificate";
import { certificateSource } from "../../options/outputsSource";
import { readConnection } from "../../options/readConnection";
import type { ScriptCommandOptions } from "./command";

export async function run(folder: string, options: ScriptCommandOptions, signal: AbortSignal): Promise<ExitStatus> {
    const script = readScript(options);
    const connection = await connectionOf(options, signal);
    const { for: host, keyVault, reports } = options;
    const request: ScriptRequest = { connection, host, script, keyVault, reports };
    const paths = writeScriptFiles(folder, request, { force: options.force });
    process.stdout.write(paths.map((path) => `${foreignText(path)}\n`).join(""));
    return ExitStatus.Success;
}

/** Of the active certificate, or of the one that is named; no key is read. */
async function connectionOf(options: ScriptCommandOptions, signal: AbortSignal): Promise<Connection> {
    const source = certificateSource(options);
    return source.certificate === undefined
        ? readConnection(options, signal)
        : parseConnection((await chooseCertificate(source, { showSecrets: false, signal })).connection);
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
