import { UserError } from "../errors/userError";
import type { Hop } from "./stages";

/** GitHub refuses a matrix of more jobs (docs.github.com/actions/reference/limits). */
export const largestMatrix = 256;

/** One job of GitHub's matrix. */
interface MatrixEntry extends Hop {
    /** For `environment`: the protected one of the target, which pipelines/github/promote.yml and the credentials name. */
    readonly environment: string;
    /** For `concurrency`: one per tenant, since the jobs of a matrix would otherwise cancel each other. */
    readonly group: string;
}

/**
 * A value for `strategy.matrix` of GitHub Actions, with a job per target.
 * @param shard counted from 1; more than 256 targets need more than one
 * @throws UserError when the shard does not exist, or none was named and one is not enough
 */
export function githubMatrix(
    hops: readonly Hop[],
    shard: number | undefined,
): { readonly include: readonly MatrixEntry[] } {
    const shards = Math.max(1, Math.ceil(hops.length / largestMatrix));
    if (shard === undefined && shards > 1) {
        throw new UserError(
            `a matrix has at most ${largestMatrix} jobs, and these are ${hops.length}`,
            `Give --shard 1 to --shard ${shards}, each in a matrix of its own.`,
        );
    }
    const number = shard ?? 1;
    if (number > shards) {
        throw new UserError(`--shard: does not exist (got ${number})`, `The last one is ${shards}.`);
    }
    return {
        include: hops.slice((number - 1) * largestMatrix, number * largestMatrix).map(({ from, to }) => ({
            ...{ from, to, environment: to, group: `promote-${to}` },
        })),
    };
}

/** Azure DevOps allows letters, digits and `_` in the name of a stage, up to 100 (learn.microsoft.com/azure/devops/pipelines). */
const longestName = 100;

/**
 * The parameter `targets` of pipelines/azure-devops/promote.yml, as YAML that is JSON too: a service connection cannot be
 * chosen while a pipeline runs, so the targets are expanded before.
 * @param waves the targets of each wave; a target of a later one comes after all of the wave before
 */
export function azureTargets(waves: readonly (readonly Hop[])[]): string {
    const taken = new Set<string>();
    const named = waves.map((hops) => hops.map((hop) => ({ name: uniqueName(hop.to, taken), ...hop })));
    return named
        .flatMap((hops, index) =>
            hops.map(({ name, from, to }) => ({
                ...{ name, from, to, serviceConnection: `exo-${name}`, environment: to.replaceAll("/", "-") },
                after: (named[index - 1] ?? []).map((earlier) => earlier.name),
            })),
        )
        .map((target) => `- ${JSON.stringify(target)}\n`)
        .join("");
}

/** The service connection of each stack that {@link azureTargets} names, the source's first. */
export function azureConnections(
    hops: readonly Hop[],
): readonly { readonly stack: string; readonly connection: string }[] {
    const taken = new Set<string>();
    const targets = hops.map(({ to }) => ({ stack: to, connection: `exo-${uniqueName(to, taken)}` }));
    const sources = [...new Set(hops.map(({ from }) => from))].map((stack) => ({
        stack,
        connection: `exo-${uniqueName(stack, new Set())}`,
    }));
    return [...sources, ...targets];
}

function uniqueName(stack: string, taken: Set<string>): string {
    const base = `t_${stack.replace(/[^A-Za-z0-9]/g, "_")}`.slice(0, longestName - 4);
    let name = base;
    for (let number = 2; taken.has(name.toLowerCase()); number++) {
        name = `${base}_${number}`;
    }
    taken.add(name.toLowerCase());
    return name;
}
