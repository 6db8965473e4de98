import { exchangeModule } from "../../microsoft/exchangeModule";
import { CertificateSource } from "../connectCommand";
import { hostName, type Host } from "./host";
import { folderForReports, reportsGroup } from "./reportFolder";

/** A systemd service and its timer. The service has no access to the files of the key but as credentials (systemd.exec(5)). */
export const systemdHost: Host = {
    description: "a systemd service and timer on Linux",
    certificate: CertificateSource.File,
    scriptFolder: "",
    files: ({ connection, fileName, output, reports }) => ({
        [`${hostName}.service`]: `# Needs PowerShell ${exchangeModule.powershell} or later. Once, as root:
#   pwsh -Command "Install-PSResource -Name ${exchangeModule.name} -Version ${exchangeModule.version} -Scope AllUsers -TrustRepository"
#   install -d -m 0700 /etc/${hostName}      # certificate.pfx and password, mode 0600
#   install -d -m 0755 /opt/${hostName}      # the script
${folderForReports(reports)}#   install -m 0644 ${hostName}.service ${hostName}.timer /etc/systemd/system
#   systemctl daemon-reload && systemctl enable --now ${hostName}.timer
# Undo: systemctl disable --now ${hostName}.timer, and remove these files.
[Unit]
Description=Exchange Online script for ${connection.organization}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
DynamicUser=yes
StateDirectory=${hostName}
Environment=HOME=%S/${hostName}
LoadCredential=certificate.pfx:/etc/${hostName}/certificate.pfx
LoadCredential=password:/etc/${hostName}/password
ExecStart=/usr/bin/pwsh -NoProfile -NonInteractive -File /opt/${hostName}/${fileName} -CertificateFile %d/certificate.pfx -PasswordFile %d/password${output === undefined ? "" : ` -OutputPath %S/${hostName}/${output}`}
TimeoutStartSec=1h
NoNewPrivileges=yes
PrivateTmp=yes
ProtectHome=yes
ProtectSystem=strict
${reports === undefined ? "" : `SupplementaryGroups=${reportsGroup}\nReadWritePaths=${unitWord(reports)}\n`}`,
        [`${hostName}.timer`]: `[Unit]
Description=Daily run of ${hostName}.service

[Timer]
OnCalendar=*-*-* 05:00:00
RandomizedDelaySec=10min
Persistent=true

[Install]
WantedBy=timers.target
`,
    }),
};

/** A path as one word of a unit, without specifiers (systemd.syntax(7), systemd.unit(5)). */
function unitWord(path: string): string {
    return `"${path.replace(/[\\"]/g, "\\$&").replaceAll("%", "%%")}"`;
}
