import type { Connection } from "../../connection/connection";
import { singleQuoted } from "../../shells/quoting";
import { CertificateSource } from "../connectCommand";
import { hostReportVersion } from "../hostReport";
import type { ScriptParameter } from "./work";

/** The parameter of a script that says where its report goes. */
export function reportParameter(folder: string): ScriptParameter {
    return {
        name: "ReportFolder",
        help: "Each run reports here which certificate it used, for `exo-unattended renew --reports`. Empty: no report.",
        type: "[string]",
        defaultValue: singleQuoted(folder),
    };
}

/** PowerShell expressions for the thumbprint of the certificate that was just used. */
function usedThumbprint(source: CertificateSource, { thumbprint }: Connection): string {
    switch (source) {
        case CertificateSource.Store:
            return singleQuoted(thumbprint);
        case CertificateSource.File:
            // learn.microsoft.com/powershell/module/microsoft.powershell.security/get-pfxcertificate
            return "(Get-PfxCertificate -LiteralPath $CertificateFile -Password $connection.CertificatePassword).Thumbprint";
        case CertificateSource.Environment:
        case CertificateSource.Automation:
            return "$connection.Certificate.Thumbprint";
    }
}

/**
 * Statements for after the connection. The report appears whole or not at all: `File.Replace` keeps the old one until then,
 * which `Move-Item -Force` does not promise (learn.microsoft.com/dotnet/api/system.io.file.replace). Work goes on without it.
 */
export function reportStatements(source: CertificateSource, connection: Connection): string {
    return `if ($ReportFolder) {
    try {
        $report = [ordered]@{}
        $report.schemaVersion = ${hostReportVersion}
        $report.host = [Environment]::MachineName
        $report.clientId = ${singleQuoted(connection.clientId)}
        $report.thumbprint = ${usedThumbprint(source, connection)}
        $report.at = [DateTime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ', [cultureinfo]::InvariantCulture)
        $report.by = $PSCommandPath
        $folder = (New-Item -Path $ReportFolder -ItemType Directory -Force).FullName
        $name = $report.host, $report.clientId, $PSCommandPath -replace '[^A-Za-z0-9-]+', '-' -join '.'
        $reportFile = Join-Path -Path $folder -ChildPath "$name.json"
        $unfinished = "$reportFile.$PID.unfinished"
        ConvertTo-Json -InputObject $report | Set-Content -LiteralPath $unfinished -Encoding utf8
        if (Test-Path -LiteralPath $reportFile) {
            [System.IO.File]::Replace($unfinished, $reportFile, [NullString]::Value)
        }
        else {
            [System.IO.File]::Move($unfinished, $reportFile)
        }
    }
    catch {
        Write-Warning "The report for the renewal of the certificate is not written: $_"
    }
}`;
}
