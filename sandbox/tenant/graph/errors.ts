import { Refusal, type Reply, type RequestIdentity } from "../http";

const challenge =
    'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"';

/** A refusal in Microsoft Graph's shape. */
export class GraphError extends Refusal {
    override readonly name = "GraphError";

    constructor(
        readonly status: number,
        readonly code: string,
        message: string,
        override readonly unimplemented?: string,
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
