import { SignInError } from "./entra/errors";
import { notImplemented as notInExchange } from "./exchange/errors";
import { notImplemented as notInGraph } from "./graph/errors";
import type { Refusal } from "./http";

/** The refusal of a request that no route fits, in the shape of the service that it was meant for. */
export function unserved(method: string, path: string): Refusal {
    const what = `${method} ${path}`;
    if (path.startsWith("/adminapi/")) {
        return notInExchange(what);
    }
    return /^\/[^/]+\/(oauth2|discovery|adminconsent|v2\.0|\.well-known)(\/|$)/.test(path)
        ? SignInError.notImplemented(what)
        : notInGraph(what);
}
