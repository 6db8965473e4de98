import { z } from "zod";
import { header, type Reply } from "../http";
import { page, positiveInteger } from "../paging";
import type { Tenant } from "../state";
import { badRequest, notImplemented } from "./errors";
import type { ExchangeCall } from "./exchangeCall";
import { acceptedDomains, mailboxes, organizationConfig, type ExchangeObject } from "./recipients";

const defaultPageSize = 1000;

interface Cmdlet {
    /** In lower case, as PowerShell does not mind the case. */
    readonly parameters: readonly string[];
    readonly run: (tenant: Tenant, parameters: ReadonlyMap<string, unknown>) => readonly ExchangeObject[];
}

const cmdlets: ReadonlyMap<string, Cmdlet> = new Map<string, Cmdlet>([
    ["get-accepteddomain", { parameters: [], run: acceptedDomains }],
    ["get-organizationconfig", { parameters: [], run: organizationConfig }],
    [
        "get-mailbox",
        {
            parameters: ["resultsize"],
            run: (tenant, parameters) => mailboxes(tenant).slice(0, resultSize(parameters.get("resultsize"))),
        },
    ],
]);

const invocation = z.object({
    CmdletInput: z.object({
        CmdletName: z.string(),
        Parameters: z.record(z.string(), z.unknown()).nullish(),
    }),
});

/** `POST /adminapi/beta/{tenant}/InvokeCommand`: one cmdlet, as the ExchangeOnlineManagement module runs it. */
export function invokeCommand(call: ExchangeCall): Reply {
    const { CmdletName, Parameters } = readInvocation(call.request.body);
    const cmdlet = cmdlets.get(CmdletName.toLowerCase());
    if (!cmdlet) {
        throw notImplemented(`the cmdlet ${CmdletName}`);
    }
    const parameters = new Map(
        Object.entries(Parameters ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const),
    );
    for (const name of parameters.keys()) {
        if (!cmdlet.parameters.includes(name)) {
            throw notImplemented(`the parameter ${name} of ${CmdletName}`);
        }
    }
    const maximum = /odata\.maxpagesize=(\d+)/.exec(header(call.request, "prefer") ?? "")?.[1];
    const size = maximum === undefined ? undefined : positiveInteger(maximum);
    return list(call, "GenericObject", cmdlet.run(call.tenant, parameters), size ?? defaultPageSize);
}

/** `GET /adminapi/beta/{tenant}/Mailbox`: what `Get-EXOMailbox` calls. */
export function listMailboxes(call: ExchangeCall): Reply {
    const { query } = call.request;
    const propertySet = query.get("PropertySet") ?? "Minimum";
    if (propertySet !== "Minimum") {
        throw notImplemented(`PropertySet=${propertySet}`);
    }
    const top = query.get("$top");
    const size = top === null ? defaultPageSize : positiveInteger(top);
    if (size === undefined) {
        throw badRequest("Microsoft.OData.ODataException", "The value of $top is not a positive integer.");
    }
    return list(call, "Mailbox", mailboxes(call.tenant), size);
}

function readInvocation(body: string): z.infer<typeof invocation>["CmdletInput"] {
    try {
        return invocation.parse(JSON.parse(body)).CmdletInput;
    } catch {
        throw badRequest("Microsoft.OData.ODataException", "The request body is not a valid CmdletInput.");
    }
}

function resultSize(given: unknown = 1000): number {
    const size = String(given).toLowerCase() === "unlimited" ? Infinity : positiveInteger(String(given));
    if (size === undefined) {
        throw badRequest(
            "System.Management.Automation.ParameterBindingException",
            "Cannot process argument transformation on parameter 'ResultSize'.",
        );
    }
    return size;
}

function list(call: ExchangeCall, type: string, rows: readonly ExchangeObject[], size: number): Reply {
    const { path, query } = call.request;
    const part = page(rows, size, query);
    if (!part) {
        throw badRequest("Microsoft.OData.ODataException", "The value of $skiptoken is invalid.");
    }
    const selected = query.get("$select")?.split(",");
    const trim = (row: ExchangeObject): ExchangeObject =>
        selected ? Object.fromEntries(selected.map((name) => [name, row[name] ?? null])) : row;
    const next = new URLSearchParams(query);
    next.set("$skiptoken", part.skiptoken ?? "");
    return {
        status: 200,
        body: {
            "@odata.context": `${call.origin}/adminapi/beta/${call.tenant.tenantId}/$metadata#Collection(Exchange.${type})`,
            ...(part.skiptoken === undefined ? {} : { "@odata.nextLink": `${call.origin}${path}?${next.toString()}` }),
            value: part.rows.map(trim),
        },
    };
}
