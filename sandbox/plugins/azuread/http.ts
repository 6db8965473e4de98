import { readFileSync } from "node:fs";
import { type RequestOptions, request as httpsRequest } from "node:https";
import { getCACertificates } from "node:tls";
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

/** Sends one request; a connection that cannot be had is an error, any answer is an answer. */
export type Send = (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;

/** Sends over HTTPS, on a new connection each time as the published provider does. */
export function httpsSender(environment: NodeJS.ProcessEnv): Send {
    const ca = trusted(environment);
    return (request, signal) =>
        new Promise((resolve, reject) => {
            const { method, url, headers, body } = request;
            const options: RequestOptions = { method, headers: { ...headers }, agent: false, ca, signal };
            const outgoing = httpsRequest(url, options, (incoming) => {
                const chunks: Buffer[] = [];
                incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
                incoming.on("error", reject);
                incoming.on("end", () => {
                    const status = incoming.statusCode ?? 0;
                    const retryAfter = Number(incoming.headers["retry-after"]);
                    resolve({
                        status,
                        statusLine: `${String(status)} ${incoming.statusMessage ?? ""}`,
                        contentType: incoming.headers["content-type"] ?? "",
                        ...(Number.isFinite(retryAfter) ? { retryAfter } : {}),
                        body: Buffer.concat(chunks).toString("utf8"),
                    });
                });
            });
            outgoing.on("error", (error) => {
                reject(signal.aborted ? cancellation(signal) : new ProviderError(connectionProblem(request, error)));
            });
            outgoing.end(body);
        });
}

/** Certificates that the tenant's may be signed with. Public authorities are of no use on loopback. */
function trusted(environment: NodeJS.ProcessEnv): string[] {
    const file = environment.SSL_CERT_FILE; // what the published plugin reads
    let bundle: string[] = [];
    try {
        bundle = file === undefined ? [] : [readFileSync(file, "utf8")];
    } catch {
        // As for Go, a bundle that cannot be read is no bundle.
    }
    return [...getCACertificates("extra"), ...bundle];
}

const cancellation = (signal: AbortSignal): Error =>
    signal.reason instanceof Error ? signal.reason : new ProviderError("context canceled");

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
