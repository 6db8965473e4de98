import type { AuditedStack } from "../auditedStack";
import type { AccessChange, Evidence, NotJudged, Severity } from "../report";

/** Where a rule comes from. */
export interface Reference {
    readonly name: string;
    readonly url: string | undefined;
}

/** One place where a rule is broken. */
export interface Violation {
    readonly principal: string;
    /** The place in the program. */
    readonly resource: string;
    /** What tells it from others of the same rule and resource; never a value that the update makes known. */
    readonly about: string;
    /** In a sentence for people. */
    readonly message: string;
    readonly evidence: readonly Evidence[];
    /** The change that it is about: waived together with the finding. */
    readonly change?: AccessChange;
}

/** One rule of the audit. */
export interface Rule {
    /** Stable: waivers and other tools refer to it. */
    readonly id: string;
    readonly title: string;
    readonly severity: Severity;
    /** `change`: what an update does; `access`: access as it is afterwards, also without a change. */
    readonly judges: "change" | "access";
    /** Whether it alone means that somebody can do more afterwards. */
    readonly broadens?: true;
    readonly why: string;
    readonly remedy: string;
    readonly references: readonly Reference[];
    /** @param now ISO 8601: what "ended" is measured against */
    readonly find: (stack: AuditedStack, now: string) => readonly Violation[];
    /** Where the documents do not show whether the rule is broken. */
    readonly notJudged?: (stack: AuditedStack) => readonly NotJudged[];
}
