import { z } from "zod";
import { Refusal, type Call, type Reply, type Request } from "../http";
import { badRequest, GraphError } from "./errors";

/** learn.microsoft.com/graph/json-batching */
const mostRequests = 20;

const batch = z.strictObject({
    requests: z
        .array(
            z.strictObject({
                // Documented as texts. CLI for Microsoft 365 sends numbers, so Graph takes them, too.
                id: z.coerce.string<string | number>().min(1),
                method: z.enum(["GET", "POST", "PATCH", "PUT", "DELETE"]),
                url: z.string().min(1),
                headers: z.record(z.string(), z.string()).optional(),
                body: z.unknown().optional(),
                dependsOn: z.array(z.string()).optional(),
            }),
        )
        .min(1)
        .max(mostRequests),
});

type Part = z.infer<typeof batch>["requests"][number];

interface PartReply {
    readonly id: string;
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
}

/** `POST /$batch`: up to 20 requests in one, each with the caller's token, one after the other. */
export async function runBatch(call: Call): Promise<Reply> {
    const parts = read(call.request);
    const replies = new Map<string, PartReply>();
    for (const part of parts) {
        replies.set(part.id, await run(call, part, replies));
    }
    return { status: 200, body: { responses: [...replies.values()] } };
}

function read(request: Request): readonly Part[] {
    let json: unknown;
    try {
        json = JSON.parse(request.body);
    } catch {
        throw new GraphError(400, "BadRequest", "Unable to read JSON request payload.");
    }
    const result = batch.safeParse(json);
    if (!result.success) {
        throw badRequest(`Invalid batch payload format: ${result.error.issues[0]?.path.join(".") ?? ""}.`);
    }
    const ids: string[] = [];
    for (const { id, dependsOn = [] } of result.data.requests) {
        if (ids.includes(id) || dependsOn.some((other) => !ids.includes(other))) {
            throw badRequest(
                "Invalid batch payload format: ids must be unique, and dependsOn must name earlier requests.",
            );
        }
        ids.push(id);
    }
    return result.data.requests;
}

async function run(call: Call, part: Part, earlier: ReadonlyMap<string, PartReply>): Promise<PartReply> {
    const { id, method, url, headers = {}, body, dependsOn = [] } = part;
    if (dependsOn.some((other) => (earlier.get(other)?.status ?? 0) >= 400)) {
        const { identity } = call.request;
        return partReply(
            id,
            new GraphError(424, "FailedDependency", "A request that this one depends on has failed.").reply(identity),
        );
    }
    const [, version = ""] = call.request.path.split("/");
    const [path = "", ...query] = url.split("?");
    const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
    const request: Request = {
        method,
        path: `/${version}/${path.replace(/^\//, "")}`,
        query: new URLSearchParams(query.join("?")),
        headers: { authorization: call.request.headers.authorization, ...named },
        body: text,
        bytes: Buffer.from(text),
        identity: call.request.identity,
        remoteAddress: call.request.remoteAddress,
    };
    try {
        return partReply(id, await call.answer(request));
    } catch (error) {
        if (error instanceof Refusal) {
            return partReply(id, error.reply(request.identity));
        }
        throw error;
    }
}

/** Images are shown in base64. */
function partReply(id: string, { status, headers = {}, body }: Reply): PartReply {
    return {
        id,
        status,
        headers: { ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
        ...(body === undefined ? {} : { body: Buffer.isBuffer(body) ? body.toString("base64") : body }),
    };
}
