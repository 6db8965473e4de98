import { exchangeModule } from "../../microsoft/exchangeModule";
import { singleQuoted } from "../../shells/quoting";
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
    user (-StoreLocation CurrentUser), run this as the user of -Credential. The account also gets the right "Log on as a
    batch job", without which Windows does not start its tasks. When something fails, the certificate is removed again.
    At the end the task runs once, and its result is shown.
    Uninstall-UnattendedTask.ps1 undoes it, but for the right, which the account may need for other tasks.
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
.PARAMETER SkipFirstRun
    Do not run the task now.
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

    [datetime] $At = '05:00',

    [switch] $SkipFirstRun
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

${moduleCheck}
${grantBatchLogon}
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
    Grant-BatchLogonRight -Account $account
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
${firstRun}`;
}

/** The module has to be where every account finds it: a managed service account has no profile of its own. */
const moduleCheck = `$module = '${exchangeModule.name}\\${exchangeModule.version}\\${exchangeModule.name}.psd1'
# The task runs in Windows PowerShell, which does not look into the folder of PowerShell 7.
if (-not (Test-Path -LiteralPath (Join-Path -Path $env:ProgramFiles -ChildPath "WindowsPowerShell\\Modules\\$module"))) {
    $found = if (Test-Path -LiteralPath (Join-Path -Path $env:ProgramFiles -ChildPath "PowerShell\\Modules\\$module")) {
        'It is installed for PowerShell 7 only. '
    }
    throw "${exchangeModule.name} ${exchangeModule.version} is not installed for all users of Windows PowerShell. \${found}Run this, then start again: [Net.ServicePointManager]::SecurityProtocol = 'Tls12'; Install-Module -Name ${exchangeModule.name} -RequiredVersion ${exchangeModule.version} -Scope AllUsers"
}
`;

/**
 * No cmdlet does it. What a group policy sets replaces what is set here (learn.microsoft.com/previous-versions/
 * windows/it-pro/windows-10/security/threat-protection/security-policy-settings/log-on-as-a-batch-job).
 * Options of secedit: learn.microsoft.com/windows-server/administration/windows-commands/secedit-export and
 * …/secedit-configure. Lines of its file, with `*` before a SID:
 * learn.microsoft.com/openspecs/windows_protocols/ms-gpsb/3413b381-a445-4d17-b77e-5bbfadda253b.
 */
const grantBatchLogon = `$batchLogonHelp = 'Give the account "Log on as a batch job": secpol.msc, Local Policies, User Rights Assignment. Where a group policy sets that right, change the policy: Computer Configuration, Windows Settings, Security Settings, Local Policies, User Rights Assignment.'

function Grant-BatchLogonRight {
    param([string] $Account)

    $name = $Account -replace '^\\.\\\\', "$env:COMPUTERNAME\\"
    $sid = [System.Security.Principal.NTAccount]::new($name).Translate([System.Security.Principal.SecurityIdentifier]).Value
    $folder = Join-Path -Path $env:TEMP -ChildPath ([guid]::NewGuid())
    New-Item -Path $folder -ItemType Directory | Out-Null
    try {
        $rights = Join-Path -Path $folder -ChildPath 'rights.inf'
        secedit.exe /export /areas USER_RIGHTS /cfg $rights /quiet | Out-Null
        if ($LASTEXITCODE -ne 0) {
            throw "The rights of accounts cannot be read (secedit ended with $LASTEXITCODE). $batchLogonHelp"
        }
        $holders = @{}
        foreach ($line in Get-Content -LiteralPath $rights) {
            if ($line -match '^(Se(?:Deny)?BatchLogonRight)\\s*=\\s*(.*)$') {
                $holders[$Matches[1]] = @($Matches[2] -split '\\s*,\\s*')
            }
        }
        if ($holders['SeDenyBatchLogonRight'] -contains "*$sid") {
            throw "The right ""Log on as a batch job"" is denied to $Account. Remove the account from ""Deny log on as a batch job""."
        }
        if ($holders['SeBatchLogonRight'] -contains "*$sid") {
            return
        }
        $all = (@($holders['SeBatchLogonRight']) + "*$sid" | Where-Object { $_ }) -join ','
        $lines = '[Unicode]', 'Unicode=yes', '[Version]', 'signature="$CHICAGO$"', 'Revision=1', '[Privilege Rights]', "SeBatchLogonRight = $all"
        Set-Content -LiteralPath $rights -Value $lines -Encoding Unicode
        secedit.exe /configure /db (Join-Path -Path $folder -ChildPath 'rights.sdb') /cfg $rights /areas USER_RIGHTS /quiet | Out-Null
        if ($LASTEXITCODE -ne 0) {
            throw "The right ""Log on as a batch job"" cannot be given to $Account (secedit ended with $LASTEXITCODE). $batchLogonHelp"
        }
    }
    finally {
        Remove-Item -LiteralPath $folder -Recurse
    }
}
`;

/**
 * `LastTaskResult` is the exit status of the program, or why there is none
 * (learn.microsoft.com/windows/win32/taskschd/registeredtask-lasttaskresult). Task Scheduler's own results:
 * learn.microsoft.com/windows/win32/taskschd/task-scheduler-error-and-success-constants. Those of Windows, here 1385 as
 * 0x80070569: learn.microsoft.com/windows/win32/debug/system-error-codes--1300-1699-.
 */
const firstRun = `if ($SkipFirstRun) {
    return
}
Start-ScheduledTask -TaskName '${hostName}'
$end = (Get-Date).AddMinutes(15)
do {
    Start-Sleep -Seconds 5
    $state = (Get-ScheduledTask -TaskName '${hostName}').State
} while ($state -in 'Queued', 'Running' -and (Get-Date) -lt $end)
if ($state -in 'Queued', 'Running') {
    Write-Warning "The task still runs. Its result will be in (Get-ScheduledTaskInfo -TaskName ${hostName}).LastTaskResult."
    return
}
$result = (Get-ScheduledTaskInfo -TaskName '${hostName}').LastTaskResult
switch ($result) {
    0 { 'The task has run once, and succeeded.' }
    1 { throw 'The task connects, but the work of its script failed. Run the script in a console of that account to see why.' }
    2 { throw 'The task starts, but its script does not connect. Run it in a console of that account to see why.' }
    # ERROR_LOGON_TYPE_NOT_GRANTED, SCHED_S_BATCH_LOGON_PROBLEM and SCHED_S_TASK_HAS_NOT_RUN
    { $_ -in 2147943785, 267036, 267011 } { throw "Windows did not start the task ($result): $account may not log on as a batch job. $batchLogonHelp" }
    default { throw "The first run of the task ended with $result. (Get-ScheduledTaskInfo -TaskName ${hostName}) shows its last result." }
}
`;

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
