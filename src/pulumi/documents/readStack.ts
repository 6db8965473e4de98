import { UserError } from "../../errors/userError";
import { pulumi, tryPulumi, type StackOptions } from "../run";
import { readDocumentText } from "./readDocument";
import type { ReadableProperties, StackDocument } from "./step";

/**
 * A stack's preview and its state, which has what the preview leaves out. Nothing is decrypted.
 * @throws UserError when pulumi cannot preview or read the stack; the signal's reason when it aborts
 */
export async function readStackDocuments(
    options: StackOptions,
    properties: ReadableProperties,
): Promise<[preview: StackDocument, state: StackDocument]> {
    const source = `stack ${options.stack}`;
    const { stdout, stderr } = await tryPulumi(["preview", "--json"], options);
    if (stdout.trim() === "") {
        throw new UserError(`pulumi cannot preview the stack: ${stderr.trim() || "it failed with no error message"}`);
    }
    const state = readDocumentText(source, await pulumi(["stack", "export"], options), properties);
    return [readDocumentText(source, stdout, properties), state];
}
