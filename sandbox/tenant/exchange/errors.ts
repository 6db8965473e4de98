import { Refusal, type Reply, type RequestIdentity } from "../http";

/** A refusal in the shape of Exchange's admin API. */
export class ExchangeError extends Refusal {
    override readonly name = "ExchangeError";

    constructor(
        readonly status: number,
        readonly code: string,
        /** .NET name of the exception behind it. */
        readonly type: string,
        message: string,
        override readonly unimplemented?: string,
    ) {
        super(message);
    }

    override reply(identity: RequestIdentity): Reply {
        return {
            status: this.status,
            body: {
                error: {
                    code: this.code,
                    message: this.message,
                    details: [{ code: "Context", target: "", message: `|${this.type}|${this.message}` }],
                    innererror: {
                        message: this.message,
                        type: "Microsoft.Exchange.Admin.OData.Core.ODataServiceException",
                        stacktrace: "",
                        internalexception: { message: this.message, type: this.type, stacktrace: "" },
                    },
                    "@odata.requestId": identity.requestId,
                },
            },
        };
    }
}

/** 401: the reason, if there is one, stands in the headers, and the body is empty. */
export class ExchangeUnauthorized extends Refusal {
    override readonly name = "ExchangeUnauthorized";

    /** @param diagnostics value of `x-ms-diagnostics` */
    constructor(readonly diagnostics?: string) {
        super("unauthorized");
    }

    override reply(): Reply {
        return {
            status: 401,
            headers: {
                "www-authenticate":
                    'Bearer client_id="00000002-0000-0ff1-ce00-000000000000", trusted_issuers="00000001-0000-0000-c000-000000000000@*", token_types="app_asserted_user_v1 service_asserted_app_v1", authorization_uri="https://login.windows.net/common/oauth2/authorize", error="invalid_token"',
                ...(this.diagnostics === undefined ? {} : { "x-ms-diagnostics": this.diagnostics }),
            },
        };
    }
}

export function badRequest(type: string, message: string): ExchangeError {
    return new ExchangeError(400, "BadRequest", type, message);
}

/** Said instead of guessing what Exchange Online would answer. */
export function notImplemented(what: string): ExchangeError {
    return new ExchangeError(
        400,
        "BadRequest",
        "System.NotImplementedException",
        `The local tenant does not implement ${what}.`,
        what,
    );
}
