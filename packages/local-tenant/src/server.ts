import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { ConnectionCut, Refusal, type Reply, type Request, type RequestIdentity } from "./http";
import { GraphError } from "./graph/errors";
import type { TlsCertificate } from "./tlsCertificate";

const largestBody = 1024 * 1024;

/** What the server is made of. */
export interface ServerOptions {
    /** 0 = any free port. */
    readonly port: number;
    readonly tls: TlsCertificate;
    readonly now: () => Date;
    readonly log: (line: string) => void;
    /** Told of every request in the end, with the status of its answer; 0 when there was none. */
    readonly answered: (request: Pick<Request, "method" | "path" | "identity">, status: number) => void;
    /** Answers a request that is meant for this host, `origin` being the name that the caller used for it. */
    readonly answer: (request: Request, origin: string) => Promise<Reply>;
}

/** Where the server listens, and how it is stopped. */
export interface Listening {
    readonly port: number;
    close(): Promise<void>;
}

/** Fixed: the local tenant is for this machine alone. */
const addresses = ["127.0.0.1", "::1"];

/**
 * Listens on the same port of both loopback addresses.
 * @throws the ordinary EADDRINUSE when somebody else has the port on one of them.
 */
export async function listen(options: ServerOptions): Promise<Listening> {
    const servers: Server[] = [];
    let port = options.port;
    const close = async (): Promise<void> => {
        await Promise.all(servers.map(closeServer));
    };
    for (const address of addresses) {
        const server = createServer({ cert: options.tls.certificate, key: options.tls.key, minVersion: "TLSv1.2" });
        server.on("request", (incoming: IncomingMessage, response: ServerResponse) => {
            void serve(options, ownHosts(port), incoming, response);
        });
        try {
            await listenOn(server, address, port);
        } catch (error) {
            if (address === "::1" && isUnavailable(error)) {
                continue;
            }
            await close();
            throw error;
        }
        servers.push(server);
        port = (server.address() as AddressInfo).port;
    }
    return { port, close };
}

/** The Host headers that mean this server. Any other may be a web page that had its own name point to this machine. */
export function ownHosts(port: number): readonly string[] {
    return [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`];
}

async function serve(
    options: ServerOptions,
    hosts: readonly string[],
    incoming: IncomingMessage,
    response: ServerResponse,
): Promise<void> {
    const requestId = randomUUID();
    const clientRequestId = incoming.headers["client-request-id"];
    const identity = {
        requestId,
        clientRequestId: typeof clientRequestId === "string" ? clientRequestId : requestId,
        time: options.now(),
    };
    const method = incoming.method ?? "";
    const [path = "", ...query] = (incoming.url ?? "").split("?");
    let reply: Reply;
    try {
        const host = incoming.headers.host?.toLowerCase() ?? "";
        if (!hosts.includes(host)) {
            throw new GraphError(421, "MisdirectedRequest", "The local tenant answers to loopback host names only.");
        }
        const bytes = await readBody(incoming);
        const request: Request = {
            method,
            path,
            query: new URLSearchParams(query.join("?")),
            headers: incoming.headers,
            body: bytes.toString("utf8"),
            bytes,
            identity,
            remoteAddress: incoming.socket.remoteAddress ?? "",
        };
        reply = await options.answer(request, `https://${host}`);
    } catch (error) {
        if (incoming.errored) {
            return; // The connection was cut: nobody is left to answer.
        }
        if (error instanceof ConnectionCut) {
            options.answered({ method, path, identity }, 0);
            response.destroy();
            return;
        }
        if (!(error instanceof Refusal)) {
            options.log(`defect in the local tenant: ${method} ${path}: ${String(error)}`);
        }
        reply = (
            error instanceof Refusal
                ? error
                : new GraphError(500, "InternalServerError", "The local tenant has a defect; its log says more.")
        ).reply(identity);
    }
    options.answered({ method, path, identity }, reply.status);
    send(response, reply, incoming.complete, identity);
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length <= largestBody) {
            chunks.push(chunk);
        }
    }
    // Only now: to stop reading earlier would cut the connection before the refusal is sent.
    if (length > largestBody) {
        throw new GraphError(413, "RequestEntityTooLarge", "The request body is larger than 1 MiB.");
    }
    return Buffer.concat(chunks);
}

function send(response: ServerResponse, reply: Reply, keepAlive: boolean, identity: RequestIdentity): void {
    const body = encoded(reply.body);
    response.writeHead(reply.status, {
        "request-id": identity.requestId,
        "client-request-id": identity.clientRequestId,
        // The tenant's own time, which may be another than this machine's.
        date: identity.time.toUTCString(),
        "cache-control": "no-store",
        ...(body ? { "content-type": "application/json; charset=utf-8", "content-length": body.length } : {}),
        ...(keepAlive ? {} : { connection: "close" }),
        ...reply.headers,
    });
    response.end(body);
}

function encoded(body: Reply["body"]): Buffer | undefined {
    if (body === undefined || Buffer.isBuffer(body)) {
        return body;
    }
    return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}

function listenOn(server: Server, host: string, port: number): Promise<void> {
    return new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen({ host, port, ipv6Only: true }, () => {
            server.off("error", reject);
            resolve();
        });
    });
}

/** Whether this machine has no IPv6 loopback. */
function isUnavailable(error: unknown): boolean {
    return error instanceof Error && "code" in error && /^(EADDRNOTAVAIL|EAFNOSUPPORT)$/.test(String(error.code));
}

function closeServer(server: Server): Promise<void> {
    return new Promise((resolve) => {
        server.close(() => {
            resolve();
        });
        server.closeAllConnections();
    });
}
