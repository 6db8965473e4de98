import { exchangeModule } from "../../microsoft/exchangeModule";
import { quoted } from "../../shells/quoting";
import { CertificateSource } from "../connectCommand";
import { hostName, type Host } from "./host";

/** An image that holds no secret: certificate and password are mounted when it runs. */
export const containerHost: Host = {
    description: "a container image",
    certificate: CertificateSource.File,
    scriptFolder: "",
    files: ({ fileName, fileNames, output, reports }) => ({
        Dockerfile: `# docker build --tag ${hostName} .
# docker run --rm --user 1654 \\
#     --mount type=bind,source=/etc/${hostName},target=/etc/${hostName},readonly \\
${reports === undefined ? "" : `#     --hostname <name of this machine> --mount type=bind,source=<folder for reports>,target=${quoted(reports)} \\\n`}#     --mount type=volume,source=${hostName},target=/data ${hostName}
# The files in /etc/${hostName} (certificate.pfx, password) belong to user 1654, mode 0600.

# Microsoft's image with PowerShell 7.6.
FROM mcr.microsoft.com/dotnet/sdk:10.0
RUN pwsh -NoProfile -NonInteractive -Command "Install-PSResource -Name ${exchangeModule.name} -Version ${exchangeModule.version} -Scope AllUsers -TrustRepository" \\
    && install --directory --owner=1654 /data
COPY --chmod=0644 ${JSON.stringify([...fileNames.map(copySource), `/opt/${hostName}/`])}
ENV HOME=/data
USER 1654
VOLUME /data
ENTRYPOINT ${JSON.stringify([
            ...["pwsh", "-NoProfile", "-NonInteractive", "-File", `/opt/${hostName}/${fileName}`],
            ...(output === undefined ? [] : ["-OutputPath", `/data/${output}`]),
        ])}
`,
    }),
};

/** Docker expands patterns and variables in the names of files (docs.docker.com/reference/dockerfile/#copy). */
function copySource(fileName: string): string {
    return fileName.replace(/[[*?]/g, "[$&]").replaceAll("$", "\\$");
}
