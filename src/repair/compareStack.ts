import { passed, type Check } from "../checks/check";
import { creationOf, type Creation } from "../graph/auditLog";
import { clockAheadOfEntra, type Directory } from "../graph/directory";
import { openDirectoryOf } from "../graph/stackDirectory";
import { viewTenant } from "../graph/tenantView";
import { tagPrefixOf } from "../identities/names";
import { readConfiguration, valuesOf, type Configuration } from "../pulumi/configuration";
import { readHistory } from "../pulumi/history";
import { readLocks, type StackLock } from "../pulumi/locks";
import { previewStack, type Preview } from "../pulumi/preview";
import type { StackOptions } from "../pulumi/run";
import { readDeployment, type Deployment } from "../pulumi/state";
import { compare } from "./compare";
import { runRepair, type Finding } from "./finding";
import { interruptedUpdates, type Span } from "./interruptedUpdates";
import { ofTenant, tenantResources } from "./stackResources";
import { UserError } from "../errors/userError";

/** What was read of a stack before. */
export interface KnownOfStack {
    readonly deployment: Deployment;
    /** The stack's locks. @default they are read when they are needed */
    readonly locks?: readonly StackLock[];
    /** Of the next update: an empty stack has no other place to tell its name from. @default it is made when it is needed */
    readonly preview?: Preview;
}

/**
 * Compares a stack's state with its tenant: what exists, every property that the stack sets, and everything that signs
 * in as the login. Nothing is changed.
 * @throws UserError when stack or tenant cannot be read; the signal's reason when it aborts
 */
export async function compareStack(
    options: StackOptions,
    directory: Directory,
    known: KnownOfStack,
): Promise<readonly Finding[]> {
    const { deployment, preview } = known;
    const { graph, deployer, endpoints } = directory;
    const state = ofTenant(deployment.resources, deployer.tenantId);
    const tagPrefix = tagPrefixOf(await anyUrn(deployment, options, preview));
    const ids = tenantResources(state).map(({ id }) => id);
    const tenant = await viewTenant(graph, tagPrefix, ids);
    const unknown = tenant.logins.filter(({ id }) => !ids.includes(`/applications/${id}`));
    return compare({
        state,
        tenant,
        tagPrefix,
        deployerObjectId: deployer.objectId,
        graphUrl: endpoints.graphUrl,
        // Only an application that the state does not know raises the question where it comes from.
        interruptedUpdates: unknown.length === 0 ? [] : await readInterruptedUpdates(options, known, directory),
        creations: new Map(
            (await Promise.all(unknown.map(async ({ id }) => [id, await creationOf(graph, id)] as const))).filter(
                (entry): entry is readonly [string, Creation] => entry[1] !== undefined,
            ),
        ),
    });
}

/**
 * The comparison as checks, whatever happens to it.
 * @param known what was read of the stack before @default it is read
 * @throws the signal's reason when it aborts
 */
export async function compareStackChecks(
    options: StackOptions,
    known: { readonly configuration?: Configuration | undefined; readonly deployment?: Deployment },
): Promise<readonly Check[]> {
    try {
        const configuration = known.configuration ?? (await readConfiguration(options));
        const directory = await openDirectoryOf(valuesOf(configuration), options);
        const deployment = known.deployment ?? (await readDeployment(options));
        return comparisonChecks(await compareStack(options, directory, { deployment }));
    } catch (error) {
        if (error instanceof UserError) {
            return [{ title, result: "undecided", evidence: error.evidence, remedy: error.remedy ?? runRepair }];
        }
        throw error;
    }
}

const title = "State and tenant";

/** The comparison as checks: the findings, and one check that holds when nothing has to be repaired. */
export function comparisonChecks(findings: readonly Finding[]): readonly Check[] {
    return findings.some(({ result }) => result === "failed")
        ? findings
        : [{ title, ...passed("the stack's state and the tenant agree") }, ...findings];
}

async function readInterruptedUpdates(
    options: StackOptions,
    { deployment, ...known }: KnownOfStack,
    { endpoints, deployer }: Directory,
): Promise<readonly Span[]> {
    const [history, locks, machineAheadMs = 0] = await Promise.all([
        readHistory(options),
        known.locks ?? readLocks(options),
        clockAheadOfEntra(endpoints, deployer.tenantId, options.signal),
    ]);
    const interruption = { locks, pendingOperations: deployment.pendingOperations };
    return interruptedUpdates(history, interruption, deployment, -machineAheadMs);
}

/** Of a stack without a resource: the preview's first step is the stack itself. */
async function anyUrn(
    { resources, pendingOperations }: Deployment,
    options: StackOptions,
    preview: Preview | undefined,
): Promise<string> {
    const known = resources[0]?.urn ?? pendingOperations[0]?.urn;
    if (known !== undefined) {
        return known;
    }
    const { steps, errors } = preview ?? (await previewStack(options));
    const [first] = steps;
    if (first === undefined) {
        throw new UserError(
            `the stack is empty, and its preview fails: ${errors.join("; ")}`,
            "Fix what the preview reports, and run this again.",
        );
    }
    return first.urn;
}
