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

/** A number that a rule measures against. */
export interface Limit {
    readonly what: string;
    readonly default: number;
}

/** One rule of the audit. */
export interface Rule {
    /** Stable: waivers and other tools refer to it. */
    readonly id: string;
    readonly title: string;
    readonly severity: Severity;
    /**
     * `change`: what an update does; `access`: access as it is afterwards, also without a change; `drift`: how the tenant and
     * its token differ from what the program predicts.
     */
    readonly judges: "change" | "access" | "drift";
    /** Of a rule for changes: whether it holds also for what is there without being new, which is all that a policy sees. */
    readonly alsoAsPolicy?: true;
    /** Whether it alone means that somebody can do more afterwards. */
    readonly broadens?: true;
    readonly why: string;
    readonly remedy: string;
    readonly references: readonly Reference[];
    /** By name: where the rule runs as a policy, they can be configured. */
    readonly limits?: Readonly<Record<string, Limit>>;
    /**
     * @param now ISO 8601: what "ended" is measured against
     * @param limits by name, instead of the defaults
     */
    readonly find: (
        stack: AuditedStack,
        now: string,
        limits?: Readonly<Record<string, number>>,
    ) => readonly Violation[];
    /** Where the documents do not show whether the rule is broken. */
    readonly notJudged?: (stack: AuditedStack) => readonly NotJudged[];
}

/** Whether a rule holds for what will be there, whatever was there before: a policy sees no more. */
export function isPolicy({ judges, alsoAsPolicy }: Pick<Rule, "judges" | "alsoAsPolicy">): boolean {
    return judges === "access" || alsoAsPolicy === true;
}
