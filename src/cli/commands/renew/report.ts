import type { Outcome } from "../../../checks/check";
import type { Delivery } from "../../../delivery/manifest";
import type { HostReport } from "../../../delivery/hostReport";
import { ExitStatus } from "../../../errors/exitStatus";
import { wholeSeconds } from "../../../certificate/wholeSeconds";
import { foreignText } from "../../../http/foreignText";
import type { Position } from "../../../renewal/decide";
import type { Decision, Step } from "../../../renewal/decision";
import type { Drain } from "../../../renewal/drain";
import { outlook } from "../../../renewal/outlook";
import type { RenewalPolicy } from "../../../renewal/policy";
import type { Renewal } from "../../../renewal/renew";
import type { Evidence, ForeignCredential, Situation } from "../../../renewal/situation";
import { describe, type StepDescription } from "../../../renewal/steps";

/** The version of {@link RenewReport}. It changes when a property goes or means something else. */
export const renewReportVersion = 1;

/** What `renew` did and found: what `--format json` prints. Nothing in it is secret. */
export interface RenewReport {
    readonly schemaVersion: typeof renewReportVersion;
    readonly exitStatus: ExitStatus;
    readonly stacks: readonly StackRenewal[];
}

/** `done`: steps were made, and nothing more is due. `step due`: only with `--plan`. */
export type RenewVerdict =
    Exclude<Decision["kind"], "step" | "person"> | "done" | "step due" | "person needed" | "failed";

/** One stack. */
export interface StackRenewal {
    readonly name: string;
    readonly verdict: RenewVerdict;
    /** Where the login is; absent when the stack could not be read. */
    readonly position?: Position;
    /** Why, or what a person has to do: one sentence each. */
    readonly reasons: readonly string[];
    /** The next date that matters: RFC 3339. */
    readonly until?: string;
    /** What was changed. */
    readonly steps: readonly ReportedStep[];
    /** The steps to come, with the earliest date of each. */
    readonly outlook: readonly (ReportedStep & { readonly at: string })[];
    /** Of each removed certificate, whether it is refused now. */
    readonly refusals: readonly (Outcome & { readonly certificate: string })[];
    /** Where the knowledge about use comes from. */
    readonly evidence?: Evidence["kind"];
    /** Who still uses each old certificate. */
    readonly drains: Readonly<Record<string, Drain>>;
    /** Places that hold a certificate, by the manifests. */
    readonly places: readonly (Delivery & { readonly certificate?: string })[];
    /** Machines by their own reports, each with the certificate that it used last. */
    readonly machines: readonly (HostReport & { readonly certificate?: string })[];
    /** Credentials that the stack did not make; they are never removed. */
    readonly foreign: readonly (ForeignCredential & { readonly lastUse: string | undefined })[];
}

export type ReportedStep = { readonly kind: Step["kind"]; readonly certificate?: string } & StepDescription;

/** What became of one stack. */
export function stackRenewal(
    name: string,
    { situation, standing, steps, refusals }: Renewal,
    policy: RenewalPolicy,
): StackRenewal {
    const { decision } = standing;
    return {
        name,
        verdict: verdictOf(decision, steps.length > 0, refusals),
        position: standing.position,
        reasons: decision.kind === "step" ? [describe(decision.step).change] : decision.reasons,
        ...("until" in decision && decision.until !== undefined ? { until: wholeSeconds(decision.until) } : {}),
        steps: steps.map(reported),
        outlook: outlook(situation, policy).map(({ step, at }) => ({ ...reported(step), at: wholeSeconds(at) })),
        refusals: refusals.map(({ key, outcome }) => ({ certificate: key, ...outcome })),
        evidence: situation.evidence.kind,
        drains: standing.drains,
        places: situation.places.map((place) => ({ ...place, ...keyOf(situation, place.thumbprint) })),
        machines: situation.reports.map((report) => ({
            ...report,
            host: foreignText(report.host),
            by: foreignText(report.by),
            ...keyOf(situation, report.thumbprint),
        })),
        foreign: situation.foreign.map((credential) => ({
            ...credential,
            lastUse: lastUse(situation.evidence, credential),
        })),
    };
}

/** A stack that could not be read, or whose step failed. */
export function failedStack(name: string, reason: string): StackRenewal {
    return {
        name,
        verdict: "failed",
        reasons: [reason],
        steps: [],
        outlook: [],
        refusals: [],
        drains: {},
        places: [],
        machines: [],
        foreign: [],
    };
}

/** A stack that has no certificate yet. */
export function undeployedStack(name: string): StackRenewal {
    return { ...failedStack(name, "the stack was not deployed yet"), verdict: "nothing due" };
}

/** A stack that another update keeps busy, or that one has left locked. */
export function lockedStack(name: string, decision: Decision): StackRenewal {
    return {
        ...failedStack(name, ""),
        verdict: verdictOf(decision, false, []),
        reasons: decision.kind === "step" ? [] : decision.reasons,
    };
}

function verdictOf(decision: Decision, hasSteps: boolean, refusals: Renewal["refusals"]): RenewVerdict {
    // Without its key nobody can try a certificate that was removed.
    if (refusals.some(({ outcome }) => !["passed", "skipped"].includes(outcome.result))) {
        return "failed";
    }
    switch (decision.kind) {
        case "step":
            return "step due";
        case "person":
            return "person needed";
        case "nothing due":
            return hasSteps ? "done" : "nothing due";
        case "waiting":
            return "waiting";
    }
}

function keyOf({ slots }: Situation, thumbprint: string): { readonly certificate?: string } {
    const slot = slots.find(({ deployed }) => deployed?.thumbprint === thumbprint);
    return slot === undefined ? {} : { certificate: slot.key };
}

function reported(step: Step): ReportedStep {
    return { kind: step.kind, ...("key" in step ? { certificate: step.key } : {}), ...describe(step) };
}

function lastUse(evidence: Evidence, { thumbprint }: ForeignCredential): string | undefined {
    return evidence.kind === "none"
        ? undefined
        : evidence.signIns
              .filter((one) => one.succeeded && one.thumbprint === thumbprint)
              .map(({ at }) => at)
              .toSorted()
              .at(-1);
}

const exitStatuses: Readonly<Record<RenewVerdict, ExitStatus>> = {
    "nothing due": ExitStatus.Success,
    done: ExitStatus.Renewed,
    "step due": ExitStatus.Renewed,
    waiting: ExitStatus.Waiting,
    "person needed": ExitStatus.PersonNeeded,
    failed: ExitStatus.Refused,
};
const worstFirst = [ExitStatus.Refused, ExitStatus.PersonNeeded, ExitStatus.Waiting, ExitStatus.Renewed];

/** All stacks in one report. */
export function renewReport(stacks: readonly StackRenewal[]): RenewReport {
    const statuses = stacks.map(({ verdict }) => exitStatuses[verdict]);
    return {
        schemaVersion: renewReportVersion,
        exitStatus: worstFirst.find((status) => statuses.includes(status)) ?? ExitStatus.Success,
        stacks,
    };
}
