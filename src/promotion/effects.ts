import type { Check } from "../checks/check";
import type { ExitStatus } from "../errors/exitStatus";
import type { Definition } from "../definition/definition";
import type { PromotionPolicy } from "../definition/policy";
import type { AttestationCheck } from "../attestation/attestation";
import type { Promotion } from "../attestation/promotionRecord";
import type { Configuration } from "../pulumi/configuration";
import type { StackLock } from "../pulumi/locks";
import type { PlanOptions, UpdatePlan } from "../pulumi/plan";
import type { StackDocument } from "../pulumi/documents/step";
import type { Preview } from "../pulumi/preview";
import type { ReadStack } from "../pulumi/readStack";
import type { Deployment } from "../pulumi/state";
import type { AccessBeyondSource } from "./accessBeyondSource";
import type { JournalEvent } from "./journal";
import type { Seal } from "./seal";

/** A stack's state and its configuration. */
export interface ConfiguredState extends Deployment {
    readonly configuration: Configuration;
}

/** What is known of a stack before anything is previewed. */
export interface StackFacts extends ConfiguredState {
    /** The same state as an audit reads it. */
    readonly document: StackDocument;
}

/** What became of the verification of a stack's login. */
export interface StackVerification {
    readonly isProved: boolean;
    /** Whether a check was refused for a reason that waiting does not cure. */
    readonly isRefused: boolean;
    readonly summary: string;
    readonly exitStatus: ExitStatus;
    /**
     * Writes the attestation, with the definition that the stack was deployed from.
     * @returns the file, and its digest
     */
    readonly attest: (definition: string) => Promise<WrittenFile>;
}

/** A file of the promotion's folder. */
export interface WrittenFile {
    readonly path: string;
    /** SHA-256 over its bytes: 64 hex digits. */
    readonly digest: string;
}

/** A plan of a stack's next update. */
export interface StackPlan {
    readonly preview: Preview;
    /** Undefined when the preview failed. */
    readonly plan: UpdatePlan | undefined;
    /** Pulumi's file. */
    readonly file: string;
}

/** Everything that a promotion reads and does outside of itself. All of it may throw a UserError. */
export interface PromotionEffects {
    readonly now: () => Date;
    readonly policy: PromotionPolicy;
    /** This package's version. */
    readonly version: string;
    readonly readStack: (stack: string) => Promise<StackFacts>;
    /** The stack's state alone, when its configuration is known. */
    readonly readDeployment: (stack: string) => Promise<Deployment>;
    /** The stack's state, and the login in it with its key, unless that is in a file. */
    readonly readWithLogin: (stack: string) => Promise<ReadStack>;
    readonly readLocks: (stack: string) => Promise<readonly StackLock[]>;
    readonly readDefinition: (facts: StackFacts) => Definition;
    readonly previewStack: (stack: string) => Promise<Preview>;
    readonly planStack: (stack: string, options: PlanOptions) => Promise<StackPlan>;
    /** Reads the plan that `planStack` wrote once more: another run may have written another one since. */
    readonly readPlan: (file: string) => Promise<UpdatePlan>;
    /** The id of the tenant to which the stack's deployer signs in. */
    readonly deployerTenant: (facts: Pick<StackFacts, "configuration">) => Promise<string>;
    /** How the stack's state and its tenant differ. */
    readonly compareStack: (stack: string, facts: ConfiguredState) => Promise<readonly Check[]>;
    /** How the access that the target gets differs from the source's. */
    readonly accessBeyondSource: (source: StackDocument, planFile: string) => Promise<AccessBeyondSource>;
    /** What the plan needs and the stack's tenant does not have, in words. */
    readonly missingInTenant: (
        facts: Pick<StackFacts, "configuration">,
        preview: Preview,
    ) => Promise<readonly string[]>;
    /**
     * @param read the stack with the login that is verified
     * @param patience whether to wait while changes propagate
     */
    readonly verifyStack: (stack: string, read: ReadStack, patience: boolean) => Promise<StackVerification>;
    /** Checks the attestation of a stack: a file that was named, or the latest in the promotions' folder. */
    readonly checkAttestation: (facts: StackFacts, stack: string) => AttestationCheck | undefined;
    /**
     * Runs the update. It is `cut off` when it failed for reasons alone that may pass by themselves, as far as its output is
     * kept.
     */
    readonly applyPlan: (
        stack: string,
        file: string,
        options: PlanOptions,
    ) => Promise<"applied" | "failed" | "cut off">;
    readonly journal: (stack: string) => readonly JournalEvent[];
    readonly append: (stack: string, event: JournalEvent) => void;
    /** Keeps the seal and its plan with the journal. */
    readonly keepSeal: (seal: Seal, digest: string, planFile: string) => void;
    /** A seal that was kept; undefined when there is none of that digest. */
    readonly keptSeal: (stack: string, digest: string) => Seal | undefined;
    /** Signs and keeps the record of a promotion, with the version of the pulumi that planned it. */
    readonly record: (
        promotion: Omit<Promotion, "connection" | "tenant">,
        pulumiVersion: string,
    ) => Promise<WrittenFile>;
    /** The commit of the project's folder; undefined without one, and when files differ from it. */
    readonly commit: () => Promise<string | undefined>;
    /** Who approves the seal, in words; undefined when nobody does. */
    readonly approve: (seal: Seal, digest: string) => Promise<string | undefined>;
    /** Shows a step that has ended. */
    readonly show: (step: Check) => void;
}
