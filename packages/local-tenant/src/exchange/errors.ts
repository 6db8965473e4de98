import { Refusal, type Reply, type RequestIdentity } from "../http";

/** .NET name of what wraps every exception. */
const serviceException = "Microsoft.Exchange.Admin.OData.Core.ODataServiceException";

/** A refusal in the shape of Exchange's admin API. */
export class ExchangeError extends Refusal {
    override readonly name: string = "ExchangeError";

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
                        type: serviceException,
                        stacktrace: "",
                        internalexception: { message: this.message, type: this.type, stacktrace: "" },
                    },
                    "@odata.requestId": identity.requestId,
                },
            },
        };
    }
}

/** 401 for a cmdlet that none of the caller's management roles has. */
export class CmdletNotAllowed extends Refusal {
    override readonly name = "CmdletNotAllowed";

    constructor(cmdlet: string) {
        super(`User is not allowed to call ${cmdlet}`);
    }

    /** The body as seen in MicrosoftDocs/office-docs-powershell issues 7970 and 8058. */
    override reply(): Reply {
        return {
            status: 401,
            body: {
                error: {
                    code: "Unauthorized",
                    message: this.message,
                    innererror: { message: this.message, type: serviceException },
                },
            },
        };
    }
}

/** 429: too many requests of the tenant. */
export class ExchangeThrottled extends ExchangeError {
    /** @param headers when to come back */
    constructor(readonly headers: Readonly<Record<string, string>>) {
        super(
            429,
            "TooManyRequests",
            "Microsoft.Exchange.Admin.OData.Core.TooManyRequestsException",
            // Assumed (exchange-throttling): the wording. The maximum number of requests per tenant is what others report of it.
            "The maximum number of concurrent requests per tenant has been exceeded. Please try again later.",
        );
    }

    override reply(identity: RequestIdentity): Reply {
        return { ...super.reply(identity), headers: this.headers };
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

/** PowerShell could not bind the parameters that were given to a cmdlet. */
export function parameterBinding(message: string): ExchangeError {
    return badRequest("System.Management.Automation.ParameterBindingException", message);
}

/**
 * Assumed (object-not-found-status): the status. The text is the one of every cmdlet with an `-Identity`
 * (learn.microsoft.com/exchange/troubleshoot).
 */
export function objectNotFound(identity: string): ExchangeError {
    return new ExchangeError(
        404,
        "NotFound",
        "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException",
        `The operation couldn't be performed because object '${identity}' couldn't be found on 'EURPR01A001DC01.EURPR01A001.PROD.OUTLOOK.COM'.`,
    );
}

/** Said instead of guessing what Exchange Online would answer. */
export function notImplemented(what: string): ExchangeError {
    return new ExchangeError(
        501,
        "NotImplemented",
        "System.NotImplementedException",
        `The local tenant does not implement ${what}.`,
        what,
    );
}
