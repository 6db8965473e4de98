import type { Connection } from "../../connection/connection";
import { Cloud, clouds } from "../../microsoft/clouds";
import { exchangeModule } from "../../microsoft/exchangeModule";
import { singleQuoted } from "../../shells/quoting";
import { CertificateSource } from "../connectCommand";
import { certificateParameters } from "./certificateParameters";
import { reportParameter, reportStatements } from "./hostReport";
import type { ScriptParameter, Work } from "./work";

/**
 * A complete PowerShell script that connects, works and disconnects, whatever happens.
 * @param reports folder in which each run reports the certificate that it used. @default it reports nothing
 */
export function powershellScript(
    connection: Connection,
    source: CertificateSource,
    work: Work,
    reports?: string,
): string {
    const certificate = certificateParameters(source, connection);
    const report = reports === undefined ? [] : [reportStatements(source, connection)];
    const parameters = [
        ...certificate.parameters,
        ...(reports === undefined ? [] : [reportParameter(reports)]),
        ...work.parameters,
    ];
    const connect = [...connecting(connection, certificate.connect, work.commands), ...report];
    const automation = source === CertificateSource.Automation;
    return [
        commentBasedHelp(work.synopsis, certificate.description, connection, automation, parameters),
        "",
        "[CmdletBinding()]",
        parameterBlock(parameters),
        "",
        "Set-StrictMode -Version Latest",
        "$ErrorActionPreference = 'Stop'",
        "",
        automation ? inFinally([...connect, work.statements]) : withExitStatus([...loading(source), ...connect], work),
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
        ...(automation
            ? []
            : ["Exit status: 0 done, 1 the work failed, 2 no connection, or no module to connect with."]),
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

/**
 * Statements that load the module. `#Requires` would end PowerShell with 1, the status of work that failed
 * (learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_requires). The certificate store is of
 * Windows, where Windows PowerShell is always there.
 */
function loading(source: CertificateSource): readonly string[] {
    const lowest = source === CertificateSource.Store ? "5.1" : exchangeModule.powershell;
    return [
        `if ([version]::new($PSVersionTable.PSVersion.Major, $PSVersionTable.PSVersion.Minor) -lt [version] '${lowest}') {
    throw "PowerShell ${lowest} or later is required; this is $($PSVersionTable.PSVersion)."
}`,
        `Import-Module -Name '${exchangeModule.name}' -RequiredVersion '${exchangeModule.version}'`,
    ];
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
/** Where the module could not be loaded, there is nothing to disconnect and no command for it. */
const disconnectingIfLoaded = `finally {
    if (Get-Module -Name '${exchangeModule.name}') {
        Disconnect-ExchangeOnline -Confirm:$false
    }
}`;

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
${disconnectingIfLoaded}
exit $exitStatus`;
}

function indented(text: string): string {
    return text.replace(/^(?=.)/gm, "    ");
}
