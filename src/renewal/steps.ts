import { isDeepStrictEqual } from "node:util";
import { certificateName, componentTokenPrefix, nameOf } from "../identities/names";
import type { PlannedStep, Preview } from "../pulumi/preview";
import type { Step } from "./decision";
import { compareGenerations } from "./generation";
import { isSuccessor, slotOf, type Situation } from "./situation";

/** The part of a stack's configuration that a renewal changes. */
export interface CertificateConfig {
    /** Arguments of each certificate by its key. */
    readonly certificates: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly activeCertificate: string;
}

/** The configuration after a step: whole, so that a step which was interrupted half way leads to the same. */
export function configurationAfter(situation: Situation, step: Step): CertificateConfig {
    const template = templateOf(situation);
    const kept = situation.slots.filter(
        (slot) =>
            (slot.deployed !== undefined && !(step.kind === "retire" && step.key === slot.key)) ||
            // Planned by a person, and not deployed yet.
            (slot.deployed === undefined && isSuccessor(situation, slot) && step.kind !== "switch"),
    );
    const certificates = Object.fromEntries(kept.map(({ key, configured }) => [key, configured ?? template]));
    return {
        certificates:
            step.kind === "stage" ? { ...certificates, [step.key]: certificates[step.key] ?? template } : certificates,
        activeCertificate: step.kind === "switch" ? step.key : situation.deployedActive,
    };
}

/** The arguments that renewals hand on from one certificate to the next; an old configuration has them of an older one. */
export function templateOf(situation: Situation): Readonly<Record<string, unknown>> {
    const newestFirst = situation.slots.toSorted((one, other) => compareGenerations(other.key, one.key));
    return (
        slotOf(situation, situation.deployedActive)?.configured ??
        newestFirst.find(({ configured }) => configured !== undefined)?.configured ??
        {}
    );
}

/** Which values of the configuration are others after a step than before. */
export function changedValues(
    { certificates, activeCertificate }: CertificateConfig,
    before: CertificateConfig,
): Partial<CertificateConfig> {
    return {
        ...(isDeepStrictEqual(certificates, before.certificates) ? {} : { certificates }),
        ...(activeCertificate === before.activeCertificate ? {} : { activeCertificate }),
    };
}

/** The configuration as it is. */
export function configurationNow({ slots, configuredActive }: Situation): CertificateConfig {
    return {
        certificates: Object.fromEntries(
            slots.flatMap(({ key, configured }) => (configured === undefined ? [] : [[key, configured]])),
        ),
        activeCertificate: configuredActive,
    };
}

/** A step for people. */
export interface StepDescription {
    /** What it changes. */
    readonly change: string;
    /** What must be true before. */
    readonly precondition: string;
    /** What must be true afterwards. */
    readonly postcondition: string;
    /** What takes it back. */
    readonly undo: string;
}

/** What a step does, in words. */
export function describe(step: Step): StepDescription {
    switch (step.kind) {
        case "stage":
            return {
                change: `Add the certificate "${step.key}" beside "${step.from}", and its credential to the application`,
                precondition:
                    "The clock, the tenant's policy and the deployer's credentials allow it; the new one ends later",
                postcondition: `The application accepts "${step.key}"; scripts go on with "${step.from}"`,
                undo: `pulumi config rm --path certificates.${step.key}, and pulumi up`,
            };
        case "verify":
            return {
                change: `Nothing: sign in with "${step.key}" several times`,
                precondition: `The application has a credential with "${step.key}"`,
                postcondition: `Several sign-ins with "${step.key}" succeed, and Exchange Online answers`,
                undo: "Nothing to undo",
            };
        case "switch":
            return {
                change: `Make "${step.key}" the active certificate, also for places in Azure`,
                precondition: `"${step.key}" is verified, and every file of a manifest and machine that reports has it`,
                postcondition: `connection names "${step.key}"; "${step.from}" is still accepted`,
                undo: `pulumi config set activeCertificate ${step.from}, and pulumi up`,
            };
        case "retire":
            return {
                change: `Remove the certificate "${step.key}", its key and its credential: ${step.because}`,
                precondition: "The active certificate is verified; no known place or sign-in uses the old one",
                postcondition: `Microsoft Entra refuses a sign-in with "${step.key}" (AADSTS700027)`,
                undo: "None: the key is gone. A new certificate takes its place",
            };
        case "restore":
            return {
                change: `Nothing in the tenant; the configuration gets what was deployed: ${step.because}`,
                precondition: "A preview with the corrected configuration shows no change",
                postcondition: "The configuration agrees with the stack",
                undo: "Not needed",
            };
    }
}

/** The commands that a person runs in place of a step that changes `certificates`. */
export function byHand(step: Step): string {
    switch (step.kind) {
        case "stage":
            return `\`pulumi config set --path certificates.${step.key}.validityDays 365\`, and \`pulumi up\`.`;
        case "retire":
            return `\`pulumi config rm --path certificates.${step.key}\`, and \`pulumi up\` (${step.because}).`;
        default:
            return `correct it from version control (${"because" in step ? step.because : step.kind}).`;
    }
}

/**
 * What the preview of a step would do besides the step itself: URNs with the engine's word. A renewal changes one thing,
 * so it does not carry out what else the configuration or the program has changed.
 * @param login the name of the component `UnattendedAccess`
 */
export function otherChanges(step: Step, { steps }: Preview, login: string): readonly string[] {
    return steps
        .filter((planned) => !isUnchanged(planned) && !isOf(step, planned, login))
        .map(({ op, urn }) => `${op} ${urn}`);
}

/** Nothing happens to it, or nothing but that a component or an output has other inputs. */
function isUnchanged({ op, type }: PlannedStep): boolean {
    return (
        ["same", "read", "refresh"].includes(op) ||
        (op === "update" && (type.startsWith(componentTokenPrefix) || type === "pulumi:pulumi:Stack"))
    );
}

function isOf(step: Step, { op, urn, type }: PlannedStep, login: string): boolean {
    switch (step.kind) {
        case "stage":
            return op === "create" && nameOf(urn) === certificateName(login, step.key);
        case "retire":
            return op === "delete" && nameOf(urn) === certificateName(login, step.key);
        case "switch":
            return type.startsWith("azure-native:") && op !== "delete";
        default:
            return false;
    }
}
