/** Thrown when the tenant cannot be asked. Both texts are for the person at the terminal, and hold no secret. */
export class DirectoryError extends Error {
    override readonly name = "DirectoryError";

    /**
     * @param evidence what happened
     * @param remedy what to do
     * @param status HTTP status of Microsoft Graph's refusal, when that is what happened
     */
    constructor(
        readonly evidence: string,
        readonly remedy: string,
        readonly status?: number,
    ) {
        super(`${evidence}. ${remedy}`);
    }
}
