import { Agent, request } from "node:https";
import type { IncomingMessage } from "node:http";
import { NetworkFailure } from "./networkFailure";

/** One HTTPS request. */
export interface Request {
    readonly url: string;
    readonly method: "GET" | "POST" | "PATCH";
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string | undefined;
    /** Longest time until the whole answer is there, in milliseconds. @default 30 seconds */
    readonly timeoutMs?: number;
}

/** Its answer, whatever its status. */
export interface Answer {
    readonly status: number;
    /** Names in lower case. */
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
}

/**
 * Sends one request and reads the whole answer. It follows no redirect: a captive portal, which has one, must not see a
 * token.
 * @throws NetworkFailure when no complete answer comes; the reason of the signal when it aborts.
 */
export type Send = (request: Request) => Promise<Answer>;

/** Both services answer in seconds, or not at all. */
const defaultTimeoutMs = 30_000;
/** The longest body that is read, in bytes: none of Microsoft's answers comes near it. */
const longestBody = 10 * 1024 * 1024;

/**
 * Network connections of their own, through the proxy that the environment names (HTTPS_PROXY, NO_PROXY). They are for
 * one attempt: Microsoft's front ends do not all know the same at the same time, and a kept connection stays at one.
 */
export class Sender {
    private readonly agent = new Agent({ keepAlive: true, proxyEnv: proxyEnvironment() });

    /**
     * @param signal stops requests when it aborts
     * @param limit ends requests as if they had timed out when it aborts
     */
    constructor(
        private readonly signal?: AbortSignal,
        private readonly limit?: AbortSignal,
    ) {}

    readonly send: Send = async ({ url, method, headers, body, timeoutMs = defaultTimeoutMs }) => {
        const { signal, agent, limit } = this;
        const ends = [AbortSignal.timeout(timeoutMs), signal, limit].filter((end) => end !== undefined);
        try {
            const response = await new Promise<IncomingMessage>((resolve, reject) => {
                request(url, {
                    method,
                    headers,
                    agent,
                    signal: AbortSignal.any(ends),
                })
                    .on("response", resolve)
                    .on("error", reject)
                    .end(body);
            });
            return {
                status: response.statusCode ?? 0,
                headers: Object.fromEntries(
                    Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(", ")]),
                ),
                body: await bodyOf(response),
            };
        } catch (error) {
            signal?.throwIfAborted();
            throw new NetworkFailure(new URL(url).host, error);
        }
    };

    /** Closes the connections. */
    close(): void {
        this.agent.destroy();
    }
}

/** @throws Error when it is longer than {@link longestBody}: what follows is not read. */
async function bodyOf(response: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length > longestBody) {
            response.destroy();
            throw Object.assign(new Error("the answer is too long"), { code: "ERR_ANSWER_TOO_LONG" });
        }
        chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString("utf8");
}

/** The environment with the scheme that people leave out of HTTPS_PROXY: without one Node.js would ignore it in silence. */
function proxyEnvironment(): NodeJS.ProcessEnv {
    return Object.fromEntries(
        Object.entries(process.env).map(([name, value]) => [
            name,
            /^https_proxy$/i.test(name) && value !== undefined && /^[^/]+$/.test(value) ? `http://${value}` : value,
        ]),
    );
}

/** Whether the status means "not now" rather than "no" (RFC 6585 §4, RFC 9110 §15.6; 501 is "not at all"). */
export function isTransient(status: number): boolean {
    return status === 429 || (status >= 500 && status !== 501);
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
