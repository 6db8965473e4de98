import { accessOf, isUnderstood, type FoundAccess } from "../access/accessOf";
import { differenceOf, type AccessDifference } from "../access/difference";
import { isWithoutAccess } from "../access/readableProperties";
import { placeOf, Resources, type FoundResource } from "../access/resources";
import { componentTokenPrefix, nameOf } from "../identities/names";
import type { Operation, ResourceState, StackDocument } from "../pulumi/documents/step";
import type { AccessChange, AuditedSource, Evidence, NotJudged } from "./report";

/** What happens to one resource of a stack. */
export interface AuditedStep {
    readonly urn: string;
    readonly type: string;
    readonly operation: Operation;
    readonly before: FoundResource | undefined;
    readonly after: FoundResource | undefined;
    readonly isStateMissing: boolean;
    readonly evidence: readonly Evidence[];
}

/** A stack as its documents show it: what the rules judge. */
export interface AuditedStack {
    readonly stack: string | undefined;
    readonly project: string | undefined;
    readonly sources: readonly AuditedSource[];
    readonly steps: readonly AuditedStep[];
    readonly before: Resources;
    readonly after: Resources;
    /** Access that stays is part of them, where the documents show it. */
    readonly changes: readonly AccessChange[];
    readonly notJudged: readonly NotJudged[];
    /** Whether resources that stay as they are are left out, so that what is not shown may still be there. */
    readonly showsChangesOnly: boolean;
}

/** What is audited: a document of Pulumi's, or what a tenant shows in the same form. */
export type StackView = Omit<StackDocument, "kind"> & Pick<AuditedSource, "kind">;

/** A stack's document, with its state beside where both were given. */
export interface StackInput {
    readonly document: StackView;
    /** An export of the same stack: what the document leaves out, and what was before. */
    readonly state: StackDocument | undefined;
}

/** @param nameOfSource how a report calls a file */
export function auditedStack({ document, state }: StackInput, nameOfSource: (source: string) => string): AuditedStack {
    const steps = stepsOf(document, state, nameOfSource);
    const tenantId = document.configuredTenantId;
    const before = new Resources(
        steps.flatMap((step) => step.before ?? []),
        tenantId,
    );
    const after = new Resources(
        steps.flatMap((step) => step.after ?? []),
        tenantId,
        before,
    );
    const isCutShort = document.kind !== "state" && document.incomplete.length > 0;
    const showsChangesOnly = (document.showsChangesOnly && state === undefined) || isCutShort;
    const changes = differenceOf(accessOf(before), accessAfter({ steps, before, after }))
        .map(changeOf)
        .filter((change) => !(showsChangesOnly && isUnclearRequest(change)));
    return {
        stack: document.stack ?? state?.stack,
        project: document.project ?? state?.project,
        sources: [document, ...(state === undefined ? [] : [state])].map((one) => sourceOf(one, nameOfSource)),
        ...{ steps, before, after, changes },
        notJudged: [
            ...notJudgedSteps(steps),
            ...notKnownYet(changes),
            ...unresolved(after),
            ...incompleteness(document, state, nameOfSource),
        ],
        showsChangesOnly,
    };
}

/** Access as it is afterwards: by what is there, and by what the update only forgets. */
function accessAfter({ steps, before, after }: Pick<AuditedStack, "steps" | "before" | "after">): FoundAccess[] {
    const left = steps.filter(isLeftInTenant).flatMap((step) => step.before ?? []);
    return [...accessOf(after), ...accessOf(before, left)];
}

/** Whether `retainOnDelete` keeps the object when its resource is removed or replaced. */
export function isLeftInTenant({ operation, before }: Pick<AuditedStep, "operation" | "before">): boolean {
    const { isCustom = false, retainsOnDelete = false } = before?.state ?? {};
    return isCustom && retainsOnDelete && (operation === "delete" || operation === "replace");
}

/** The consent to a request that stays may be among what the document leaves out. */
function isUnclearRequest({ change, after }: AccessChange): boolean {
    return change === "unchanged" && after?.via === "requested";
}

/**
 * A stack against a base: the same stack at another time, or another stack, perhaps in another tenant. Each side counts as
 * its document leaves it.
 */
export function comparedStack(base: AuditedStack, stack: AuditedStack): AuditedStack {
    const [from, to] = [base, stack].map((side) =>
        accessAfter(side).filter(({ tuple }) => !(side.showsChangesOnly && tuple.via === "requested")),
    ) as [FoundAccess[], FoundAccess[]];
    const isPartial = base.showsChangesOnly || stack.showsChangesOnly;
    const changes = differenceOf(from, to, { acrossTenants: areOtherTenants(from, to), isPartial })
        .map((difference) => withoutGuesses(difference, base, stack))
        .map(changeOf);
    return {
        ...stack,
        sources: [...base.sources, ...stack.sources],
        before: base.after,
        changes,
        notJudged: [
            ...stack.notJudged.filter(({ why }) => why !== "notKnownYet"),
            ...notKnownYet(changes),
            ...base.notJudged.filter(({ why }) => why === "stateMissing" || why === "incomplete"),
        ],
    };
}

/** What a document that shows only changes leaves out is neither added nor removed. */
function withoutGuesses(difference: AccessDifference, base: AuditedStack, stack: AuditedStack): AccessDifference {
    const leftOut =
        difference.before === undefined && base.showsChangesOnly
            ? "the base"
            : difference.after === undefined && stack.showsChangesOnly
              ? "the file"
              : undefined;
    return leftOut === undefined
        ? difference
        : {
              ...difference,
              change: "notKnownYet",
              broadens: difference.before === undefined,
              reason: `${leftOut} shows only what it changes: add the stack export, or preview with --show-sames`,
          };
}

function areOtherTenants(before: readonly FoundAccess[], after: readonly FoundAccess[]): boolean {
    const [from, to] = [before, after].map((side) => new Set(side.flatMap(({ tuple }) => tuple.tenant ?? [])));
    return (
        from !== undefined && to !== undefined && from.size > 0 && to.size > 0 && ![...from].some((one) => to.has(one))
    );
}

function stepsOf(
    document: StackView,
    state: StackDocument | undefined,
    nameOfSource: (source: string) => string,
): AuditedStep[] {
    // Of two with one URN, the second is what a replacement left to be deleted.
    const known = new Map((state?.steps ?? []).toReversed().map((step) => [step.urn, step.after]));
    const steps = document.steps.map((step): AuditedStep => {
        const evidence = [{ source: nameOfSource(document.source), pointer: step.pointer, sequence: step.sequence }];
        const isNew = step.operation === "create" || step.operation === "import";
        // A plan holds what is to be; what is, the state says better.
        const isBetter = document.kind === "plan" || step.before === undefined;
        const before = isNew ? undefined : isBetter ? (known.get(step.urn) ?? step.before) : step.before;
        const found = (side: ResourceState | undefined, isReplacement: boolean): FoundResource | undefined =>
            side && { urn: step.urn, state: side, isReplacement, evidence };
        const isMissing = step.isStateMissing && !(before !== undefined && step.operation === "delete");
        return {
            ...{ urn: step.urn, type: step.type, operation: step.operation, evidence, isStateMissing: isMissing },
            before: found(before, false),
            after: found(step.after, step.operation === "replace"),
        };
    });
    const shown = new Set(steps.map(({ urn }) => urn));
    const others = state === undefined ? [] : stepsOf(state, undefined, nameOfSource);
    return [...steps, ...others.filter(({ urn }) => !shown.has(urn))].sort((one, other) =>
        one.urn < other.urn ? -1 : one.urn > other.urn ? 1 : 0,
    );
}

/** A difference as the report has it. */
export function changeOf({ before, after, change, broadens, reason }: AccessDifference): AccessChange {
    return {
        change,
        before: before?.tuple,
        after: after?.tuple,
        broadens,
        reason,
        resource: after?.resource ?? before?.resource ?? "",
        evidence: distinct([...(before?.evidence ?? []), ...(after?.evidence ?? [])]),
    };
}

/** In a fixed order. */
export function distinct(evidence: readonly Evidence[]): Evidence[] {
    const byText = new Map(evidence.map((one) => [JSON.stringify([one.source, one.sequence ?? -1, one.pointer]), one]));
    return [...byText].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, one]) => one);
}

function notJudgedSteps(steps: readonly AuditedStep[]): NotJudged[] {
    return steps.flatMap((step): NotJudged[] => {
        const { type, after, before } = step;
        if (isWithoutAccess(type)) {
            return [];
        }
        const state = (after ?? before)?.state;
        const about = { resource: placeIn(step), type, evidence: step.evidence };
        if (isUnderstood(type) || type.startsWith(componentTokenPrefix)) {
            return step.isStateMissing && isUnderstood(type)
                ? [{ why: "stateMissing", ...about, detail: missingDetail(step) }]
                : [];
        }
        return state === undefined || (state.isCustom && !state.isExternal)
            ? [
                  {
                      why: "typeNotUnderstood",
                      ...about,
                      detail: "this type may give access, and is not among those that are compared",
                  },
              ]
            : [];
    });
}

function placeIn({ urn, after, before }: AuditedStep): string {
    const found = after ?? before;
    return found === undefined ? nameOf(urn) : placeOf(found);
}

function missingDetail({ operation }: AuditedStep): string {
    return operation === "delete"
        ? "it is removed, and the file does not hold what it was: add the stack export"
        : `the file names the step (${operation}) without what the resource is: add the stack export, or preview again`;
}

function notKnownYet(changes: readonly AccessChange[]): NotJudged[] {
    return changes.flatMap(({ change, after, before, reason, resource, evidence }): NotJudged[] => {
        const tuple = after ?? before;
        const type = tuple?.kind ?? "";
        if (change === "notKnownYet") {
            return [{ why: "notKnownYet", resource, type, detail: reason, evidence }];
        }
        const credential = change === "unchanged" ? undefined : after?.credential;
        return credential?.type === "certificate" && (credential.validityDays === null || credential.key === null)
            ? [
                  {
                      ...{ why: "notKnownYet", resource, type, evidence },
                      detail: "the certificate is known after the update only: its validity or key cannot be judged",
                  },
              ]
            : [];
    });
}

/** Whose an access is, is not in the file: its name stands for the login's. */
function unresolved(resources: Resources): NotJudged[] {
    return resources.all
        .filter(({ urn }) => resources.unresolved.has(urn))
        .map((found): NotJudged => ({
            ...{ why: "notKnownYet", resource: placeOf(found), type: found.state.type, evidence: found.evidence },
            detail: "which login it belongs to is known after the update only",
        }));
}

function incompleteness(
    document: StackView,
    state: StackDocument | undefined,
    nameOfSource: (source: string) => string,
): NotJudged[] {
    return [document, ...(state === undefined ? [] : [state])].flatMap(({ source, incomplete }) =>
        incomplete.map(({ detail, urn, pointer, sequence }): NotJudged => ({
            why: "incomplete",
            resource: urn === undefined ? "" : nameOf(urn),
            type: urn?.split("::")[2]?.split("$").at(-1) ?? "",
            detail,
            evidence: [{ source: nameOfSource(source), pointer, sequence }],
        })),
    );
}

function sourceOf(
    { source, kind, stack, project }: StackView,
    nameOfSource: (source: string) => string,
): AuditedSource {
    return {
        ...{ source: nameOfSource(source), kind, stack, project },
        configurationFile: stack === undefined ? undefined : `Pulumi.${stack}.yaml`,
    };
}
