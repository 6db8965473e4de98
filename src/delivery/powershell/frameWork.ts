import { singleQuoted } from "../../shells/quoting";
import type { Work } from "./work";

/**
 * Runs somebody's own script while connected.
 * @param fileName the script's name; it lies beside the generated one
 * @param commands Exchange commands that it uses; none loads all
 */
export function frameWork(fileName: string, commands: readonly string[]): Work {
    return {
        fileName: "Invoke-UnattendedScript.ps1",
        synopsis: "Runs a script while connected to Exchange Online, and disconnects whatever happens.",
        parameters: [
            {
                name: "ScriptPath",
                help: "The script to run. An error or its own exit status other than 0 makes the run a failure.",
                type: "[string]",
                defaultValue: `(Join-Path -Path $PSScriptRoot -ChildPath ${singleQuoted(fileName)})`,
            },
        ],
        commands,
        // Strict mode would reach into a script that was not written for it.
        statements: `$global:LASTEXITCODE = 0
& {
    Set-StrictMode -Off
    & $ScriptPath
}`,
        exitStatus: "$global:LASTEXITCODE",
    };
}
