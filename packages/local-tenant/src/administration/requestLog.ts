/** One request as the log keeps it: never its query, headers or body, which may hold secrets. */
export interface LoggedRequest {
    readonly method: string;
    /** Without the query. */
    readonly path: string;
    /** 0 = the connection was cut. */
    readonly status: number;
    /** The tenant's time at its arrival. */
    readonly time: string;
    readonly requestId: string;
}

/** More than a session of tests sends; older ones go, so that a tenant that runs for long does not grow. */
const longest = 10_000;

/** The latest requests in the order of their answers. */
export class RequestLog {
    readonly #requests: LoggedRequest[] = [];

    get requests(): readonly LoggedRequest[] {
        return this.#requests;
    }

    add(request: LoggedRequest): void {
        if (this.#requests.push(request) > longest) {
            this.#requests.shift();
        }
    }
}
