import { header, type Reply, type Request } from "../http";
import { page, positiveInteger } from "../paging";
import { badRequest } from "./errors";
import type { ExchangeCall } from "./exchangeCall";

/** What a cmdlet returns: objects with Exchange's property names. */
export type ExchangeObject = Readonly<Record<string, unknown>>;

const defaultPageSize = 1000;

/**
 * The page of those rows that the request asks for, with the properties that `$select` names.
 * @param type the rows' type as `@odata.context` has it
 */
export function listReply(call: ExchangeCall, type: string, rows: readonly ExchangeObject[]): Reply {
    const { path, query } = call.request;
    const size = pageSize(call.request);
    const part = size === 0 ? { rows: [], skiptoken: undefined } : page(rows, size, query);
    if (!part) {
        throw badRequest("Microsoft.OData.ODataException", "The value of $skiptoken is invalid.");
    }
    const next = new URLSearchParams(query);
    next.set("$skiptoken", part.skiptoken ?? "");
    return {
        status: 200,
        body: {
            "@odata.context": `${call.origin}/adminapi/beta/${call.tenant.tenantId}/$metadata#Collection(Exchange.${type})`,
            ...(part.skiptoken === undefined ? {} : { "@odata.nextLink": `${call.origin}${path}?${next.toString()}` }),
            value: part.rows.map((row) => select(query, row)),
        },
    };
}

/**
 * `$top`, or what the header `Prefer` says. The module's `PageSize` travels in that header; with 0 Exchange Online gives
 * no rows at all.
 */
function pageSize(request: Request): number {
    const top = request.query.get("$top");
    if (top === null) {
        const preferred = /odata\.maxpagesize=(\d{1,9})\b/.exec(header(request, "prefer") ?? "")?.[1];
        return preferred === undefined ? defaultPageSize : Number(preferred);
    }
    const size = positiveInteger(top);
    if (size === undefined) {
        throw badRequest("Microsoft.OData.ODataException", "The value of $top is not a positive integer.");
    }
    return size;
}

function select(query: URLSearchParams, row: ExchangeObject): ExchangeObject {
    const names = query.get("$select")?.split(",");
    return names ? Object.fromEntries(names.map((name) => [name, row[name] ?? null])) : row;
}
