import { exchangeModule } from "../../microsoft/exchangeModule";
import { CertificateSource } from "../connectCommand";
import { certificateVariable, passwordVariable } from "../connection/variables";
import { hostName, type Host, type ScheduledScript } from "./host";

/** A pipeline with the key from a variable group, or from a key vault by a federated service connection. */
export const azureDevOpsHost: Host = {
    description: "a pipeline of Azure DevOps",
    certificate: CertificateSource.Environment,
    scriptFolder: hostName,
    files: (run) => ({ [`${hostName}/azure-pipelines.yml`]: pipeline(run) }),
};

function pipeline({ fileName, output, keyVault }: ScheduledScript): string {
    const call = `./${hostName}/${fileName}${output === undefined ? "" : ` -OutputPath "$(Agent.TempDirectory)/${output}"`}`;
    return `${keyVault === undefined ? groupNeeded : connectionNeeded(keyVault)}
trigger: none
pr: none
schedules:
  - cron: "0 5 * * *"
    displayName: Daily
    branches:
      include: [main]
    always: true
${keyVault === undefined ? `variables:\n  - group: ${hostName}\n` : ""}jobs:
  - job: run
    timeoutInMinutes: 60
    pool:
      vmImage: ubuntu-24.04
    steps:
      - pwsh: Install-PSResource -Name ${exchangeModule.name} -Version ${exchangeModule.version} -TrustRepository
        displayName: Install ${exchangeModule.name} ${exchangeModule.version}
${keyVault === undefined ? withSecrets(call) : withVault(call, keyVault)}${output === undefined ? "" : publish(output)}`;
}

const groupNeeded = `# The variable group "${hostName}" needs two secret variables:
#   ${certificateVariable}   the PFX in base64 (base64 -w0 certificate.pfx)
#   ${passwordVariable}   its password`;

const connectionNeeded = (keyVault: string): string =>
    `# The Azure Resource Manager service connection "${hostName}" with workload identity federation needs the role
# Key Vault Secrets User on ${keyVault}, whose secret "${hostName}" is the PFX in base64, without a password.`;

const withSecrets = (call: string): string => `      - pwsh: ${call}
        displayName: Run the script
        env:
          ${certificateVariable}: $(${certificateVariable})
          ${passwordVariable}: $(${passwordVariable})
`;

const withVault = (call: string, keyVault: string): string => `      - task: AzureCLI@2
        displayName: Run the script
        inputs:
          azureSubscription: ${hostName}
          scriptType: pscore
          scriptLocation: inlineScript
          inlineScript: |
            $env:${certificateVariable} = az keyvault secret show --vault-name ${keyVault} --name ${hostName} --query value --output tsv
            if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
            ${call}
`;

const publish = (output: string): string => `      # Whoever can read the pipeline's runs can download this.
      - publish: $(Agent.TempDirectory)/${output}
        artifact: ${output.replace(/\.\w+$/, "")}
`;
