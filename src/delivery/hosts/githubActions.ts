import { exchangeModule } from "../../microsoft/exchangeModule";
import { CertificateSource } from "../connectCommand";
import { certificateVariable, passwordVariable } from "../connection/variables";
import { hostName, type Host, type ScheduledScript } from "./host";

/** A workflow with the key from the environment's secrets, or from a key vault by federated sign-in. */
export const githubHost: Host = {
    description: "a workflow of GitHub Actions",
    certificate: CertificateSource.Environment,
    scriptFolder: hostName,
    files: (run) => ({ [`.github/workflows/${hostName}.yml`]: workflow(run) }),
};

function workflow({ fileName, output, keyVault }: ScheduledScript): string {
    return `${keyVault === undefined ? secretsNeeded : vaultNeeded(keyVault)}
name: ${hostName}
on:
  schedule:
    - cron: "0 5 * * *"
  workflow_dispatch:
permissions:
  contents: read
${keyVault === undefined ? "" : "  id-token: write\n"}concurrency: ${hostName}
jobs:
  run:
    runs-on: ubuntu-24.04
    timeout-minutes: 60
    environment: ${hostName}
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with:
          persist-credentials: false
${keyVault === undefined ? "" : azureLogin}      - name: Install ${exchangeModule.name} ${exchangeModule.version}
        shell: pwsh
        run: Install-PSResource -Name ${exchangeModule.name} -Version ${exchangeModule.version} -TrustRepository
      - name: Run the script
        shell: pwsh
${keyVault === undefined ? secretVariables : ""}        run: |
${keyVault === undefined ? "" : readVault(keyVault)}          ./${hostName}/${fileName}${output === undefined ? "" : ` -OutputPath "$env:RUNNER_TEMP/${output}"`}
${output === undefined ? "" : upload(output)}`;
}

const secretsNeeded = `# The environment "${hostName}" needs two secrets; protect it, and let the default branch alone use it:
#   gh secret set ${certificateVariable} --env ${hostName} < <(base64 -w0 certificate.pfx)
#   gh secret set ${passwordVariable} --env ${hostName} < password`;

const vaultNeeded = (keyVault: string): string =>
    `# The environment "${hostName}" needs the variables AZURE_CLIENT_ID and AZURE_TENANT_ID: an application with a federated
# credential for this environment, and the role Key Vault Secrets User on ${keyVault}, whose secret
# "${hostName}" is the PFX in base64, without a password.`;

const secretVariables = `        env:
          ${certificateVariable}: \${{ secrets.${certificateVariable} }}
          ${passwordVariable}: \${{ secrets.${passwordVariable} }}
`;

const azureLogin = `      - uses: azure/login@532459ea530d8321f2fb9bb10d1e0bcf23869a43 # v3.0.0
        with:
          client-id: \${{ vars.AZURE_CLIENT_ID }}
          tenant-id: \${{ vars.AZURE_TENANT_ID }}
          allow-no-subscriptions: true
`;

const readVault = (keyVault: string): string =>
    `          $env:${certificateVariable} = az keyvault secret show --vault-name ${keyVault} --name ${hostName} --query value --output tsv
          if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
`;

const upload = (output: string): string =>
    `      # Whoever can read the repository can download this.
      - uses: actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1
        with:
          name: ${output}
          path: \${{ runner.temp }}/${output}
          retention-days: 7
`;
