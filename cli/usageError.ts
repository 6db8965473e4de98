/** Thrown for a wrong use of the command; the message is for the user, and the exit status 2. */
export class UsageError extends Error {
    override readonly name = "UsageError";
}
