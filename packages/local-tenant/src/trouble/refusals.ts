import { SignInError } from "../entra/errors";
import { ExchangeError } from "../exchange/errors";
import { badRequest, GraphError, notFound, requestDenied } from "../graph/errors";

/**
 * What Microsoft's services are known to answer when nothing is wrong with the request. Codes and texts: those of the
 * published azuread provider's issues and of learn.microsoft.com/graph/errors, throttling and reference-error-codes.
 */
export const refusals = {
    notReplicated: notFound("00000000-0000-0000-0000-000000000000"),
    concurrency: new GraphError(
        409,
        "Directory_ConcurrencyViolation",
        "A conflicting object with one or more of the specified property values is present in the directory.",
    ),
    noMicrosoftAccountApplication: new GraphError(409, "Error_MsaAppDoesNotExist", "Error_MsaAppDoesNotExist"),
    throttled: new GraphError(429, "TooManyRequests", "Too many requests."),
    unavailable: new GraphError(503, "serviceNotAvailable", "The service is temporarily unavailable."),
    gatewayTimeout: new GraphError(504, "UnknownError", "Gateway timeout"),
    noApplicationYet: badRequest(
        "The appId '00000000-0000-0000-0000-000000000000' of the service principal does not reference a valid application object.",
    ),
    applicationNotLocalYet: requestDenied(
        "When using this permission, the backing application of the service principal being created must in the local tenant",
    ),
    noReferenceYet: badRequest("Not a valid reference update."),
    signInTransient: SignInError.of("transient"),
    signInUnavailable: SignInError.of("temporarilyUnavailable"),
    signInThrottled: SignInError.of("tooManyRequests"),
    exchangeThrottled: new ExchangeError(
        429,
        "TooManyRequests",
        "Microsoft.Exchange.Data.Directory.ADServerSettingsException",
        "The maximum number of concurrent requests per tenant has been exceeded.",
    ),
    exchangeUnavailable: new ExchangeError(
        503,
        "ServiceUnavailable",
        "Microsoft.Exchange.Data.StoreObjects.ServerUnavailableException",
        "The service is temporarily unavailable.",
    ),
} as const;
