import type { Connection } from "../connection/connection";
import { Cloud, clouds } from "../microsoft/clouds";
import { singleQuoted } from "../shells/quoting";
import { certificateFileVariable, certificateVariable, passwordVariable } from "./connection/variables";

/** Where PowerShell takes the certificate and its key from. */
export enum CertificateSource {
    /** A Windows certificate store, by thumbprint: `-CertificateThumbprint`, on Windows only. */
    Store = "store",
    /** A PFX file and its password: `-CertificateFilePath`. */
    File = "file",
    /** A PFX in an environment variable, never on disk: `-Certificate`. */
    Environment = "environment",
    /** The certificate of an Azure Automation account: `-Certificate`. */
    Automation = "automation",
}

/** A PowerShell expression for the certificate in the environment; an unset password is the empty one. */
export const certificateOfEnvironment = `[System.Security.Cryptography.X509Certificates.X509Certificate2]::new([Convert]::FromBase64String($env:${certificateVariable}), [string] $env:${passwordVariable})`;

/** The connection's parameters as PowerShell assignments, under the names that Microsoft's examples use. */
export function connectionParameters(connection: Connection): string {
    return [
        `$AppId = ${singleQuoted(connection.clientId)}`,
        `$Thumbprint = ${singleQuoted(connection.thumbprint)}`,
        `$Organization = ${singleQuoted(connection.organization)}`,
    ].join("\n");
}

/**
 * The command that opens the session, on one line. `-ExchangeEnvironmentName` is there for other clouds than the
 * world-wide one, whose name is the default (learn.microsoft.com/powershell/module/exchange/connect-exchangeonline).
 */
export function connectCommand(
    connection: Connection,
    source: Exclude<CertificateSource, CertificateSource.Automation> = CertificateSource.Store,
): string {
    const certificate = {
        [CertificateSource.Store]: `-CertificateThumbprint ${singleQuoted(connection.thumbprint)}`,
        [CertificateSource.File]: `-CertificateFilePath $env:${certificateFileVariable} -CertificatePassword (ConvertTo-SecureString -String $env:${passwordVariable} -AsPlainText -Force)`,
        [CertificateSource.Environment]: `-Certificate (${certificateOfEnvironment})`,
    };
    return [
        "Connect-ExchangeOnline",
        certificate[source],
        `-AppId ${singleQuoted(connection.clientId)}`,
        `-Organization ${singleQuoted(connection.organization)}`,
        ...(connection.cloud === Cloud.Global
            ? []
            : [`-ExchangeEnvironmentName ${clouds[connection.cloud].exchangeEnvironmentName}`]),
        "-ShowBanner:$false",
    ].join(" ");
}
