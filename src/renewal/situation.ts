import type { Delivery } from "../delivery/manifest";
import type { HostReport } from "../delivery/hostReport";
import { compareGenerations, isGeneration, nextGeneration } from "./generation";

/** A certificate of the stack, as its last update made it. */
export interface DeployedCertificate {
    /** SHA-1: 40 upper-case hex digits. */
    readonly thumbprint: string;
    /** RFC 3339. */
    readonly notBefore: string;
    readonly notAfter: string;
    /** When the stack added its credential to the application: RFC 3339. */
    readonly acceptedSince: string;
    /** Whether the application in the tenant has a credential with it. */
    readonly isAccepted: boolean;
    /** What came of its verification in this run; undefined when it was not verified yet. */
    readonly verification?: Verification | undefined;
}

/** What came of signing in with a certificate, several times. */
export interface Verification {
    readonly verdict: "verified" | "refused" | "not-in-time";
    /** What was found. */
    readonly finding: string;
}

/** A key of `certificates`, in the configuration or in the state. */
export interface Slot {
    readonly key: string;
    /** Its arguments in the configuration; undefined when the configuration does not have it. */
    readonly configured: Readonly<Record<string, unknown>> | undefined;
    /** Undefined when the state does not have it. */
    readonly deployed: DeployedCertificate | undefined;
    /** Whether an update of the past made it active. */
    readonly wasActive: boolean;
}

/** A sign-in of the login, from the tenant's sign-in log. */
export interface SignIn {
    /** SHA-1 thumbprint of the certificate. */
    readonly thumbprint: string;
    /** RFC 3339. */
    readonly at: string;
    readonly address: string;
    readonly succeeded: boolean;
}

/** What is known of who uses which certificate. */
export type Evidence =
    | { readonly kind: "sign-in log"; readonly signIns: readonly SignIn[] }
    | { readonly kind: "none"; readonly reason: string };

/** A credential of the application that this stack did not make. */
export interface ForeignCredential {
    readonly keyId: string;
    readonly kind: "certificate" | "client secret" | "federated credential";
    /** SHA-1 thumbprint, where it is a certificate that can be read. */
    readonly thumbprint: string | undefined;
    /** RFC 3339. */
    readonly startDateTime: string | undefined;
    readonly endDateTime: string | undefined;
}

/** Everything from which the state of a renewal is derived. None of it is stored by a renewal. */
export interface Situation {
    readonly now: Date;
    readonly slots: readonly Slot[];
    /**
     * Whether `certificates` in the configuration holds a private key. Pulumi shows such a value as a whole in the clear, so it
     * is never written again: that would put the key into a command line, and into the file without encryption.
     */
    readonly holdsSecret: boolean;
    /** `activeCertificate` in the configuration. */
    readonly configuredActive: string;
    /** Key of the certificate that the stack's `connection` names. */
    readonly deployedActive: string;
    /** When the update ended that made it active; undefined when the history does not tell. */
    readonly activeSince: Date | undefined;
    /** Keys that updates of the past made active. */
    readonly formerKeys: readonly string[];
    /** The places that the manifests name. */
    readonly places: readonly Delivery[];
    /** What machines report of themselves: each script of a machine with its last sign-in. */
    readonly reports: readonly HostReport[];
    readonly evidence: Evidence;
    readonly foreign: readonly ForeignCredential[];
    /** What stands against adding a certificate now, each with what to do. */
    readonly objections: readonly string[];
}

/** The slot with that key. */
export function slotOf({ slots }: Situation, key: string): Slot | undefined {
    return slots.find((slot) => slot.key === key);
}

/** The key of a certificate that is added then. One of the past is not used again: it would count as taken back. */
export function nextKey({ slots, formerKeys }: Situation, at: Date): string {
    return nextGeneration([...slots.map(({ key }) => key), ...formerKeys], at);
}

/** The certificates of the state, in the order of their generations. */
export function deployedSlots({ slots }: Situation): readonly (Slot & { readonly deployed: DeployedCertificate })[] {
    return slots
        .filter((slot): slot is Slot & { readonly deployed: DeployedCertificate } => slot.deployed !== undefined)
        .toSorted((one, other) => compareGenerations(one.key, other.key));
}

/** Whether a renewal may remove it: one that a renewal made, or that was active before. Others have other purposes. */
export function isPredecessor(situation: Situation, { key, wasActive }: Slot): boolean {
    return (
        key !== situation.deployedActive &&
        compareGenerations(key, situation.deployedActive) <= 0 &&
        (isGeneration(key) || wasActive)
    );
}

/**
 * Whether it is of a later generation than the active one, and meant to follow it. One that was active before was taken
 * back by somebody, who had a reason.
 */
export function isSuccessor({ deployedActive }: Pick<Situation, "deployedActive">, { key, wasActive }: Slot): boolean {
    return isGeneration(key) && !wasActive && compareGenerations(key, deployedActive) > 0;
}
