import type { State } from "./state";
import type { Store } from "./store";
import type { AccessTokens } from "./entra/accessTokens";
import type { SignInLog } from "./entra/signInLog";

/** One HTTPS request as the handlers see it: complete, and already known to be meant for this host. */
export interface Request {
    readonly method: string;
    /** Without the query, percent-encoding still in place. */
    readonly path: string;
    /** Form-encoded: `+` is a space. */
    readonly query: URLSearchParams;
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    /** The body as UTF-8 text. */
    readonly body: string;
    /** The body as it came, for images. */
    readonly bytes: Buffer;
    /** What tells this request from all others in answers and in the log. */
    readonly identity: RequestIdentity;
    /** IP address that the request came from; a client may choose among those of the loopback interface. */
    readonly remoteAddress: string;
}

/** What Microsoft's answers repeat about a request, errors above all. */
export interface RequestIdentity {
    readonly requestId: string;
    /** The caller's own id of the request, or the request id when it sent none. */
    readonly clientRequestId: string;
    readonly time: Date;
}

export interface Reply {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    /** Sent as JSON, or as it is when it is a Buffer or text; none with 204 and with Exchange's 401. */
    readonly body?: object | string;
}

/** A request together with all that a handler may use to answer it. */
export interface Call {
    readonly request: Request;
    /** The `{…}` parts of the route's path. */
    readonly parameters: Readonly<Record<string, string>>;
    /** This host as the caller named it, e.g. `https://localhost:48443`. */
    readonly origin: string;
    /** All names of this host. */
    readonly origins: readonly string[];
    readonly store: Pick<Store, "change">;
    /** The state at the time of the request; to be changed through the store only. */
    readonly state: State;
    readonly accessTokens: Pick<AccessTokens, "issue" | "verify" | "publishedKeys">;
    readonly signInLog: SignInLog;
    /** Answers another request in the name of this one, as batches want it. */
    readonly answer: (request: Request) => Promise<Reply>;
}

export type Handler = (call: Call) => Reply | Promise<Reply>;

/** Thrown to refuse a request. Each of Microsoft's services words its refusals in its own way. */
export abstract class Refusal extends Error {
    /** What was asked for that the local tenant does not do, if that is the reason. */
    readonly unimplemented?: string;
    abstract reply(identity: RequestIdentity): Reply;
}

/** Thrown to end a connection without an answer. */
export class ConnectionCut extends Error {
    override readonly name = "ConnectionCut";
}

/** The value of a header that is sent once at most. */
export function header(request: Request, name: string): string | undefined {
    const value = request.headers[name];
    return typeof value === "string" ? value : undefined;
}

/** The parameter of the route's path; asking for one that the path does not have is a defect. */
export function parameter(call: { readonly parameters: Readonly<Record<string, string>> }, name: string): string {
    const value = call.parameters[name];
    if (value === undefined) {
        throw new Error(`the route's path has no {${name}}`);
    }
    return value;
}
