import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { Agent, type RequestOptions, request as httpsRequest } from "node:https";
import { createSecureContext } from "node:tls";
import { ProviderError } from "../protocol/provider";

/** One HTTP request. */
export interface HttpRequest {
    readonly method: "GET" | "POST" | "PATCH" | "DELETE";
    readonly url: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
}

/** Its answer, read completely. */
export interface HttpAnswer {
    readonly status: number;
    /** Such as `404 Not Found`. */
    readonly statusLine: string;
    readonly contentType: string;
    /** Seconds that the server asked to wait. */
    readonly retryAfter?: number;
    readonly body: string;
}

/**
 * Sends one request; a connection that cannot be had is an error, any answer is an answer. When the signal aborts, a
 * request that has not gone out yet is dropped. For the answer to any other we wait a little longer: the server may act
 * on it, and what it did must become known.
 */
export type Send = (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;

/** The server is on this machine: it answers in milliseconds, or is broken. */
const patienceMs = 2000;

/** Sends over HTTPS, on a new connection each time as the published provider does. */
export function httpsSender(environment: NodeJS.ProcessEnv): Send {
    const agent = new Agent({ keepAlive: false, secureContext: createSecureContext({ ca: trusted(environment) }) });
    return (request, signal) =>
        new Promise((resolve, reject) => {
            const fail = (error: Error): void => {
                reject(
                    signal.aborted ? (signal.reason as Error) : new ProviderError(connectionProblem(request, error)),
                );
            };
            const { method, url, headers, body } = request;
            const options: RequestOptions = { method, headers: { ...headers }, agent };
            const outgoing = httpsRequest(url, options, (incoming) => {
                const chunks: Buffer[] = [];
                incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
                incoming.on("error", fail);
                incoming.on("end", () => {
                    resolve(answerFrom(incoming, Buffer.concat(chunks).toString("utf8")));
                });
            });
            outgoing.on("error", fail);
            let patience: NodeJS.Timeout | undefined;
            const cancelled = (): void => {
                patience = setTimeout(() => outgoing.destroy(), gone ? patienceMs : 0);
            };
            let gone = signal.aborted;
            outgoing.on("socket", (socket) => socket.once("secureConnect", () => (gone = true)));
            outgoing.on("close", () => {
                clearTimeout(patience);
                signal.removeEventListener("abort", cancelled);
            });
            if (signal.aborted) {
                cancelled();
            } else {
                signal.addEventListener("abort", cancelled);
            }
            outgoing.end(body);
        });
}

function answerFrom({ statusCode = 0, statusMessage = "", headers }: IncomingMessage, body: string): HttpAnswer {
    const retryAfter = Number(headers["retry-after"]);
    return {
        status: statusCode,
        statusLine: `${statusCode} ${statusMessage}`,
        contentType: headers["content-type"] ?? "",
        ...(Number.isFinite(retryAfter) ? { retryAfter } : {}),
        body,
    };
}

/** What may have signed the tenant's certificate. Public authorities are of no use on loopback. */
function trusted({ SSL_CERT_FILE, NODE_EXTRA_CA_CERTS }: NodeJS.ProcessEnv): string[] {
    // The published plugin reads the first, Node's own processes the second.
    return [SSL_CERT_FILE, NODE_EXTRA_CA_CERTS].flatMap((file) => {
        try {
            return file ? [readFileSync(file, "utf8")] : [];
        } catch {
            return []; // as for Go, an unreadable bundle does not count
        }
    });
}

/** Connection errors in Go's words. */
function connectionProblem({ method, url }: HttpRequest, error: NodeJS.ErrnoException): string {
    const verb = method.charAt(0) + method.slice(1).toLowerCase();
    return `${verb} "${url}": ${goWords(url, error)}`;
}

const untrusted = [
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
];

function goWords(url: string, error: NodeJS.ErrnoException): string {
    if (error.code === "ECONNREFUSED") {
        return `dial tcp ${new URL(url).host}: connect: connection refused`;
    }
    if (error.code !== undefined && untrusted.includes(error.code)) {
        return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
    }
    return error.message;
}
