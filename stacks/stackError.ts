/** Thrown when a stack, or a document of its outputs, cannot be read. The message is for the user and holds no secret. */
export class StackError extends Error {
    override readonly name = "StackError";
}
