import { inspect } from "node:util";
import { ExitStatus } from "./exitStatus";

/** What besides its texts an error has. */
export interface UserErrorOptions {
    /** How the command ends. @default 2, a usage error */
    readonly exitStatus?: ExitStatus;
    /** HTTP status of the refusal, when that is what happened. */
    readonly httpStatus?: number | undefined;
}

/**
 * The one error for the person in the terminal: neither text holds a secret or a stack. Whatever else is thrown is a
 * defect of this program.
 */
export class UserError extends Error {
    override readonly name = "UserError";
    readonly evidence: string;
    readonly remedy: string | undefined;
    readonly exitStatus: ExitStatus;
    readonly httpStatus: number | undefined;
    /** Pulumi's runner shows an error with this mark as one diagnostic, without a stack (`RunError` of @pulumi/pulumi). */
    protected readonly __pulumiRunError = true;

    /**
     * @param evidence what happened
     * @param remedy what to do, in whole sentences
     */
    constructor(
        evidence: string,
        remedy?: string,
        { exitStatus = ExitStatus.Usage, httpStatus }: UserErrorOptions = {},
    ) {
        const message = remedy === undefined ? evidence : `${evidence}. ${remedy}`;
        super(message);
        this.evidence = evidence;
        this.remedy = remedy;
        this.exitStatus = exitStatus;
        this.httpStatus = httpStatus;
        // Pulumi's SDK would put the name of every property that it passes through on its way before the message.
        Object.defineProperty(this, "message", { get: () => message, set: () => undefined });
    }

    /**
     * The same error, said of something.
     * @param subject for example the file that it was found in
     */
    about(subject: string): UserError {
        return new UserError(`${subject}: ${this.evidence}`, this.remedy, this);
    }

    /** Pulumi's runner inspects errors; on many Node versions inspecting a stack of the SDK takes 20 s or more. */
    [inspect.custom](): string {
        return this.message;
    }
}
