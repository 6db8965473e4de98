import type { Connection } from "../connection/connection";
import { Cloud, clouds } from "../microsoft/clouds";
import { singleQuoted } from "../microsoft/powershell";

/** The connection's parameters as PowerShell assignments, under the names that Microsoft's examples use. */
export function connectionParameters(connection: Connection): string {
    return [
        `$AppId = ${singleQuoted(connection.clientId)}`,
        `$Thumbprint = ${singleQuoted(connection.thumbprint)}`,
        `$Organization = ${singleQuoted(connection.organization)}`,
    ].join("\n");
}

/**
 * The command that opens the session on a Windows machine which has the certificate in its store, on one line.
 * `-ExchangeEnvironmentName` is there for other clouds than the world-wide one, whose name is the default
 * (learn.microsoft.com/powershell/module/exchange/connect-exchangeonline).
 */
export function connectCommand(connection: Connection): string {
    return [
        "Connect-ExchangeOnline",
        `-CertificateThumbprint ${singleQuoted(connection.thumbprint)}`,
        `-AppId ${singleQuoted(connection.clientId)}`,
        `-Organization ${singleQuoted(connection.organization)}`,
        ...(connection.cloud === Cloud.Global
            ? []
            : [`-ExchangeEnvironmentName ${clouds[connection.cloud].exchangeEnvironmentName}`]),
        "-ShowBanner:$false",
    ].join(" ");
}
