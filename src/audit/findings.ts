import { createHash } from "node:crypto";
import { distinct, type AuditedStack } from "./auditedStack";
import type { AccessChange, Finding } from "./report";
import { rules } from "./rules";
import type { Rule, Violation } from "./rules/rule";
import type { WaiverEntry } from "./waivers";

/** A finding, and what it is about. */
export interface JudgedFinding {
    readonly finding: Finding;
    readonly rule: Rule;
    /** The stack that it was found in. */
    readonly stack: string | undefined;
    readonly change: AccessChange | undefined;
}

/** What breaks the rules in a stack. One that several documents show is one finding. */
export function findingsOf(stack: AuditedStack, now: string, judging: readonly Rule[] = rules): JudgedFinding[] {
    const found = new Map<string, JudgedFinding>();
    for (const rule of judging) {
        for (const violation of rule.find(stack, now)) {
            const finding = findingOf(rule, violation, stack);
            const earlier = found.get(finding.fingerprint);
            const evidence = distinct([...(earlier?.finding.evidence ?? []), ...finding.evidence]);
            found.set(finding.fingerprint, {
                ...{ rule, finding: { ...finding, evidence }, change: violation.change },
                stack: stack.stack,
            });
        }
    }
    return [...found.values()];
}

function findingOf(rule: Rule, violation: Violation, { project, stack }: AuditedStack): Finding {
    const { principal, resource, about, message, evidence } = violation;
    const { id, title, severity, remedy, references } = rule;
    return {
        ...{ rule: id, title, severity, principal, resource, message, remedy, references, evidence },
        fingerprint: fingerprintOf([project ?? "", stack ?? "", id, principal, resource, about]),
        waiver: undefined,
        baseline: undefined,
    };
}

/** The parts are those that identify a finding: no order, time, machine or value of an update is among them. */
function fingerprintOf(parts: readonly string[]): string {
    return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** What identifies a finding in whatever stack. */
export function logicalKey({ finding: { rule, principal, resource }, change }: JudgedFinding): string {
    return JSON.stringify([rule, principal, resource, (change?.after ?? change?.before)?.kind ?? ""]);
}

/**
 * The findings with their waivers, and what is wrong with the waivers.
 * @param stacks the stacks that were audited: waivers for others do not count
 */
export function withWaivers(
    judged: readonly JudgedFinding[],
    waivers: readonly WaiverEntry[],
    { now, stacks, file }: { readonly now: string; readonly stacks: ReadonlySet<string>; readonly file: string },
): { readonly judged: readonly JudgedFinding[]; readonly problems: readonly Finding[] } {
    const byFinding = new Map(waivers.map((waiver, index) => [waiver.finding, { waiver, index }]));
    const isOver = ({ until }: WaiverEntry): boolean => until < now.slice(0, 10);
    const waived = judged.map((one): JudgedFinding => {
        const entry = byFinding.get(one.finding.fingerprint)?.waiver;
        if (entry === undefined || isOver(entry) || mismatch(entry, one) !== undefined) {
            return one;
        }
        const { reason, owner, until, link } = entry;
        return { ...one, finding: { ...one.finding, waiver: { reason, owner, until, link } } };
    });
    const found = new Map(judged.map((one) => [one.finding.fingerprint, one]));
    const problems = [...byFinding.values()].flatMap(({ waiver, index }): Finding[] => {
        const one = found.get(waiver.finding);
        if (one === undefined && !stacks.has(waiver.stack)) {
            return [];
        }
        const finding = one?.finding;
        const evidence = [{ source: file, pointer: `/waivers/${index}`, sequence: undefined }];
        const wrong = one === undefined ? "matches no finding" : mismatch(waiver, one);
        if (wrong !== undefined) {
            return [waiverFinding(unusedWaiver, waiver, finding, `the waiver of ${waiver.owner} ${wrong}`, evidence)];
        }
        return isOver(waiver)
            ? [
                  waiverFinding(
                      expiredWaiver,
                      waiver,
                      finding,
                      `the waiver of ${waiver.owner} held until ${waiver.until}`,
                      evidence,
                  ),
              ]
            : [];
    });
    return { judged: waived, problems };
}

/** What a reviewer was told about the finding, and is not so. */
function mismatch(waiver: WaiverEntry, { finding, stack }: JudgedFinding): string | undefined {
    return finding.rule !== waiver.rule
        ? `is for the rule ${finding.rule}, not ${waiver.rule}`
        : stack !== waiver.stack
          ? `is for the stack ${stack ?? "(none)"}, not ${waiver.stack}`
          : undefined;
}

/** Rules about waivers: their findings cannot be waived. */
export const expiredWaiver = {
    id: "waiver-expired",
    title: "A waiver has expired",
    severity: "medium",
    judges: "access",
    why: "An exception that nobody renews is not reviewed any more.",
    remedy: "Fix the finding, or have the waiver reviewed and give it a new end.",
    references: [],
} as const satisfies Omit<Rule, "find">;

export const unusedWaiver = {
    id: "waiver-unused",
    title: "A waiver matches no finding",
    severity: "low",
    judges: "access",
    why: "It may be for something that is fixed, or hide a finding that comes back later.",
    remedy: "Remove it from the file.",
    references: [],
} as const satisfies Omit<Rule, "find">;

function waiverFinding(
    { id, title, severity, remedy, references }: Omit<Rule, "find">,
    waiver: WaiverEntry,
    finding: Finding | undefined,
    message: string,
    evidence: Finding["evidence"],
): Finding {
    return {
        ...{ rule: id, title, severity, remedy, references, message, evidence },
        principal: finding?.principal ?? "",
        resource: finding?.resource ?? "",
        fingerprint: fingerprintOf([id, waiver.stack, waiver.finding]),
        waiver: undefined,
        baseline: undefined,
    };
}
