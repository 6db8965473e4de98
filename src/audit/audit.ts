import { auditedStack, comparedStack, type AuditedStack, type StackInput } from "./auditedStack";
import { findingsOf, logicalKey, withWaivers, type JudgedFinding } from "./findings";
import { verdictOf, type GateCondition } from "./gate";
import type { AccessChange, AuditReport, ChangeKind, Finding, NotJudged, Severity } from "./report";
import { rules } from "./rules";
import { sourceNames } from "./sourceNames";
import type { WaiverEntry } from "./waivers";
import { changeKinds, severities } from "./words";
import { UserError } from "../errors/userError";
import type { StackDocument } from "../pulumi/documents/step";

/** What to audit, and how to judge it. */
export interface AuditInput {
    readonly documents: readonly StackDocument[];
    /** What to compare with: documents of the same stacks at another time, or of one other stack. */
    readonly base?: readonly StackDocument[];
    /** ISO 8601. A report depends on it and on nothing else that changes by itself. */
    readonly now: string;
    readonly failOn?: readonly GateCondition[];
    readonly waivers?: { readonly file: string; readonly entries: readonly WaiverEntry[] };
}

/**
 * Which access the documents show, how it changes, and which rules that breaks. A pure function of its input: the order of
 * documents, resources and properties makes no difference.
 * @throws UserError when a base does not fit
 */
export function audit({ documents, base, now, failOn = [], waivers }: AuditInput): AuditReport {
    const nameOfSource = sourceNames([...documents, ...(base ?? [])].map(({ source }) => source));
    const audited = inputsOf(documents).map((input) => auditedStack(input, nameOfSource));
    if (base === undefined) {
        return reportOf(
            audited,
            audited.flatMap((stack) => findingsOf(stack, now)),
            { now, failOn, waivers },
        );
    }
    const bases = inputsOf(base).map((input) => auditedStack(input, nameOfSource));
    const pairs = pairsOf(bases, audited);
    const compared = pairs.map(([from, to]) => comparedStack(from, to));
    const judged = pairs.flatMap(([from, to], index) =>
        withBaseline(findingsOf(from, now), findingsOf(compared[index] ?? to, now)),
    );
    return reportOf(compared, judged, { now, failOn, waivers });
}

/** A state belongs to the only other document of its stack; of several documents each stands for itself. */
function inputsOf(documents: readonly StackDocument[]): StackInput[] {
    const keyOf = ({ project, stack }: StackDocument): string => JSON.stringify([project, stack]);
    const byStack = new Map<string, StackDocument[]>();
    for (const document of documents) {
        byStack.set(keyOf(document), [...(byStack.get(keyOf(document)) ?? []), document]);
    }
    return [...byStack.values()].flatMap((ofStack) => {
        const states = ofStack.filter(({ kind }) => kind === "state");
        const others = ofStack.filter(({ kind }) => kind !== "state");
        const [state] = states;
        return others.length > 0 && states.length === 1
            ? others.map((document) => ({ document, state }))
            : ofStack.map((document) => ({ document, state: undefined }));
    });
}

/** @throws UserError when it is not clear what is to be compared with what */
function pairsOf(bases: readonly AuditedStack[], stacks: readonly AuditedStack[]): [AuditedStack, AuditedStack][] {
    const [base] = bases;
    const [stack] = stacks;
    if (bases.length === 1 && stacks.length === 1 && base !== undefined && stack !== undefined) {
        return [[base, stack]];
    }
    return stacks.map((one) => {
        const fitting = bases.filter((other) => other.stack === one.stack && other.project === one.project);
        const [found] = fitting;
        if (found === undefined || fitting.length > 1 || stacks.length !== bases.length) {
            throw new UserError(
                "the base and the files do not show the same stacks",
                "Compare one stack with one stack, or give the same stacks on both sides.",
            );
        }
        return [found, one];
    });
}

function withBaseline(base: readonly JudgedFinding[], judged: readonly JudgedFinding[]): JudgedFinding[] {
    const before = new Set(base.map(logicalKey));
    const now = new Set(judged.map(logicalKey));
    const marked = (one: JudgedFinding, baseline: Finding["baseline"]): JudgedFinding => ({
        ...one,
        finding: { ...one.finding, baseline },
    });
    return [
        ...judged.map((one) => marked(one, before.has(logicalKey(one)) ? "unchanged" : "new")),
        ...base
            .filter((one) => one.rule.judges === "access" && !now.has(logicalKey(one)))
            .map((one) => marked({ ...one, change: undefined }, "absent")),
    ];
}

/** The report of stacks and of what was found in them. */
export function reportOf(
    stacks: readonly AuditedStack[],
    found: readonly JudgedFinding[],
    { now, failOn, waivers }: Required<Pick<AuditInput, "now" | "failOn">> & Pick<AuditInput, "waivers">,
): AuditReport {
    const { judged, problems } = withWaivers(found, waivers?.entries ?? [], {
        ...{ now, file: waivers?.file ?? "" },
        stacks: new Set(stacks.flatMap(({ stack }) => stack ?? [])),
    });
    const changes = ordered(
        stacks.flatMap((stack) => stack.changes),
        changeKey,
    );
    const notJudged = ordered(
        stacks.flatMap((stack) => [...stack.notJudged, ...rules.flatMap((rule) => rule.notJudged?.(stack) ?? [])]),
        notJudgedKey,
    );
    const findings = ordered([...judged.map(({ finding }) => finding), ...problems], findingKey);
    const counted = findings.filter(({ waiver, baseline }) => waiver === undefined && baseline !== "absent");
    const waived = findings.filter(({ waiver }) => waiver !== undefined).length;
    return {
        schemaVersion: 1,
        now,
        sources: ordered(
            stacks.flatMap(({ sources }) => sources),
            (source) => JSON.stringify([source.source, source.kind]),
        ),
        ...{ changes, notJudged, findings },
        counts: {
            changes: countsOf(
                changeKinds,
                changes.map(({ change }) => change),
            ),
            notJudged: notJudged.length,
            findings: countsOf(
                severities,
                counted.map(({ severity }) => severity),
            ),
            waived,
        },
        verdict: verdictOf(
            { changes, notJudged, findings: counted, waived, broadens: broadens(changes, judged) },
            failOn,
        ),
    };
}

/** A change broadens unless all that was found about it is waived; a rule may say so without a change. */
function broadens(changes: readonly AccessChange[], judged: readonly JudgedFinding[]): boolean {
    const open = judged.filter(({ finding }) => finding.waiver === undefined && finding.baseline !== "absent");
    const [openChanges, judgedChanges] = [open, judged].map((all) => new Set(all.map(({ change }) => change)));
    return (
        changes.some((change) => change.broadens && (openChanges?.has(change) || !judgedChanges?.has(change))) ||
        open.some(({ rule }) => rule.broadens === true)
    );
}

function countsOf<K extends ChangeKind | Severity>(
    keys: readonly K[],
    found: readonly K[],
): Readonly<Record<K, number>> {
    return Object.fromEntries(keys.map((key) => [key, found.filter((one) => one === key).length])) as Record<K, number>;
}

function changeKey(change: AccessChange): string {
    const tuple = change.after ?? change.before;
    return JSON.stringify([tuple?.principal, tuple?.kind, tuple?.what, change]);
}

function notJudgedKey({ why, resource, type, detail, evidence }: NotJudged): string {
    return JSON.stringify([why, resource, type, detail, evidence]);
}

function findingKey({ severity, rule, resource, fingerprint }: Finding): string {
    return JSON.stringify([severities.indexOf(severity), rule, resource, fingerprint]);
}

/** By code units: the same in every language and on every machine. */
function ordered<T>(all: readonly T[], keyOf: (one: T) => string): T[] {
    return all
        .map((one) => ({ one, key: keyOf(one) }))
        .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
        .map(({ one }) => one);
}
