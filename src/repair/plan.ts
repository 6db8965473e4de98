import { quoted } from "../shells/quoting";
import type { Forgotten } from "../pulumi/changes";
import type { StackLock } from "../pulumi/locks";
import type { PendingOperation } from "../pulumi/state";
import type { Action, Finding } from "./finding";
import type { Adoption } from "./importFile";
import type { Interruption } from "./interruption";

/** What a repair changes: the state and the backend's lock, never the tenant. In the order in which it is done. */
export interface RepairPlan {
    readonly locks: readonly StackLock[];
    readonly forget: readonly Forgotten[];
    /** URNs. */
    readonly refresh: readonly string[];
    readonly adopt: readonly Adoption[];
    readonly pendingOperations: readonly PendingOperation[];
}

/** What a person has allowed. */
export interface Approval {
    /** Client ids of the applications that may be adopted, with all that belongs to them. */
    readonly adopt: readonly string[];
    /** Whether a lock may be released although nobody can tell whether its process still runs. */
    readonly unknownLocks: boolean;
}

/** Client ids of the applications whose adoption has to be approved one by one. */
export function adoptedApplications(findings: readonly Finding[]): readonly string[] {
    return findings.flatMap(({ action }) =>
        action.kind === "adopt" && action.adoption.kind === "Application" ? action.clientId : [],
    );
}

/** What can be done with this approval. A lock whose process runs is never released. */
export function planRepair(
    findings: readonly Finding[],
    { locks, pendingOperations }: Interruption,
    approval: Approval,
): RepairPlan {
    const actions = findings.map(({ action }) => action);
    const declined = adoptedApplications(findings).filter((clientId) => !approval.adopt.includes(clientId));
    // An edit of the state would take the pending operations with it, and they are what shows that an application was
    // created by an interrupted update: they stay until its adoption is decided.
    const isEditable = declined.length === 0 || pendingOperations.length === 0;
    return {
        locks: locks.filter(
            (lock) => lock.process === "ended" || (lock.process === "unknown" && approval.unknownLocks),
        ),
        forget: isEditable ? only(actions, "forget").map(({ urn, id }) => ({ urn, id })) : [],
        refresh: [...new Set(only(actions, "refresh").map(({ urn }) => urn))],
        adopt: only(actions, "adopt")
            .filter(({ clientId }) => !declined.includes(clientId))
            .map(({ adoption }) => adoption),
        pendingOperations: isEditable ? pendingOperations : [],
    };
}

function only<Kind extends Action["kind"]>(
    actions: readonly Action[],
    kind: Kind,
): Extract<Action, { readonly kind: Kind }>[] {
    return actions.filter((action): action is Extract<Action, { readonly kind: Kind }> => action.kind === kind);
}

/** Whether there is nothing to do. */
export function isEmpty(plan: RepairPlan): boolean {
    return Object.values(plan).every((steps: readonly unknown[]) => steps.length === 0);
}

/** The plan as the commands that do the same by hand, one line each. */
export function planLines({ locks, forget, refresh, adopt, pendingOperations }: RepairPlan): readonly string[] {
    return [
        ...(locks.length === 0
            ? []
            : [`pulumi cancel   # releases the lock of ${locks.map(({ holder }) => holder).join("; ")}`]),
        ...forget.map(({ urn, id }) => `pulumi state delete ${quoted(urn)}   # ${id}`),
        ...refresh.map((urn) => `pulumi refresh --target ${quoted(urn)}`),
        ...adopt.map(({ kind, name, id }) => `pulumi import ${kind} ${quoted(name)} ${quoted(id)}`),
        ...pendingOperations.map(({ urn, type }) => `forget the pending operation: ${type} ${urn}`),
    ];
}
