import { Refusal, type Reply, type RequestIdentity } from "../http";

const challenge =
    'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"';

/** What some of Graph's refusals add, to be read by programs. */
export interface ErrorDetail {
    readonly code: string;
    /** The property that is meant. */
    readonly target: string;
}

/** A refusal in Microsoft Graph's shape. */
export class GraphError extends Refusal {
    override readonly name = "GraphError";

    constructor(
        readonly status: number,
        readonly code: string,
        message: string,
        override readonly unimplemented?: string,
        readonly detail?: ErrorDetail,
    ) {
        super(message);
    }

    override reply(identity: RequestIdentity): Reply {
        return {
            status: this.status,
            ...(this.status === 401 ? { headers: { "www-authenticate": challenge } } : {}),
            body: {
                error: {
                    code: this.code,
                    message: this.message,
                    ...(this.detail ? { details: [{ ...this.detail, message: this.message }] } : {}),
                    innerError: {
                        date: identity.time.toISOString().slice(0, 19),
                        "request-id": identity.requestId,
                        "client-request-id": identity.clientRequestId,
                    },
                },
            },
        };
    }
}

export function badRequest(message: string): GraphError {
    return new GraphError(400, "Request_BadRequest", message);
}

export function invalidValue(property: string, resource: string): GraphError {
    return badRequest(`Invalid value specified for property '${property}' of resource '${resource}'.`);
}

/** A 400 that also says which property is meant. */
export function badProperty(code: string, message: string, detail: ErrorDetail): GraphError {
    return new GraphError(400, code, message, undefined, detail);
}

export function readOnlyProperty(property: string): GraphError {
    return badRequest(`Property '${property}' is read-only and cannot be set.`);
}

export function unknownProperty(property: string, resource: string): GraphError {
    return badRequest(
        `The property '${property}' does not exist on type 'microsoft.graph.${resource.charAt(0).toLowerCase()}${resource.slice(1)}'. ` +
            "Make sure to only use property names that are defined by the type.",
    );
}

/** Said of properties in queries. */
export function noSuchProperty(property: string): GraphError {
    return badRequest(`Could not find a property named '${property}' on the requested type.`);
}

export function unsupportedQuery(message: string): GraphError {
    return new GraphError(400, "Request_UnsupportedQuery", message);
}

/** A name that only one object may have. */
export function alreadyTaken(property: string): GraphError {
    return badProperty(
        "Request_BadRequest",
        `Another object with the same value for property ${property} already exists.`,
        { code: "ObjectConflict", target: property },
    );
}

export function notFound(id: string): GraphError {
    return new GraphError(
        404,
        "Request_ResourceNotFound",
        `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
    );
}

export function conflict(): GraphError {
    return badRequest(
        "A conflicting object with one or more of the specified property values is present in the directory.",
    );
}

export function invalidToken(message: string): GraphError {
    return new GraphError(401, "InvalidAuthenticationToken", message);
}

export function requestDenied(message = "Insufficient privileges to complete the operation."): GraphError {
    return new GraphError(403, "Authorization_RequestDenied", message);
}

/** Said instead of guessing what Microsoft would answer. */
export function notImplemented(what: string): GraphError {
    return new GraphError(501, "NotImplemented", `The local tenant does not implement ${what}.`, what);
}
