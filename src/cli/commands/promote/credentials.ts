import { readPolicy } from "../../../definition/readDefinition";
import { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import {
    azureDevOpsCredential,
    deployerTrusts,
    githubCredential,
    readRepository,
    type FederatedCredential,
} from "../../../promotion/federatedCredentials";
import { azureConnections } from "../../../promotion/matrix";
import { hopsOf } from "../../../promotion/stages";
import { quoted } from "../../../shells/quoting";

/** The options of `exo-unattended promote credentials`. */
export interface CredentialsOptions {
    readonly from?: string;
    readonly to?: string;
    readonly for: "github" | "azure-devops";
    readonly repository?: string;
    readonly cwd?: string;
}

/** Prints the commands that let the pipelines' jobs sign in as the deployer of each tenant. */
export function run({ from, to, for: platform, repository, cwd }: CredentialsOptions): ExitStatus {
    if (from === undefined || to === undefined) {
        throw new UserError("--from, --to: are missing", "Name the source stack and the stack or stage that follows.");
    }
    if ((platform === "github") !== (repository !== undefined)) {
        throw platform === "github"
            ? new UserError("--repository: is missing", "Name the repository of GitHub, for example contoso/exo.")
            : new UserError("--repository: goes with --for github", "Leave it out.");
    }
    const hops = hopsOf(readPolicy(cwd ?? "."), from, [to]);
    const lines =
        repository === undefined ? azureConnections(hops).flatMap(forConnection) : forGitHub(hops, repository);
    process.stdout.write(`${[...nationalClouds, ...lines].join("\n")}\n`);
    return ExitStatus.Success;
}

/** learn.microsoft.com/cli/azure/manage-clouds-azure-cli */
const nationalClouds = [
    "# The Azure CLI signs in to one cloud at a time. Before the commands of a deployer in a national cloud:",
    "# az cloud set --name AzureUSGovernment (or AzureChinaCloud); after them: az cloud set --name AzureCloud",
];

function forGitHub(hops: Parameters<typeof deployerTrusts>[0], text: string): string[] {
    const repository = readRepository(text);
    const { owner, name, ids } = repository;
    return [
        "# A repository has one of two forms of subjects. With ids: created, renamed or transferred after 2026-07-15, or opted in.",
        ...(ids === undefined
            ? [
                  `# For that form run this again with --repository ${owner}@<owner id>/${name}@<repository id>. The ids:`,
                  `# gh api repos/${owner}/${name} --jq '"${owner}@\\(.owner.id)/${name}@\\(.id)"'`,
              ]
            : []),
        ...deployerTrusts(hops).flatMap(({ stack, environments }) => [
            ...["", ...headOf(stack)],
            ...environments.map((environment) => create(stack, githubCredential(repository, environment, undefined))),
            ...(ids === undefined
                ? []
                : [
                      "# The same environments, in the form with ids:",
                      ...environments.map((environment) =>
                          create(stack, githubCredential(repository, environment, ids)),
                      ),
                  ]),
        ]),
    ];
}

/** Issuer and subject are known to Azure DevOps alone, so its own command line asks for them. */
function forConnection({ stack, connection }: { readonly stack: string; readonly connection: string }): string[] {
    const query = `[?name=='${connection}'].authorization.parameters.[workloadIdentityFederationIssuer, workloadIdentityFederationSubject]`;
    return [
        ...headOf(stack),
        `read -r issuer subject < <(az devops service-endpoint list --query ${quoted(query)} --output tsv)`,
        createWith(
            stack,
            `"${JSON.stringify(azureDevOpsCredential(connection, "$issuer", "$subject")).replaceAll('"', '\\"')}"`,
        ),
        "",
    ];
}

function headOf(stack: string): string[] {
    const tenant = `"$(pulumi config get azuread:tenantId --stack ${quoted(stack)})"`;
    return [`# The deployer of ${stack}`, `az login --allow-no-subscriptions --tenant ${tenant}`];
}

function create(stack: string, credential: FederatedCredential): string {
    return createWith(stack, quoted(JSON.stringify(credential)));
}

function createWith(stack: string, parameters: string): string {
    const id = `"$(pulumi config get azuread:clientId --stack ${quoted(stack)})"`;
    return `az ad app federated-credential create --id ${id} --parameters ${parameters}`;
}
