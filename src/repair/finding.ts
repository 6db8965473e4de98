import type { Check } from "../checks/check";
import type { Adoption } from "./importFile";

/**
 * A way in which state and tenant differ. `failed`: an update would go wrong, or has left something behind. `warning`:
 * it may stay as it is; only a person can decide.
 */
export interface Finding extends Check {
    readonly result: "failed" | "warning";
    readonly remedy: string;
    readonly action: Action;
}

/** What repairs it. All but `person` change nothing but the state. */
export type Action =
    /** Take a resource out of the state without asking its provider. */
    | { readonly kind: "forget"; readonly urn: string; readonly id: string }
    /** Have the state show what the tenant has. */
    | { readonly kind: "refresh"; readonly urn: string }
    /** Take an object of the tenant into the state. `clientId` is that of the application that it belongs to. */
    | { readonly kind: "adopt"; readonly adoption: Adoption; readonly clientId: string }
    /** A command that changes the tenant, for a person to run. */
    | { readonly kind: "person"; readonly command: string };

/** The remedy of what the command `repair` can do. */
export const runRepair = "Run `exo-unattended repair`.";

/** A difference that a repair of the state removes. */
export function repairable(title: string, evidence: string, action: Exclude<Action, { kind: "person" }>): Finding {
    return { title, result: "failed", evidence, remedy: runRepair, action };
}

/** Something that has to be done in the tenant. */
export function forPerson(title: string, evidence: string, command: string): Finding {
    return { title, result: "failed", evidence, remedy: `Run: ${command}`, action: { kind: "person", command } };
}

/** Something in the tenant that only a person can judge. */
export function forJudgement(title: string, evidence: string, command: string): Finding {
    const remedy = `If nobody needs it, run: ${command}`;
    return { title, result: "warning", evidence, remedy, action: { kind: "person", command } };
}
