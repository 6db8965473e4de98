import { UserError } from "../../errors/userError";
import { tryPulumi, type StackOptions } from "../run";
import { deploymentIn, exportState } from "../state";
import { readDocumentText } from "./readDocument";
import type { ReadableProperties, StackDocument } from "./step";

/** What an audit reads of a stack. */
export interface StackDocuments {
    readonly preview: StackDocument;
    readonly state: StackDocument;
    /** When the state was written: RFC 3339; undefined before the first update. */
    readonly stateWrittenAt: string | undefined;
}

/**
 * A stack's preview and its state, which has what the preview leaves out. Nothing is decrypted.
 * @throws UserError when pulumi cannot preview or read the stack; the signal's reason when it aborts
 */
export async function readStackDocuments(
    options: StackOptions,
    properties: ReadableProperties,
): Promise<StackDocuments> {
    const source = `stack ${options.stack}`;
    // Before the preview: as long as the state is not written again, neither is older than its time.
    const state = await exportState(options);
    const { stdout, stderr } = await tryPulumi(["preview", "--json"], options);
    if (stdout.trim() === "") {
        throw new UserError(`pulumi cannot preview the stack: ${stderr.trim() || "it failed with no error message"}`);
    }
    return {
        preview: readDocumentText(source, stdout, properties),
        state: readDocumentText(source, state, properties),
        stateWrittenAt: deploymentIn(state).writtenAt,
    };
}
