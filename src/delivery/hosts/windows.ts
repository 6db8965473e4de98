import { singleQuoted } from "../../microsoft/powershell";
import { CertificateSource } from "../connectCommand";
import { hostName, type Host, type ScheduledScript } from "./host";

/** A scheduled task, with a script that sets everything up and one that takes it away. */
export const windowsHost: Host = {
    description: "a scheduled task on Windows",
    certificate: CertificateSource.Store,
    scriptFolder: "",
    needsByteOrderMark: true,
    files: (run) => ({
        "Install-UnattendedTask.ps1": install(run),
        "Uninstall-UnattendedTask.ps1": uninstall(run),
    }),
};

function install({ connection, fileName, output }: ScheduledScript): string {
    return `<#
.SYNOPSIS
    Imports the certificate, lets an account use its key, and registers the scheduled task.
.DESCRIPTION
    The key is not exportable. In the store of the machine, the account gets the right to read it; for the store of the
    user (-StoreLocation CurrentUser), run this as the user of -Credential. When it fails, the certificate is removed again.
    Uninstall-UnattendedTask.ps1 undoes it.
.PARAMETER PfxFile
    The PFX file; not needed any more afterwards.
.PARAMETER PfxPassword
    Its password; asked for when it is not given.
.PARAMETER ManagedServiceAccount
    A group managed service account that may be used on this machine, such as CONTOSO\\exo$.
.PARAMETER Credential
    An account with its password, instead of a managed one.
.PARAMETER At
    When the task runs, each day.
.EXAMPLE
    .\\Install-UnattendedTask.ps1 -PfxFile .\\EXOUnattendedCert.pfx -ManagedServiceAccount 'CONTOSO\\exo$'
#>
#Requires -PSEdition Desktop
#Requires -RunAsAdministrator

[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $PfxFile,

    [Parameter(Mandatory)]
    [securestring] $PfxPassword,

    [Parameter(Mandatory, ParameterSetName = 'Managed')]
    [string] $ManagedServiceAccount,

    [Parameter(Mandatory, ParameterSetName = 'Credential')]
    [pscredential] $Credential,

    [Parameter(ParameterSetName = 'Credential')]
    [ValidateSet('LocalMachine', 'CurrentUser')]
    [string] $StoreLocation = 'LocalMachine',

    [datetime] $At = '05:00'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$thumbprint = ${singleQuoted(connection.thumbprint)}
$store = "Cert:\\$StoreLocation\\My"
$account = if ($Credential) { $Credential.UserName } else { $ManagedServiceAccount }

$given = (Get-PfxData -FilePath $PfxFile -Password $PfxPassword).EndEntityCertificates[0].Thumbprint
if ($given -ne $thumbprint) {
    throw "$PfxFile holds the certificate $given; this login uses $thumbprint."
}

$existed = Test-Path -LiteralPath "$store\\$thumbprint"
try {
    if (-not $existed) {
        Import-PfxCertificate -FilePath $PfxFile -Password $PfxPassword -CertStoreLocation $store | Out-Null
    }
    if ($StoreLocation -eq 'LocalMachine') {
        $key = (Get-Item -LiteralPath "$store\\$thumbprint").PrivateKey
        if ($key -isnot [System.Security.Cryptography.RSACryptoServiceProvider]) {
            throw "The key of $thumbprint is not with a classic cryptographic provider; remove the certificate and start again."
        }
        $machineKeys = Join-Path -Path $env:ProgramData -ChildPath 'Microsoft\\Crypto\\RSA\\MachineKeys'
        $keyFile = Join-Path -Path $machineKeys -ChildPath $key.CspKeyContainerInfo.UniqueKeyContainerName
        $acl = Get-Acl -LiteralPath $keyFile
        $acl.AddAccessRule([System.Security.AccessControl.FileSystemAccessRule]::new($account, 'Read', 'Allow'))
        Set-Acl -LiteralPath $keyFile -AclObject $acl
    }
${output === undefined ? "" : outputFolder}
    $script = Join-Path -Path $PSScriptRoot -ChildPath ${singleQuoted(fileName)}
    $task = @{
        TaskName = '${hostName}'
        Action   = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument (
            '-NoProfile -NonInteractive -ExecutionPolicy RemoteSigned -File "{0}"${output === undefined ? "" : ` -OutputPath "{1}\\${output}"`}' -f ${output === undefined ? "$script" : "$script, $folder"}
        )
        Trigger  = New-ScheduledTaskTrigger -Daily -At $At
        Settings = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -StartWhenAvailable -ExecutionTimeLimit (New-TimeSpan -Hours 1)
        Force    = $true
    }
    if ($Credential) {
        $password = $Credential.GetNetworkCredential().Password
        Register-ScheduledTask @task -User $account -Password $password | Out-Null
    }
    else {
        # Windows asks the domain for the password of a managed account.
        $principal = New-ScheduledTaskPrincipal -UserId $account -LogonType Password
        Register-ScheduledTask @task -Principal $principal | Out-Null
    }
}
catch {
    if (-not $existed -and (Test-Path -LiteralPath "$store\\$thumbprint")) {
        Remove-Item -LiteralPath "$store\\$thumbprint" -DeleteKey
    }
    throw
}
Write-Warning "Delete $PfxFile and its password now; the key is in the store."
`;
}

const outputFolder = `
    $folder = Join-Path -Path $env:ProgramData -ChildPath '${hostName}'
    New-Item -Path $folder -ItemType Directory -Force | Out-Null
    # Administrators, the system and the account; what the script writes is not for every user of the machine.
    icacls.exe $folder /inheritance:r /grant:r '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-18:(OI)(CI)F' "\${account}:(OI)(CI)M" | Out-Null
    if ($LASTEXITCODE -ne 0) {
        throw "The rights on $folder cannot be set (icacls ended with $LASTEXITCODE)."
    }
`;

function uninstall({ connection }: ScheduledScript): string {
    return `<#
.SYNOPSIS
    Removes the scheduled task and the certificate with its key; what the script wrote stays.
.PARAMETER StoreLocation
    Where the certificate was imported to.
.EXAMPLE
    .\\Uninstall-UnattendedTask.ps1
#>
#Requires -PSEdition Desktop
#Requires -RunAsAdministrator

[CmdletBinding()]
param(
    [ValidateSet('LocalMachine', 'CurrentUser')]
    [string] $StoreLocation = 'LocalMachine'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

Get-ScheduledTask | Where-Object -Property TaskName -EQ -Value '${hostName}' | Unregister-ScheduledTask -Confirm:$false
$certificate = "Cert:\\$StoreLocation\\My\\" + ${singleQuoted(connection.thumbprint)}
if (Test-Path -LiteralPath $certificate) {
    Remove-Item -LiteralPath $certificate -DeleteKey
}
`;
}
