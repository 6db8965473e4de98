import { UserError } from "../errors/userError";
import type { Hop } from "./stages";

/** A federated credential as `az ad app federated-credential create --parameters` takes it (Microsoft Graph's type of that name). */
export interface FederatedCredential {
    /** 3 to 120 letters, digits, hyphens and underscores; unique in the application. */
    readonly name: string;
    readonly issuer: string;
    readonly subject: string;
    readonly audiences: readonly string[];
}

/** What the deployer of one stack trusts. */
export interface DeployerTrust {
    readonly stack: string;
    /** Names of the environments whose jobs sign in as this deployer. */
    readonly environments: readonly string[];
}

/** A repository of GitHub, with the ids that its immutable subjects hold when they are known. */
export interface Repository {
    readonly owner: string;
    readonly name: string;
    readonly ids: { readonly owner: string; readonly repository: string } | undefined;
}

/** learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust; what the azuread provider asks GitHub for. */
const audiences = ["api://AzureADTokenExchange"];

/** In the order of the promotion, the environments of pipelines/github/promote.yml that each stack's deployer serves. */
export function deployerTrusts(hops: readonly Hop[]): readonly DeployerTrust[] {
    const environments = new Map<string, Set<string>>();
    const add = (stack: string, ...names: readonly string[]): void => {
        environments.set(stack, new Set([...(environments.get(stack) ?? []), ...names]));
    };
    for (const { from, to } of hops) {
        add(from, `${from}-verify`);
        add(to, `${to}-plan`, to);
    }
    return [...environments].map(([stack, names]) => ({ stack, environments: [...names] }));
}

/**
 * Reads `<owner>/<repository>`, or GitHub's own form with ids, `<owner>@<owner id>/<repository>@<repository id>`.
 * @throws UserError for anything else
 */
export function readRepository(text: string): Repository {
    const found = /^([\w-]+)(?:@(\d+))?\/([\w.-]+)(?:@(\d+))?$/.exec(text);
    const [, owner = "", ownerId, name = "", repositoryId] = found ?? [];
    if (found === null || (ownerId === undefined) !== (repositoryId === undefined)) {
        throw new UserError(
            `--repository: is not a repository of GitHub (got ${text})`,
            "For example: contoso/exo, or with both ids contoso@123/exo@456.",
        );
    }
    const ids =
        ownerId === undefined || repositoryId === undefined ? undefined : { owner: ownerId, repository: repositoryId };
    return { owner, name, ids };
}

/**
 * The credential for a job of GitHub Actions with that environment. A repository that was created, renamed or transferred after
 * 2026-07-15 has subjects with ids; others opt in (learn.microsoft.com/entra/workload-id/workload-identities-github-immutable-subjects).
 * @param ids of owner and repository, for that form
 */
export function githubCredential(
    { owner, name }: Pick<Repository, "owner" | "name">,
    environment: string,
    ids: Repository["ids"],
): FederatedCredential {
    const repository = ids === undefined ? `${owner}/${name}` : `${owner}@${ids.owner}/${name}@${ids.repository}`;
    return {
        name: nameOf(`github-${environment}${ids === undefined ? "" : "-by-id"}`),
        issuer: "https://token.actions.githubusercontent.com",
        // docs.github.com/actions/reference/security/oidc; a stack's name holds nothing that GitHub would escape.
        subject: `repo:${repository}:environment:${environment}`,
        audiences,
    };
}

/** The credential for a service connection of Azure DevOps, whose own page and API show issuer and subject. */
export function azureDevOpsCredential(connection: string, issuer: string, subject: string): FederatedCredential {
    return { name: nameOf(`azure-devops-${connection}`), issuer, subject, audiences };
}

function nameOf(text: string): string {
    return text.replace(/[^A-Za-z0-9_-]/g, "-").slice(0, 120);
}
