import type { ChangeKind } from "../access/compare";
import type { AccessTuple, Evidence } from "../access/tuple";

export type { ChangeKind } from "../access/compare";
export type { Evidence } from "../access/tuple";

/** One access before and after. At least one of the two is present. */
export interface AccessChange {
    readonly change: ChangeKind;
    readonly before: AccessTuple | undefined;
    readonly after: AccessTuple | undefined;
    /** Whether somebody can do more afterwards: added, widened, or a removed protection. */
    readonly broadens: boolean;
    /** What differs, in words; empty for added, removed and unchanged. */
    readonly reason: string;
    /** The URN's logical part in the program, for example `exchange/exchange-exchange-manage-as-app`. */
    readonly resource: string;
    readonly evidence: readonly Evidence[];
}

/** What could not be judged: never shown as unchanged, counted, and able to fail a gate. */
export interface NotJudged {
    /**
     * `incomplete`: an error or an interrupted update, so that resources may be missing; `notReadable`: the tenant does not
     * show it.
     */
    readonly why: "notKnownYet" | "stateMissing" | "typeNotUnderstood" | "incomplete" | "notReadable";
    /** Logical name of the resource. */
    readonly resource: string;
    /** Pulumi's type token. */
    readonly type: string;
    /** In words for people. */
    readonly detail: string;
    readonly evidence: readonly Evidence[];
}

export type Severity = "critical" | "high" | "medium" | "low" | "note";

/** A reviewed exception for one finding. */
export interface Waiver {
    readonly reason: string;
    readonly owner: string;
    /** The last day on which it holds: YYYY-MM-DD. */
    readonly until: string;
    readonly link: string;
}

/** One rule that a change, or the access as it is, breaks. */
export interface Finding {
    /** Id of the rule, for example `global-administrator`. */
    readonly rule: string;
    readonly title: string;
    readonly severity: Severity;
    readonly principal: string;
    readonly resource: string;
    /** What was found, for people. */
    readonly message: string;
    /** What to do. */
    readonly remedy: string;
    /** For example `CIS Microsoft 365 Foundations 5.1.5.1`, with a link where there is one. */
    readonly references: readonly { readonly name: string; readonly url: string | undefined }[];
    readonly evidence: readonly Evidence[];
    /** SHA-256 in hex over what identifies the finding: equal on every machine, in every run and under every order. */
    readonly fingerprint: string;
    readonly waiver: Waiver | undefined;
    /** Against a base: whether the base had it too. One that is `absent` here is shown, and neither counted nor judged. */
    readonly baseline: "new" | "unchanged" | "absent" | undefined;
}

/** A document that was audited. */
export interface AuditedSource {
    readonly source: string;
    readonly kind: "preview" | "events" | "plan" | "state" | "tenant" | "token";
    readonly stack: string | undefined;
    readonly project: string | undefined;
    /** Where findings of this stack are shown by tools that want a place in the repository, for example `Pulumi.prod.yaml`. */
    readonly configurationFile: string | undefined;
}

/** What the gate decided. */
export interface Verdict {
    /** 0: passed; 1: the gate failed. Errors of use or input (2) never reach a report. */
    readonly exitStatus: 0 | 1;
    /** The conditions that fail the gate, in the order given; empty without a gate. */
    readonly failOn: readonly string[];
    /** What of `--fail-on` was met, in the order given; empty when the gate passed. */
    readonly failedOn: readonly string[];
    /** One line for people, for example `2 accesses added, 1 finding (high): failed on broadening`. */
    readonly text: string;
}

/** The one result of an audit: every format shows this, with equal counts. */
export interface AuditReport {
    readonly schemaVersion: 1;
    /** The day that distances in time are counted from, ISO 8601 in UTC; given by the caller, so that a report is a pure function of its input. */
    readonly now: string;
    readonly sources: readonly AuditedSource[];
    /** Sorted: by principal, kind, what. Unchanged access is part of it: the picture of who can do what needs it. */
    readonly changes: readonly AccessChange[];
    readonly notJudged: readonly NotJudged[];
    /** Sorted: severity first, then rule and resource. Waived ones are part of it. */
    readonly findings: readonly Finding[];
    readonly counts: {
        readonly changes: Readonly<Record<ChangeKind, number>>;
        readonly notJudged: number;
        /** Without the waived, and those of the base that are absent here. */
        readonly findings: Readonly<Record<Severity, number>>;
        readonly waived: number;
    };
    readonly verdict: Verdict;
}
