import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";

/** A request of a foreign client, and the answer to it. */
export interface ForeignExchange {
    readonly method: string;
    /** Path and query. */
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly request?: unknown;
    readonly status: number;
    readonly response?: unknown;
}

const channel = "http.server.request.start";
const keptHeaders = ["consistencylevel", "content-type", "prefer"];
const secrets = ["secretText", "hint", "password"];

/** Listens to what reaches servers of this process. Sign-ins are left out, and secrets in bodies are blanked. */
export class Recorder {
    readonly exchanges: ForeignExchange[] = [];

    readonly #listen = (message: unknown): void => {
        const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        const end = response.end.bind(response) as (chunk?: unknown) => ServerResponse;
        response.end = ((body?: Buffer) => {
            const url = request.url ?? "";
            if (!url.split("?")[0]?.endsWith("/token")) {
                this.exchanges.push({
                    method: request.method ?? "",
                    url,
                    headers: Object.fromEntries(
                        keptHeaders.flatMap((name) => {
                            const value = request.headers[name];
                            return typeof value === "string" ? [[name, value]] : [];
                        }),
                    ),
                    request: readable(Buffer.concat(chunks)),
                    status: response.statusCode,
                    response: readable(body),
                });
            }
            return end(body);
        }) as typeof response.end;
    };

    start(): void {
        subscribe(channel, this.#listen);
    }

    stop(): void {
        unsubscribe(channel, this.#listen);
    }
}

function readable(body: Buffer | undefined): unknown {
    const text = body?.toString("utf8") ?? "";
    if (text === "") {
        return undefined;
    }
    try {
        return JSON.parse(text, (name, value: unknown) =>
            secrets.includes(name) && typeof value === "string" ? "(blanked)" : value,
        ) as unknown;
    } catch {
        return text;
    }
}
