import { readableProperties } from "../access/readableProperties";
import { audit } from "../audit/audit";
import { readDocument, readDocumentText } from "../pulumi/documents/readDocument";
import { pulumi, type StackOptions } from "../pulumi/run";

/** How the access that a plan gives differs from that of the stack in which the definition was verified. */
export interface AccessBeyondSource {
    /** Access that the source does not have, in words; sorted. */
    readonly broader: readonly string[];
    /** How many accesses cannot be judged before the update. */
    readonly notJudged: number;
}

/**
 * Audits an update plan against the state of the source: ids, thumbprints and dates differ by nature, rights should not.
 * @param planFile that pulumi wrote
 * @throws UserError when a document cannot be read; the signal's reason when it aborts
 */
export async function accessBeyondSource(
    source: StackOptions,
    planFile: string,
    now: Date,
): Promise<AccessBeyondSource> {
    const { signal } = source;
    const options = { properties: readableProperties, stdin: process.stdin, signal };
    const plan = await readDocument(planFile, options);
    const state = readDocumentText(
        `stack ${source.stack}`,
        await pulumi(["stack", "export"], source),
        readableProperties,
    );
    const { changes, notJudged } = audit({ documents: [plan], base: [state], now: now.toISOString() });
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
