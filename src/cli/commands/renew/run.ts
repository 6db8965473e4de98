import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { checkWritable, writeFiles } from "../../../delivery/writeFiles";
import { lastReports } from "../../../delivery/hostReport";
import { readHostReports } from "../../../delivery/hostReportFiles";
import { readManifest } from "../../../delivery/manifestFile";
import { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import { openDirectoryOf } from "../../../graph/stackDirectory";
import { systemClock } from "../../../http/clock";
import { KeyFiles } from "../../../proof/keyFiles";
import { valuesOf } from "../../../pulumi/configuration";
import { listStacks } from "../../../pulumi/project";
import type { StackOptions } from "../../../pulumi/run";
import { isNotDeployed } from "../../../pulumi/stackOutputs";
import { inTurn } from "../../../renewal/inTurn";
import { lockedBy } from "../../../renewal/locked";
import { judge } from "../../../renewal/decide";
import type { RenewalPolicy } from "../../../renewal/policy";
import { readConfiguredStack, readSituation, type StackSituation } from "../../../renewal/readSituation";
import { renew, withVerification, type Renewal, type RenewalEffects } from "../../../renewal/renew";
import { changedValues, configurationAfter, configurationNow, type CertificateConfig } from "../../../renewal/steps";
import { parseWindow } from "../../../renewal/window";
import { passphraseOf } from "../../options/keyOptions";
import type { Output } from "../../terminal/terminal";
import type { RenewCommandOptions } from "./command";
import { configFileOf, effectsOn, setValues } from "./effects";
import { renewFormat } from "./formats";
import { unifiedDiff } from "./patch";
import {
    failedStack,
    lockedStack,
    renewReport,
    stackRenewal,
    undeployedStack,
    type RenewReport,
    type StackRenewal,
} from "./report";

export async function run(options: RenewCommandOptions, signal: AbortSignal): Promise<ExitStatus> {
    const policy = policyOf(options);
    if (options.output !== undefined) {
        checkWritable(options.output, { force: true });
    }
    const stacks = await stacksOf(options, signal);
    if (options.printConfig === true) {
        return printConfig(stacks, options, policy);
    }
    const started = Date.now();
    const reports: StackRenewal[] = [];
    const names = stacks.map(({ stack }) => stack);
    for (const { name, delayMs } of inTurn(names, options.jitter ?? 0)) {
        await systemClock.sleep(Math.max(0, started + delayMs - Date.now()), signal);
        reports.push(await renewStack({ stack: name, cwd: options.cwd, signal }, options, policy));
    }
    const report = renewReport(reports);
    show(report, options, process.stdout);
    return report.exitStatus;
}

async function stacksOf(
    { stack, all, cwd, compromised }: RenewCommandOptions,
    signal: AbortSignal,
): Promise<StackOptions[]> {
    if ((stack === undefined) === (all === undefined)) {
        throw new UserError("give either --stack <name> or --all");
    }
    if (all === true && compromised !== undefined) {
        throw new UserError("--compromised is for one stack", "Name it with --stack.");
    }
    const names = stack === undefined ? await listStacks({ cwd, signal }) : [stack];
    if (names.length === 0) {
        throw new UserError("--all: the project has no stacks");
    }
    return names.map((name) => ({ stack: name, cwd, signal }));
}

function policyOf(options: RenewCommandOptions): RenewalPolicy {
    const { before: beforeMs, settle: settleMs, deliveryTime: deliveryMs, grace: graceMs } = options;
    const { waive = [], requireReport = [], compromised } = options;
    if (requireReport.length > 0 && options.reports === undefined) {
        throw new UserError("--require-report goes with --reports", "Name the folder that the machine reports into.");
    }
    if (beforeMs !== undefined && beforeMs < deliveryMs) {
        throw new UserError(
            "--before is shorter than --delivery-time, so scripts could be without a certificate",
            "Begin earlier, or give the time that the slowest delivery really takes.",
        );
    }
    const windows = (options.window ?? []).map(parseWindow);
    return {
        beforeMs,
        settleMs,
        deliveryMs,
        graceMs,
        waived: waive,
        requiredReports: requireReport,
        compromised,
        windows,
    };
}

async function renewStack(
    stack: StackOptions,
    options: RenewCommandOptions,
    policy: RenewalPolicy,
): Promise<StackRenewal> {
    try {
        const { first, effects } = await open(stack, options, policy);
        const renewal = options.plan === true ? planned(first, policy) : await renew(first, effects, policy);
        return stackRenewal(stack.stack, renewal, policy);
    } catch (error) {
        if (!(error instanceof UserError) || stack.signal?.aborted === true) {
            throw error;
        }
        const lock = await lockedBy(error, stack, systemClock.now());
        if (lock !== undefined) {
            return lockedStack(stack.stack, lock);
        }
        if (options.all !== true) {
            throw error;
        }
        return isNotDeployed(error) ? undeployedStack(stack.stack) : failedStack(stack.stack, error.message);
    }
}

/** Where the renewal of a stack is, and how to go on. */
interface OpenRenewal {
    readonly first: StackSituation;
    readonly effects: RenewalEffects;
}

async function open(stack: StackOptions, options: RenewCommandOptions, policy: RenewalPolicy): Promise<OpenRenewal> {
    // Both before the sign-in, which may take long: read apart, what another run does meanwhile would look like a loss.
    const configured = await readConfiguredStack(stack);
    const directory = await openDirectoryOf(valuesOf(configured.configuration), stack);
    const places = (options.manifest ?? []).flatMap((file) => readManifest(file).deliveries);
    const reports = lastReports((options.reports ?? []).flatMap(readHostReports));
    const keys = KeyFiles.open(options.keyFile ?? [], passphraseOf(options));
    const repetition = { signIns: options.signIns, overMs: options.over, timeoutMs: options.timeout };
    const reading = { stack, directory, policy, places, reports, clock: systemClock };
    return {
        first: await readSituation({ ...reading, configured, verifications: new Map() }),
        effects: effectsOn(reading, repetition, keys),
    };
}

/** What would come next; nothing is changed, and nothing is verified. */
function planned({ situation }: StackSituation, policy: RenewalPolicy): Renewal {
    return { steps: [], refusals: [], situation, standing: judge(situation, policy) };
}

/** Prints the next change of the configuration as a patch; verifications are made, since the change relies on them. */
async function printConfig(
    [stack, ...others]: readonly StackOptions[],
    options: RenewCommandOptions,
    policy: RenewalPolicy,
): Promise<ExitStatus> {
    if (stack === undefined || others.length > 0) {
        throw new UserError("--print-config is for one stack", "Name it with --stack.");
    }
    const { first, effects } = await open(stack, options, policy);
    for (let found = first; ;) {
        const { situation, project } = found;
        const { decision } = judge(situation, policy);
        if (decision.kind === "step" && decision.step.kind === "verify") {
            const { key } = decision.step;
            effects.begin(decision.step);
            found = withVerification(found, key, await effects.verify(key));
            continue;
        }
        const patch =
            decision.kind === "step"
                ? await patchOf(
                      stack,
                      project,
                      changedValues(configurationAfter(situation, decision.step), configurationNow(situation)),
                  )
                : "";
        const ended: Renewal = { steps: [], refusals: [], situation, standing: judge(situation, policy) };
        const isMerged = decision.kind === "step" && patch === "";
        const reasons = ["the configuration has the next change already, and no update has made it yet"];
        const report = renewReport([
            isMerged
                ? { ...stackRenewal(stack.stack, ended, policy), verdict: "waiting", reasons }
                : stackRenewal(stack.stack, ended, policy),
        ]);
        show(report, options, process.stderr);
        process.stdout.write(patch);
        return report.exitStatus;
    }
}

/** Writes the report to the file that the options name, or there. */
function show(report: RenewReport, { format, output }: RenewCommandOptions, otherwise: Output): void {
    if (output === undefined) {
        otherwise.write(renewFormat(format, report, otherwise));
    } else {
        const content = renewFormat(format, report, { write: () => true });
        writeFiles([{ path: output, content, mode: 0o644 }], { force: true });
    }
}

/** What setting these values changes in the stack's configuration file, which stays as it is. */
async function patchOf(stack: StackOptions, project: string, values: Partial<CertificateConfig>): Promise<string> {
    const path = configFileOf(stack);
    const name = basename(path);
    const before = existsSync(path) ? readFileSync(path, "utf8") : "";
    const folder = mkdtempSync(join(tmpdir(), "exo-unattended-"));
    try {
        const copy = join(folder, name);
        writeFileSync(copy, before, { mode: 0o600 });
        await setValues(project, values, stack, copy);
        return unifiedDiff(name, before, readFileSync(copy, "utf8"));
    } finally {
        rmSync(folder, { recursive: true });
    }
}
