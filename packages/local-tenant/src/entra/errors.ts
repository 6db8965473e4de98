import { isGuid } from "../guid";
import { Refusal, type Reply, type RequestIdentity } from "../http";
import { signInErrors, type SignInErrorRow } from "./signInErrors";

type Kind = keyof typeof signInErrors;

/** A refusal in the shape of Microsoft Entra's token endpoint. */
export class SignInError extends Refusal {
    override readonly name = "SignInError";
    readonly #row: SignInErrorRow;

    private constructor(
        row: SignInErrorRow,
        message: string,
        override readonly unimplemented?: string,
    ) {
        super(message);
        this.#row = row;
    }

    /** @param details what the text of this kind of error names, in its order */
    static of<K extends Kind>(kind: K, ...details: Parameters<(typeof signInErrors)[K]["text"]>): SignInError {
        const row: SignInErrorRow = signInErrors[kind];
        return new SignInError(row, row.text(...details));
    }

    /** Said instead of guessing what Microsoft Entra would answer. */
    static notImplemented(what: string): SignInError {
        const text = (): string => `The local tenant does not implement ${what}.`;
        return new SignInError({ error: "invalid_request", status: 400, text }, text(), what);
    }

    /** Microsoft's number of the error, without `AADSTS`; undefined for errors of OAuth alone. */
    get number(): number | undefined {
        return this.#row.number;
    }

    override reply(identity: RequestIdentity): Reply {
        const { number, error, suberror, status } = this.#row;
        const correlationId = isGuid(identity.clientRequestId) ? identity.clientRequestId : identity.requestId;
        const timestamp = identity.time.toISOString().replace("T", " ").replace(/\.\d+/, "");
        return {
            status,
            body: {
                error,
                error_description: `${number === undefined ? "" : `AADSTS${number}: `}${this.message} Trace ID: ${identity.requestId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
                error_codes: number === undefined ? [] : [number],
                timestamp,
                trace_id: identity.requestId,
                correlation_id: correlationId,
                ...(number === undefined
                    ? {}
                    : { error_uri: `https://login.microsoftonline.com/error?code=${number}` }),
                ...(suberror === undefined ? {} : { suberror }),
            },
        };
    }
}
