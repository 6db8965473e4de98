import { ExitStatus } from "../errors/exitStatus";
import { UserError } from "../errors/userError";
import { shortDigest } from "../definition/canonicalJson";

/** Why a promotion stops, each with its section in the runbook (docs/promotion.md). */
export const refusalCodes = [
    "source-not-verified",
    "source-changed",
    "definition-differs",
    "key-not-declared",
    "wrong-tenant",
    "target-drifted",
    "plan-stale",
    "approval-of-another-digest",
    "approval-missing",
    "rejected-definition",
    "stack-locked",
    "preview-failed",
    "cloud-without-role-or-api",
    "nothing-to-restore",
    "update-failed",
    "result-differs",
    "target-not-verified",
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** A promotion that is refused: what was found, and where the runbook says what to do. */
export class PromotionRefusal extends UserError {
    constructor(
        readonly code: RefusalCode,
        evidence: string,
        remedy: string,
        exitStatus = ExitStatus.Refused,
    ) {
        super(evidence, `${remedy} Runbook: docs/promotion.md#${code}`, { exitStatus });
    }
}

export const refusals = {
    sourceNotVerified: (stack: string, reason: string, exitStatus = ExitStatus.Refused): PromotionRefusal =>
        new PromotionRefusal(
            "source-not-verified",
            `${stack}: is not verified (${reason})`,
            `Fix what the verification of ${stack} reports, and promote again.`,
            exitStatus,
        ),
    sourceChanged: (stack: string, what: string): PromotionRefusal =>
        new PromotionRefusal(
            "source-changed",
            `${stack}: has changed since it was verified (${what})`,
            `Update ${stack} with this definition and verify it again.`,
        ),
    definitionDiffers: (from: string, to: string, parts: readonly string[]): PromotionRefusal =>
        new PromotionRefusal(
            "definition-differs",
            `${to}: would not get the definition that is verified in ${from} (different: ${parts.join(", ")})`,
            "Use the same program, lock file, plugins and shared configuration for both stacks.",
        ),
    keyNotDeclared: (from: string, to: string, keys: readonly string[]): PromotionRefusal =>
        new PromotionRefusal(
            "key-not-declared",
            `${to}: its configuration differs from that of ${from} in ${keys.join(", ")}`,
            'Give both stacks the same values, or declare the keys in "perTenant" of promotion.json.',
        ),
    wrongTenant: (stack: string, found: string): PromotionRefusal =>
        new PromotionRefusal(
            "wrong-tenant",
            `${stack}: the deployer's tenant, the configuration and the state do not agree (${found})`,
            "Sign in to the tenant of the stack; nothing was previewed.",
        ),
    targetDrifted: (stack: string, findings: readonly string[]): PromotionRefusal =>
        new PromotionRefusal(
            "target-drifted",
            `${stack}: the tenant is not as the stack's state says (${findings.join("; ")})`,
            `Run \`exo-unattended repair --stack ${stack}\`, or restore the verified definition with --restore.`,
        ),
    targetUnknown: (stack: string, findings: readonly string[]): PromotionRefusal =>
        new PromotionRefusal(
            "target-drifted",
            `${stack}: whether the tenant is as the stack's state says is not known (${findings.join("; ")})`,
            "Promote again when the tenant can be read.",
            ExitStatus.Undecided,
        ),
    planStale: (stack: string, seal: string, parts: readonly string[]): PromotionRefusal =>
        new PromotionRefusal(
            "plan-stale",
            `${stack}: the seal ${shortDigest(seal)} no longer holds (different now: ${parts.join(", ")})`,
            "Review the new plan and approve its digest.",
        ),
    approvalOfAnother: (stack: string, given: string, digest: string): PromotionRefusal =>
        new PromotionRefusal(
            "approval-of-another-digest",
            `${stack}: the approval is for ${given}, but the sealed plan is ${digest}`,
            "Review the sealed plan and approve its digest.",
        ),
    approvalMissing: (stack: string, digest: string): PromotionRefusal =>
        new PromotionRefusal(
            "approval-missing",
            `${stack}: the sealed plan ${digest} is not approved`,
            "Approve the digest, and promote again: the run goes on from here.",
        ),
    rejected: (definition: string, reason: string): PromotionRefusal =>
        new PromotionRefusal(
            "rejected-definition",
            `the definition ${shortDigest(definition)} is rejected in promotion.json: ${reason}`,
            "Promote a definition that is not on the list.",
        ),
    locked: (stack: string, what: string): PromotionRefusal =>
        new PromotionRefusal(
            "stack-locked",
            `${stack}: ${what}`,
            `Wait until that update has ended. If it was interrupted, run \`exo-unattended repair --stack ${stack}\`.`,
        ),
    previewFailed: (stack: string, errors: readonly string[]): PromotionRefusal =>
        new PromotionRefusal(
            "preview-failed",
            `${stack}: the preview fails (${errors.join("; ")})`,
            `Run \`exo-unattended preflight --stack ${stack}\`.`,
        ),
    previewUnknown: (stack: string, errors: readonly string[]): PromotionRefusal =>
        new PromotionRefusal(
            "preview-failed",
            `${stack}: the preview cannot be made now (${errors.join("; ")})`,
            "Promote again later.",
            ExitStatus.Undecided,
        ),
    cloudWithout: (stack: string, what: readonly string[]): PromotionRefusal =>
        new PromotionRefusal(
            "cloud-without-role-or-api",
            `${stack}: its tenant does not have what the definition needs (${what.join("; ")})`,
            "Choose a role that the cloud has, or give the tenant Exchange Online first.",
        ),
    nothingToRestore: (stack: string, what: string, remedy: string): PromotionRefusal =>
        new PromotionRefusal("nothing-to-restore", `${stack}: ${what}`, remedy),
    updateFailed: (stack: string): PromotionRefusal =>
        new PromotionRefusal(
            "update-failed",
            `${stack}: the update failed, and nothing of it is promoted`,
            "Fix what pulumi reports above and promote again: a new plan is made from what is there.",
        ),
    updateCutOff: (stack: string): PromotionRefusal =>
        new PromotionRefusal(
            "update-failed",
            `${stack}: the update ended early, because Microsoft's services throttled it or did not answer`,
            "Promote again later: a new plan is made from what is there.",
            ExitStatus.Undecided,
        ),
    resultDiffers: (stack: string, differences: readonly string[]): PromotionRefusal =>
        new PromotionRefusal(
            "result-differs",
            `${stack}: the update did not lead to what was sealed (${differences.join("; ")})`,
            `Run \`exo-unattended repair --stack ${stack}\`; the stack is updated, and not promoted.`,
        ),
    resultUnknown: (stack: string, findings: readonly string[]): PromotionRefusal =>
        new PromotionRefusal(
            "result-differs",
            `${stack}: is updated, and whether the tenant is as the state says is not known (${findings.join("; ")})`,
            "Promote again when the tenant can be read: the run verifies and records without another update.",
            ExitStatus.Undecided,
        ),
    targetNotVerified: (stack: string, reason: string, exitStatus: ExitStatus): PromotionRefusal =>
        new PromotionRefusal(
            "target-not-verified",
            `${stack}: is updated, but not verified (${reason})`,
            "Promote again when the cause is fixed: the run verifies and records without another update.",
            exitStatus,
        ),
} as const;
