import type { Connection } from "../../connection/connection";
import { Cloud, clouds } from "../../microsoft/clouds";
import { exchangeModule } from "../../microsoft/exchangeModule";
import { singleQuoted } from "../../microsoft/powershell";
import { CertificateSource } from "../connectCommand";
import { certificateParameters } from "./certificateParameters";
import type { ScriptParameter, Work } from "./work";

/** A complete PowerShell script that connects, works and disconnects, whatever happens. */
export function powershellScript(connection: Connection, source: CertificateSource, work: Work): string {
    const certificate = certificateParameters(source, connection);
    const parameters = [...certificate.parameters, ...work.parameters];
    const automation = source === CertificateSource.Automation;
    return [
        commentBasedHelp(work.synopsis, certificate.description, connection, automation, parameters),
        ...(automation ? [] : [requirements(source)]),
        "",
        "[CmdletBinding()]",
        parameterBlock(parameters),
        "",
        "Set-StrictMode -Version Latest",
        "$ErrorActionPreference = 'Stop'",
        "",
        automation
            ? inFinally([...connecting(connection, certificate.connect, work.commands), work.statements])
            : withExitStatus(connecting(connection, certificate.connect, work.commands), work),
        "",
    ].join("\n");
}

function commentBasedHelp(
    synopsis: string,
    certificate: string,
    { organization, notAfter }: Connection,
    automation: boolean,
    parameters: readonly ScriptParameter[],
): string {
    const description = [
        `Signs in to ${organization} as an application. The certificate is valid until ${notAfter}.`,
        certificate,
        ...(automation ? [] : ["Exit status: 0 done, 1 the work failed, 2 no connection."]),
    ];
    return [
        "<#",
        ".SYNOPSIS",
        indented(synopsis),
        ".DESCRIPTION",
        ...description.map(indented),
        ...parameters.flatMap(({ name, help }) => [`.PARAMETER ${name}`, indented(help)]),
        "#>",
    ].join("\n");
}

/** The certificate store is of Windows, where Windows PowerShell is always there. */
function requirements(source: CertificateSource): string {
    return `#Requires -Version ${source === CertificateSource.Store ? "5.1" : "7.4"}
#Requires -Modules @{ ModuleName = '${exchangeModule.name}'; RequiredVersion = '${exchangeModule.version}' }`;
}

function parameterBlock(parameters: readonly ScriptParameter[]): string {
    return parameters.length === 0
        ? "param()"
        : `param(\n${parameters.map(({ name, type, defaultValue }) => `    ${type} $${name} = ${defaultValue}`).join(",\n\n")}\n)`;
}

/** Statements that connect, with splatted parameters. */
function connecting(
    { clientId, organization, cloud }: Connection,
    certificate: readonly (readonly [string, string])[],
    commands: readonly string[],
): readonly string[] {
    const parameters: readonly (readonly [string, string])[] = [
        ["AppId", singleQuoted(clientId)],
        ["Organization", singleQuoted(organization)],
        ...certificate,
        ...(cloud === Cloud.Global
            ? []
            : [["ExchangeEnvironmentName", singleQuoted(clouds[cloud].exchangeEnvironmentName)] as const]),
        ...(commands.length === 0 ? [] : [["CommandName", commands.map(singleQuoted).join(", ")] as const]),
        ["ShowBanner", "$false"],
        ["SkipLoadingFormatData", "$true"],
    ];
    const width = Math.max(...parameters.map(([name]) => name.length));
    return [
        `$connection = @{\n${parameters.map(([name, value]) => `    ${name.padEnd(width)} = ${value}`).join("\n")}\n}`,
        "Connect-ExchangeOnline @connection",
    ];
}

const disconnecting = "finally {\n    Disconnect-ExchangeOnline -Confirm:$false\n}";

function inFinally(statements: readonly string[]): string {
    return `try {\n${statements.map(indented).join("\n")}\n}\n${disconnecting}`;
}

function withExitStatus(connect: readonly string[], { statements, exitStatus }: Work): string {
    const body = [...connect, "$exitStatus = 1", statements, `$exitStatus = ${exitStatus}`];
    return `$exitStatus = 2
try {
${body.map(indented).join("\n")}
}
catch {
    # Shows the error and goes on to the exit status.
    Write-Error -ErrorRecord $_ -ErrorAction Continue
}
${disconnecting}
exit $exitStatus`;
}

function indented(text: string): string {
    return text.replace(/^(?=.)/gm, "    ");
}
