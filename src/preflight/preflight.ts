import { failed, skipped, type Check, type Outcome } from "../checks/check";
import { UserError } from "../errors/userError";
import type { DeployerSettings } from "../graph/deployerSettings";
import { clockAheadOfEntra, openDirectory, type Directory } from "../graph/directory";
import { createdDateTimeOf, ownersOf } from "../graph/lookUps";
import { keyRestrictions } from "../graph/policies";
import { clockOutcome } from "../http/machineClock";
import type { ImportFile } from "../pulumi/changes";
import type { PlannedStep, Preview } from "../pulumi/preview";
import type { StateResource } from "../pulumi/state";
import type { Finding } from "../repair/finding";
import { interruptionChecks, type Interruption } from "../repair/interruption";
import { ofTenant } from "../repair/stackResources";
import { checkDates, worst } from "./certificateDates";
import { checkLoss, lostCertificates } from "./certificateLoss";
import { checkPolicy, plannedCertificates } from "./certificatePolicy";
import { checkDisplayNames } from "./displayName";
import { checkExchangeOnline } from "./exchangeOnline";
import { checkLoginRights } from "./loginRights";
import { comparisonOutcome } from "./comparison";
import { ownersOutcome } from "./owners";
import { checkPreview } from "./preview";
import { checkRights, neededRights } from "./rights";
import { checkSignIn } from "./signIn";

/** What stands in the way of an update, and how an application that is there already can be taken over. */
export interface Preflight {
    readonly checks: readonly Check[];
    /** For `pulumi import --file`, when an application has the planned name. */
    readonly takeOver: ImportFile | undefined;
}

/** What a preflight works on. */
export interface PreflightOptions {
    /** The stack's name. */
    readonly stack: string;
    readonly settings: DeployerSettings;
    readonly preview: Preview;
    readonly state: readonly StateResource[];
    readonly interruption: Interruption;
    /** Compares the stack's state with the tenant. */
    readonly compare: (directory: Directory) => Promise<readonly Finding[]>;
    /** Whether a certificate in use that stops working fails the preflight. @default false, it is a warning */
    readonly failOnReplace?: boolean | undefined;
    readonly signal?: AbortSignal | undefined;
}

/**
 * Checks what an update would run into, and what scripts would feel of it. Nothing is changed.
 * @throws the signal's reason when it aborts
 */
export async function preflight(options: PreflightOptions): Promise<Preflight> {
    const { settings, preview, signal } = options;
    let directory: Directory;
    try {
        directory = await openDirectory(settings, { signal });
    } catch (error) {
        const checks = [titled("Sign-in", refusal(error)), ...checksOfPlan(options)];
        return {
            checks: [...checks, titled("Preview", checkPreview(preview, { names: false, signIn: true }))],
            takeOver: undefined,
        };
    }
    const { tenantId } = directory.deployer;
    const steps = ofTenant(preview.steps, tenantId);
    const state = ofTenant(options.state, tenantId);
    const names = checkDisplayNames(directory, steps, state).catch((error: unknown) => ({
        outcome: refusal(error),
        takeOver: undefined,
    }));
    const ofTheTenant: readonly (readonly [title: string, outcome: Promise<Outcome>])[] = [
        ["Clock", clock(directory, signal)],
        ["Permissions", rights(directory, { ...preview, steps })],
        ["Exchange Online", checkExchangeOnline(directory, steps)],
        ["Display name", names.then(({ outcome }) => outcome)],
        ["Certificate policy", certificatePolicy(directory, steps, state)],
        ["Owners", ownersOutcome(directory.graph, steps)],
        ["State and tenant", options.compare(directory).then(comparisonOutcome)],
    ];
    const outcomes = await Promise.all(
        ofTheTenant.map(async ([title, outcome]) => titled(title, await outcome.catch(refusal))),
    );
    const { outcome, takeOver } = await names;
    return {
        checks: [
            titled("Sign-in", checkSignIn(directory, settings)),
            ...outcomes,
            ...checksOfPlan({ ...options, state, preview: { ...preview, steps } }),
            titled("Preview", checkPreview(preview, { names: outcome.result === "failed", signIn: false })),
        ],
        takeOver,
    };
}

/** What is known without the tenant. */
function checksOfPlan({ stack, preview, state, interruption, failOnReplace }: PreflightOptions): Check[] {
    const now = new Date();
    const loss = { isPartial: preview.errors.length > 0, failOnLoss: failOnReplace === true };
    return [
        ...interruptionChecks(stack, interruption),
        titled("Certificate dates", checkDates(preview.steps, state, now)),
        titled("Certificates in use", checkLoss(lostCertificates(preview.steps, state, now), loss)),
        titled("Rights of the login", checkLoginRights(preview.steps, state)),
    ];
}

function titled(title: string, outcome: Outcome): Check {
    return { title, ...outcome };
}

/** A refusal of the tenant's is a finding like any other. */
function refusal(error: unknown): Outcome {
    if (error instanceof UserError) {
        return failed(error.evidence, error.remedy ?? "Fix this and run preflight again.");
    }
    throw error;
}

async function clock({ endpoints, deployer }: Directory, signal: AbortSignal | undefined): Promise<Outcome> {
    const { host } = new URL(endpoints.loginUrl);
    return clockOutcome(await clockAheadOfEntra(endpoints, deployer.tenantId, signal), host);
}

async function rights({ graph, deployer }: Directory, preview: Preview): Promise<Outcome> {
    const needed = neededRights(preview);
    const existing = [...new Set(needed.flatMap(({ applicationObjectId }) => applicationObjectId ?? []))];
    const owned: string[] = [];
    for (const applicationObjectId of existing) {
        // Who may read no owners owns nothing that would help.
        const owners = await ownersOf(graph, applicationObjectId).catch((): string[] => []);
        if (owners.includes(deployer.objectId)) {
            owned.push(applicationObjectId);
        }
    }
    return checkRights(deployer, needed, owned);
}

async function certificatePolicy(
    { graph }: Directory,
    steps: readonly PlannedStep[],
    state: readonly StateResource[],
): Promise<Outcome> {
    const now = new Date();
    const certificates = plannedCertificates(steps, state, now);
    if (certificates.length === 0) {
        return skipped("no certificate is to be added or replaced");
    }
    try {
        const outcomes: Outcome[] = [];
        for (const certificate of certificates) {
            const { applicationObjectId } = certificate;
            const created =
                applicationObjectId === undefined ? undefined : await createdDateTimeOf(graph, applicationObjectId);
            const restrictions = await keyRestrictions(graph, applicationObjectId);
            outcomes.push(checkPolicy(certificate, restrictions, created === undefined ? now : new Date(created)));
        }
        return worst(outcomes);
    } catch (error) {
        if (error instanceof UserError && error.httpStatus === 403) {
            return skipped(
                "the deployer may not read the policies; Policy.Read.All (a person: Global Reader) would let it",
            );
        }
        throw error;
    }
}
