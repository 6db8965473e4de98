/** What a generated script does while it is connected. */
export interface Work {
    /** Name of the script's file: an approved verb and a noun (learn.microsoft.com/powershell/scripting/developer/cmdlet/approved-verbs-for-windows-powershell-commands). */
    readonly fileName: string;
    /** One sentence for `Get-Help`. */
    readonly synopsis: string;
    /** Parameters of the script. */
    readonly parameters: readonly ScriptParameter[];
    /** Exchange commands to load; none means all. */
    readonly commands: readonly string[];
    /** Statements, without indentation. Errors end them. */
    readonly statements: string;
    /** The PowerShell variable or value that is the exit status when they succeed. */
    readonly exitStatus: string;
}

/** A parameter of a generated script. */
export interface ScriptParameter {
    readonly name: string;
    /** A sentence for `Get-Help`. */
    readonly help: string;
    /** Type and attributes, such as `[string]`. */
    readonly type: string;
    /** A PowerShell expression. */
    readonly defaultValue: string;
}
