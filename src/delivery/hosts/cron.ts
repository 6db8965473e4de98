import { exchangeModule } from "../../microsoft/exchangeModule";
import { CertificateSource } from "../connectCommand";
import { hostName, type Host } from "./host";
import { folderForReports } from "./reportFolder";

/** A file for /etc/cron.d. */
export const cronHost: Host = {
    description: "a cron job on Linux",
    certificate: CertificateSource.File,
    scriptFolder: "",
    files: ({ fileName, output, reports }) => ({
        // A name with a dot is passed over in /etc/cron.d.
        [`${hostName}.cron`]: `# Needs PowerShell ${exchangeModule.powershell} or later. Once, as root:
#   pwsh -Command "Install-PSResource -Name ${exchangeModule.name} -Version ${exchangeModule.version} -Scope AllUsers -TrustRepository"
#   useradd --system --create-home ${hostName}
#   install -d -m 0700 -o ${hostName} /etc/${hostName}      # certificate.pfx and password, mode 0600, of that user
#   install -d -m 0755 /opt/${hostName}      # the script
${folderForReports(reports, hostName)}#   install -m 0644 ${hostName}.cron /etc/cron.d/${hostName}
# Undo: remove these files and the user.
SHELL=/bin/sh
PATH=/usr/local/bin:/usr/bin:/bin
0 5 * * * ${hostName} pwsh -NoProfile -NonInteractive -File /opt/${hostName}/${fileName}${output === undefined ? "" : ` -OutputPath /home/${hostName}/${output}`}
`,
    }),
};
