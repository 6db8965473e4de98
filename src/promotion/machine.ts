import { execFile } from "node:child_process";
import { hash } from "node:crypto";
import path from "node:path";
import { promisify } from "node:util";
import { readableProperties } from "../access/readableProperties";
import { attest, checkAttestation, type AttestationCheck } from "../attestation/attestation";
import { promotionStatement, type Promotion } from "../attestation/promotionRecord";
import { wholeSeconds } from "../certificate/wholeSeconds";
import type { Check } from "../checks/check";
import { policyFile } from "../definition/policy";
import { readDefinition, readPolicy } from "../definition/readDefinition";
import { parseConnection } from "../connection/parse";
import { ExitStatus } from "../errors/exitStatus";
import { UserError } from "../errors/userError";
import { readInput } from "../files/readInput";
import { deployerSettings } from "../graph/deployerSettings";
import { openDirectory } from "../graph/directory";
import { openDirectoryOf } from "../graph/stackDirectory";
import { localEndpoints, type Endpoints } from "../http/endpoints";
import { attestLogin } from "../proof/attestLogin";
import { packageVersion } from "../proof/packageVersion";
import type { KeyFiles } from "../proof/keyFiles";
import type { Login } from "../proof/readLogin";
import { verifyLogin, type Progress } from "../proof/verifyLogin";
import { readConfiguration, valuesOf } from "../pulumi/configuration";
import { readDocumentText } from "../pulumi/documents/readDocument";
import { readLocks } from "../pulumi/locks";
import { planStack, readPlan, upWithPlan } from "../pulumi/plan";
import { previewStack } from "../pulumi/preview";
import type { ReadStack } from "../pulumi/readStack";
import type { StackOptions } from "../pulumi/run";
import { connectionIn, deploymentIn, exportState, readDeployment } from "../pulumi/state";
import { update, type UpdateEnd } from "../pulumi/update";
import { compareStackChecks } from "../repair/compareStack";
import { accessBeyondSource } from "./accessBeyondSource";
import type { PromotionEffects, StackFacts, StackVerification, WrittenFile } from "./effects";
import { PromotionsFolder, writtenFile } from "./folder";
import { missingInTenant } from "./missingInTenant";
import { areTransient, errorsIn } from "./transientErrors";
import { reasonsOf, worstStatus } from "../proof/report";

/** How to promote on this machine. */
export interface MachineOptions {
    /** Folder of the Pulumi project. @default the current folder */
    readonly cwd: string | undefined;
    readonly promotions: PromotionsFolder;
    /** For how long to wait while changes propagate, in milliseconds. */
    readonly timeoutMs: number;
    /** The source's attestation. @default the latest in the promotions' folder */
    readonly attestation: string | undefined;
    /** Keys that the stacks do not have. */
    readonly keys: KeyFiles;
    /** Shows what pulumi printed of the update. @default pulumi writes to standard error itself */
    readonly showUpdate: ((log: string) => void) | undefined;
    readonly progress: () => Progress;
    readonly approve: PromotionEffects["approve"];
    readonly show: (step: Check) => void;
    readonly signal: AbortSignal;
}

/** Reads and changes stacks with the pulumi on PATH, and tenants with the deployers' credentials. */
export async function machineEffects(options: MachineOptions): Promise<PromotionEffects> {
    const { cwd, promotions, signal, show } = options;
    const folder = cwd ?? ".";
    const endpoints = await localEndpoints(process.env, signal);
    const policy = readPolicy(folder);
    const of = (stack: string): StackOptions => ({ stack, cwd, signal });
    /** The logins that were verified, with which records are signed. */
    const logins = new Map<string, Login>();
    return {
        now: () => new Date(),
        policy,
        version: packageVersion(),
        readStack: async (stack) => {
            const [json, configuration] = await Promise.all([exportState(of(stack)), readConfiguration(of(stack))]);
            return {
                ...deploymentIn(json),
                configuration,
                document: readDocumentText(`stack ${stack}`, json, readableProperties),
            };
        },
        readDeployment: (stack) => readDeployment(of(stack)),
        readWithLogin: (stack) => options.keys.readStack({ ...of(stack), signal }),
        readLocks: (stack) => readLocks(of(stack)),
        readDefinition: ({ configuration, resources }) => readDefinition({ folder, policy, configuration, resources }),
        previewStack: (stack) => previewStack(of(stack)),
        planStack: async (stack, plan) => {
            const file = path.resolve(promotions.planFile(stack));
            const preview = await planStack(file, plan, of(stack));
            return { preview, file, plan: preview.errors.length > 0 ? undefined : await readPlan(file) };
        },
        readPlan,
        deployerTenant: async ({ configuration }) => {
            const settings = deployerSettings(valuesOf(configuration), process.env);
            return (await openDirectory(settings, { signal })).deployer.tenantId;
        },
        compareStack: (stack, facts) =>
            compareStackChecks(of(stack), { configuration: facts.configuration, deployment: facts }),
        accessBeyondSource: (source, planFile) => accessBeyondSource(source, planFile, new Date(), signal),
        missingInTenant: async ({ configuration }, preview) =>
            missingInTenant(await openDirectoryOf(valuesOf(configuration), { signal }), preview),
        verifyStack: async (stack, read, patience) => {
            const { verification, login } = await verifyStack(
                of(stack),
                read,
                { timeoutMs: patience ? options.timeoutMs : 0, endpoints },
                options,
            );
            if (login !== undefined) {
                logins.set(stack, login);
            }
            return verification;
        },
        checkAttestation: (facts, stack) =>
            sourceAttestation(facts, options.attestation ?? promotions.latestAttestation(stack), endpoints),
        applyPlan: async (stack, file, plan) => {
            const { status, interrupted, log } = await updateStack(stack, upWithPlan(file, plan, of(stack)), options);
            if (interrupted) {
                throw new UserError(`${stack}: the update was interrupted`, "Promote again to go on.", {
                    exitStatus: ExitStatus.Interrupted,
                });
            }
            if (status === 0) {
                return "applied";
            }
            return log !== undefined && areTransient(errorsIn(log)) ? "cut off" : "failed";
        },
        journal: (stack) => promotions.journal(stack),
        append: (stack, event) => {
            promotions.append(stack, event);
        },
        keepSeal: (seal, digest) => {
            promotions.keepSeal(seal, digest);
        },
        keptSeal: (stack, digest) => promotions.keptSeal(stack, digest),
        record: (promotion, pulumiVersion) => {
            const login = logins.get(promotion.to);
            if (login === undefined) {
                throw new Error("a promotion is recorded after its target was verified");
            }
            return Promise.resolve(record(promotion, { login, folder, endpoints, pulumiVersion }, options));
        },
        commit: () => commitOf(folder),
        approve: options.approve,
        show,
    };
}

/** @returns with what pulumi printed, where it is kept */
async function updateStack(
    stack: string,
    up: readonly string[],
    { promotions, showUpdate }: MachineOptions,
): Promise<UpdateEnd & { readonly log?: string }> {
    if (showUpdate === undefined) {
        return update(up, { output: "standardError" });
    }
    const { result, log } = await promotions.withUpdateLog(stack, (output) => update(up, { output }));
    showUpdate(log);
    return { ...result, log };
}

async function verifyStack(
    { stack, cwd }: StackOptions,
    read: ReadStack,
    { timeoutMs, endpoints }: { readonly timeoutMs: number; readonly endpoints: Endpoints | undefined },
    { promotions, progress, keys, signal }: MachineOptions,
): Promise<{ readonly verification: StackVerification; readonly login: Login | undefined }> {
    const source = { name: stack, source: { read } };
    const verified = await verifyLogin(
        source,
        {
            key: await keys.of(source, signal),
            verification: { commands: [], timeoutMs },
            endpoints,
            warnDays: undefined,
            signal,
        },
        progress(),
    );
    signal.throwIfAborted();
    const { report, login } = verified;
    const isProved = report.verdict === "proved";
    const verification: StackVerification = {
        isProved,
        isRefused: report.verdict === "refused",
        summary: isProved ? report.summary : reasonsOf(report).join("; "),
        exitStatus: worstStatus([report]),
        attest: async (definition) => {
            if (login === undefined) {
                throw new Error("a login that was not read cannot be attested");
            }
            const file = promotions.newFile(stack, "attestations", new Date());
            const isLocal = endpoints !== undefined;
            const attested = { name: stack, source: { stack, cwd } };
            await attestLogin(file, attested, { report, login }, { isLocal, definition, signal });
            return writtenFile(file);
        },
    };
    return { verification, login };
}

/** The signer must be the certificate that the stack's state has now. */
function sourceAttestation(
    facts: StackFacts,
    file: string | undefined,
    endpoints: Endpoints | undefined,
): AttestationCheck | undefined {
    const connection = connectionIn(facts);
    if (file === undefined || connection === undefined) {
        return undefined;
    }
    const check = checkAttestation(readInput(file), parseConnection(connection).thumbprintSha256, new Date());
    // A tenant on this machine proves what is promoted to a tenant on this machine.
    return check.state === "local" && endpoints !== undefined ? { ...check, state: "valid" } : check;
}

interface RecordContext {
    /** The target's, which signs. */
    readonly login: Login;
    readonly folder: string;
    readonly endpoints: Endpoints | undefined;
    readonly pulumiVersion: string;
}

function record(
    promotion: Omit<Promotion, "connection" | "tenant">,
    { login, folder, endpoints, pulumiVersion: version }: RecordContext,
    { promotions }: MachineOptions,
): WrittenFile {
    const { from, to } = promotion;
    const now = new Date();
    const statement = promotionStatement(
        {
            ...promotion,
            tenant: endpoints === undefined ? "microsoft" : "local",
            connection: parseConnection(login.connection),
        },
        {
            version: packageVersion(),
            pulumiVersion: version,
            verifiedAt: wholeSeconds(now),
            policy: hash("sha256", readInput(path.join(folder, policyFile))),
            inputs: [...new Set([from, to])].flatMap((stack) => {
                const file = promotions.latestAttestation(stack);
                return file === undefined
                    ? []
                    : [{ uri: path.basename(file), digest: { sha256: writtenFile(file).digest } }];
            }),
        },
    );
    return promotions.write(promotions.newFile(to, "records", now), attest(statement, login.credential));
}

/** The commit of the folder, when no tracked file differs from it. */
async function commitOf(folder: string): Promise<string | undefined> {
    const git = async (...args: readonly string[]): Promise<string> =>
        (await promisify(execFile)("git", ["-C", folder, ...args])).stdout.trim();
    try {
        const changed = await git("status", "--porcelain", "--untracked-files=no");
        return changed === "" ? await git("rev-parse", "HEAD") : undefined;
    } catch {
        // Without Git, or outside of a repository, no commit can be named.
        return undefined;
    }
}
