import type { Work } from "./work";

/** Exports all mailboxes, sorted by name, to a CSV file. */
export const mailboxesWork: Work = {
    fileName: "Export-Mailbox.ps1",
    synopsis: "Exports all mailboxes of the organization, sorted by name, to a CSV file.",
    parameters: [
        {
            name: "OutputPath",
            help: "The CSV file. It is replaced when the new one is complete.",
            type: "[string]",
            defaultValue: "(Join-Path -Path $PSScriptRoot -ChildPath 'mailboxes.csv')",
        },
    ],
    // Get-EXOMailbox is part of the module itself and needs no loading
    // (learn.microsoft.com/powershell/exchange/exchange-online-powershell-v2). Without a list all commands are loaded.
    commands: ["Get-Mailbox"],
    statements: `$unfinished = "$OutputPath.unfinished"
Get-EXOMailbox -ResultSize Unlimited |
    Sort-Object -Property 'DisplayName' |
    Export-Csv -LiteralPath $unfinished -NoTypeInformation -Encoding utf8
Move-Item -LiteralPath $unfinished -Destination $OutputPath -Force`,
    exitStatus: "0",
};
