import { NetworkFailure } from "./networkFailure";

/** One HTTPS request. */
export interface Request {
    readonly url: string;
    readonly method: "GET" | "POST";
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string | undefined;
}

/** Its answer, whatever its status. */
export interface Answer {
    readonly status: number;
    /** Names in lower case. */
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
}

/**
 * Sends one request and reads the whole answer.
 * @throws NetworkFailure when no complete answer comes; the reason of the signal when it aborts.
 */
export type Send = (request: Request) => Promise<Answer>;

/** Longest time for one request, in milliseconds: both services answer in seconds, or not at all. */
const requestTimeoutMs = 30_000;

/** A {@link Send} that uses Node's own `fetch` and stops when the signal aborts. */
export function sender(signal?: AbortSignal): Send {
    return async ({ url, method, headers, body }) => {
        const timeout = AbortSignal.timeout(requestTimeoutMs);
        try {
            const response = await fetch(url, {
                method,
                headers,
                body: body ?? null,
                // Neither service redirects. A captive portal does, and must not see a token.
                redirect: "manual",
                signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
            });
            return {
                status: response.status,
                headers: Object.fromEntries(response.headers),
                body: await response.text(),
            };
        } catch (error) {
            signal?.throwIfAborted();
            throw new NetworkFailure(new URL(url).host, error);
        }
    };
}

/** Whether the status means "not now" rather than "no" (RFC 6585 §4, RFC 9110 §15.6). */
export function isTransient(status: number): boolean {
    return status === 429 || status >= 500;
}

/** `Retry-After` in milliseconds, given in seconds or as a date (RFC 9110 §10.2.3); undefined without one. */
export function retryAfterMs({ headers }: Answer, now: Date): number | undefined {
    const value = headers["retry-after"];
    if (value === undefined) {
        return undefined;
    }
    const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now.getTime();
    return Number.isNaN(ms) ? undefined : Math.max(ms, 0);
}
