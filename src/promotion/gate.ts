import { definitionDifferences, definitionDigest, type Definition } from "../definition/definition";
import { rejectionOf } from "../definition/policy";
import { shortDigest } from "../definition/canonicalJson";
import { stateDigest } from "../definition/stateDigest";
import { ExitStatus } from "../errors/exitStatus";
import { changesOf } from "../pulumi/preview";
import { wholeSeconds } from "../certificate/wholeSeconds";
import { formatDuration } from "../proof/duration";
import type { PromotionEffects, StackFacts } from "./effects";
import { promotedDefinitions, revocation } from "./journal";
import { refusals } from "./refusals";

/** What is promoted, and why it may be. */
export interface Admitted {
    readonly definition: Definition;
    readonly digest: string;
    /** In words. */
    readonly evidence: string;
}

/** What counts as a verified source. */
export interface GateOptions {
    /** Accept an attestation that is not older, in milliseconds. @default none: the source is verified now. */
    readonly maxAgeMs?: number | undefined;
    /** Whether a file was named, which then has to hold. */
    readonly isAttestationNamed?: boolean | undefined;
}

/**
 * Admits the definition of a stack: verified now, or attested for this definition and this state.
 * @throws PromotionRefusal when it is not verified, has changed since, or is rejected
 */
export async function admitSource(
    stack: string,
    facts: StackFacts,
    { maxAgeMs, isAttestationNamed = false }: GateOptions,
    effects: PromotionEffects,
): Promise<Admitted> {
    if (facts.resources.length === 0) {
        throw refusals.sourceNotVerified(stack, "it was never deployed");
    }
    const definition = effects.readDefinition(facts);
    const digest = definitionDigest(definition);
    refuseRejected(digest, effects);
    if (maxAgeMs !== undefined || isAttestationNamed) {
        const evidence = attested(stack, facts, digest, maxAgeMs, effects);
        if ("refusal" in evidence) {
            if (isAttestationNamed) {
                throw evidence.refusal;
            }
        } else {
            return { definition, digest, evidence: evidence.text };
        }
    }
    return { definition, digest, evidence: await verifiedNow(stack, facts, digest, effects) };
}

/**
 * Admits a definition that was promoted to the stack before and verified there.
 * @throws PromotionRefusal when the folder holds another, or it is rejected
 */
export function admitRestoration(stack: string, facts: StackFacts, effects: PromotionEffects): Admitted {
    const now = effects.readDefinition(facts);
    const before = promotedDefinitions(effects.journal(stack));
    // The state's plugins are those of the last update; the plan shows which ones this program uses.
    const found = before.find(
        ({ parts }) => definitionDifferences({ ...parts, plugins: {} }, { ...now, plugins: {} }).length === 0,
    );
    if (found === undefined) {
        const candidates = before
            .slice(0, 3)
            .map(({ definition, commit, at }) =>
                [
                    shortDigest(definition),
                    `promoted at ${at}`,
                    ...(commit === undefined ? [] : [`commit ${commit}`]),
                ].join(", "),
            );
        throw refusals.nothingToRestore(
            stack,
            before.length === 0
                ? "no definition was promoted to it and verified there"
                : "the project's folder does not hold a definition that was verified there",
            before.length === 0
                ? "Promote one first."
                : `Check one of these out, with its configuration, and restore again: ${candidates.join("; ")}.`,
        );
    }
    refuseRejected(found.definition, effects);
    return {
        definition: found.parts,
        digest: found.definition,
        evidence: `the definition ${shortDigest(found.definition)} was promoted here and verified at ${found.at}`,
    };
}

/** @throws PromotionRefusal when promotion.json rejects the definition */
export function refuseRejected(digest: string, { policy }: PromotionEffects): void {
    const reason = rejectionOf(policy, digest);
    if (reason !== undefined) {
        throw refusals.rejected(digest, reason);
    }
}

function attested(
    stack: string,
    facts: StackFacts,
    definition: string,
    maxAgeMs: number | undefined,
    effects: PromotionEffects,
): { readonly text: string } | { readonly refusal: Error } {
    const check = effects.checkAttestation(facts, stack);
    if (check === undefined) {
        return { refusal: refusals.sourceNotVerified(stack, "it has no attestation") };
    }
    const { attested: found, reason } = check;
    if (check.state !== "valid" || found === undefined) {
        return { refusal: refusals.sourceNotVerified(stack, `its attestation does not hold: ${reason}`) };
    }
    const ageMs = effects.now().getTime() - Date.parse(found.provedAt);
    const revoked = revocation(effects.journal(stack));
    if (revoked !== undefined && Date.parse(revoked.at) >= Date.parse(found.provedAt)) {
        return { refusal: refusals.sourceNotVerified(stack, `its verification was refused at ${revoked.at}`) };
    }
    if (maxAgeMs !== undefined && ageMs > maxAgeMs) {
        const [age, limit] = [formatDuration(ageMs), formatDuration(maxAgeMs)];
        return {
            refusal: refusals.sourceNotVerified(stack, `its attestation is ${age} old, and the limit is ${limit}`),
        };
    }
    if (found.stateDigest !== stateDigest(facts.resources)) {
        return { refusal: refusals.sourceChanged(stack, "the state is another one than the attested") };
    }
    if (found.definition !== definition) {
        return { refusal: refusals.sourceChanged(stack, "the definition is another one than the attested") };
    }
    return { text: `attested at ${found.provedAt}, for this definition and this state` };
}

async function verifiedNow(
    stack: string,
    facts: StackFacts,
    definition: string,
    effects: PromotionEffects,
): Promise<string> {
    const preview = await effects.previewStack(stack);
    if (preview.errors.length > 0) {
        throw refusals.sourceNotVerified(stack, `its preview fails: ${preview.errors.join("; ")}`);
    }
    const changes = changesOf(preview);
    if (changes.length > 0) {
        throw refusals.sourceChanged(stack, `an update would change it: ${changes.join(", ")}`);
    }
    const verification = await effects.verifyStack(stack, await effects.readWithLogin(stack), false);
    const state = stateDigest(facts.resources);
    const at = wholeSeconds(effects.now());
    if (!verification.isProved) {
        if (verification.isRefused) {
            effects.append(stack, { event: "refused", at, definition, state, reason: verification.summary });
        }
        throw refusals.sourceNotVerified(
            stack,
            verification.summary,
            verification.exitStatus === ExitStatus.Success ? ExitStatus.Refused : verification.exitStatus,
        );
    }
    const { digest: attestation } = await verification.attest(definition);
    effects.append(stack, { event: "verified", at, definition, state, attestation });
    return "verified now";
}
