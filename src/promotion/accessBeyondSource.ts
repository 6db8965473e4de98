import { readableProperties } from "../access/readableProperties";
import { audit } from "../audit/audit";
import { readDocument } from "../pulumi/documents/readDocument";
import type { StackDocument } from "../pulumi/documents/step";

/** How the access that a plan gives differs from that of the stack in which the definition was verified. */
export interface AccessBeyondSource {
    /** Access that the source does not have, in words; sorted. */
    readonly broader: readonly string[];
    /** How many accesses cannot be judged before the update. */
    readonly notJudged: number;
}

/**
 * Audits an update plan against the state of the source: ids, thumbprints and dates differ by nature, rights should not.
 * @param source the state in which the definition was verified
 * @param planFile that pulumi wrote
 * @throws UserError when the plan cannot be read; the signal's reason when it aborts
 */
export async function accessBeyondSource(
    source: StackDocument,
    planFile: string,
    now: Date,
    signal: AbortSignal,
): Promise<AccessBeyondSource> {
    const plan = await readDocument(planFile, { properties: readableProperties, stdin: process.stdin, signal });
    const { changes, notJudged } = audit({ documents: [plan], base: [source], now: now.toISOString() });
    return {
        broader: changes
            .filter(({ broadens, change }) => broadens && change !== "notKnownYet")
            .map(({ change, after, reason, resource }) =>
                [`${change} ${resource}: ${after?.what ?? "access"}`, ...(reason === "" ? [] : [reason])].join(", "),
            )
            .toSorted(),
        notJudged: notJudged.length,
    };
}
