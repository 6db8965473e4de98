import { z } from "zod";
import type { Clock } from "../clock";
import { badRequest, GraphError, notFound } from "../graph/errors";
import { parameter, type Call, type Reply } from "../http";
import { route, type Route } from "../router";
import type { State } from "../state";
import type { Store } from "../store";
import type { Trouble } from "../trouble/trouble";
import type { RequestLog } from "./requestLog";

/** What the administration interface works on. */
export interface Administered {
    readonly store: Store;
    readonly clock: Clock;
    readonly trouble: Trouble;
    readonly requestLog: RequestLog;
}

/** Not those by which HTTP itself says where an answer ends. */
const headerName = z.string().regex(/^(?!(content-length|transfer-encoding|connection)$)[\w-]+$/i);

const fault = z.strictObject({
    method: z.enum(["GET", "POST", "PATCH", "PUT", "DELETE"]),
    path: z.string().startsWith("/"),
    times: z.int().min(1).default(1),
    delayMilliseconds: z.number().min(0).max(600_000).default(0),
    status: z.int().min(200).max(599).optional(),
    headers: z.record(headerName, z.string().regex(/^[\x20-\x7e]*$/)).optional(),
    body: z.record(z.string(), z.unknown()).optional(),
    cut: z.enum(["before", "after"]).optional(),
});

const clockMove = z.strictObject({ advanceSeconds: z.number().min(-1e9).max(1e9) });

/**
 * The administration interface: for whoever tests with a tenant, and no part of Microsoft's services. Bodies are JSON.
 *
 * - `POST /-/admin/faults` orders a fault for the next requests of that `method` and `path` (`{…}` matches any
 *   segment): `times` requests wait `delayMilliseconds` and get `status`, `headers` and `body` instead of the ordinary
 *   answer, or none at all with `cut` (`before` or `after` the work). Without `status` or `cut` they are only late.
 * - `DELETE /-/admin/faults` forgets them all. The profile's own trouble goes on.
 * - `GET /-/admin/clock`, and `PATCH` with `advanceSeconds`: the tenant's time.
 * - `GET /-/admin/requests`: the latest requests with method, path, status, time and request id.
 * - `POST /-/admin/snapshots` remembers the state until the process ends, `POST /-/admin/snapshots/{id}/restore`
 *   brings it back, everywhere at once.
 */
export function administrationRoutes({ store, clock, trouble, requestLog }: Administered): readonly Route[] {
    const snapshots: State[] = [];
    const time = (): Reply => ({ status: 200, body: { now: clock.now().toISOString() } });
    return [
        route("POST /-/admin/faults", (call) => {
            const { method, path, times, delayMilliseconds, status, headers = {}, body, cut } = read(call, fault);
            const reply = status === undefined ? {} : { reply: () => ({ status, headers, ...(body && { body }) }) };
            trouble.scriptedFaults.add({ method, path, times, disturbance: { delayMilliseconds, cut, ...reply } });
            return { status: 204 };
        }),
        route("DELETE /-/admin/faults", () => {
            trouble.scriptedFaults.clear();
            return { status: 204 };
        }),
        route("GET /-/admin/clock", time),
        route("PATCH /-/admin/clock", (call) => {
            clock.advance(read(call, clockMove).advanceSeconds * 1000);
            return time();
        }),
        route("GET /-/admin/requests", () => ({ status: 200, body: { requests: requestLog.requests } })),
        route("POST /-/admin/snapshots", () => {
            const id = String(snapshots.push(store.state));
            return { status: 201, body: { id } };
        }),
        route("POST /-/admin/snapshots/{id}/restore", (call) => {
            const id = parameter(call, "id");
            const snapshot = snapshots[Number(id) - 1];
            if (!snapshot) {
                throw notFound(id);
            }
            store.restore(snapshot);
            trouble.settle(store.state);
            return { status: 204 };
        }),
    ];
}

function read<Schema extends z.ZodType>({ request }: Call, schema: Schema): z.infer<Schema> {
    let body: unknown;
    try {
        body = JSON.parse(request.body);
    } catch {
        throw new GraphError(400, "BadRequest", "The request body is not JSON.");
    }
    const result = schema.safeParse(body);
    if (!result.success) {
        throw badRequest(z.prettifyError(result.error));
    }
    return result.data;
}
