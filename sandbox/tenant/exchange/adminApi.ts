import { z } from "zod";
import { header, type Reply } from "../http";
import { page, positiveInteger } from "../paging";
import type { Tenant } from "../state";
import { badRequest, notImplemented } from "./errors";
import type { ExchangeCall } from "./exchangeCall";
import { acceptedDomains, mailboxes, organizationConfig, type ExchangeObject } from "./recipients";

type Cmdlet = (tenant: Tenant, parameters: Readonly<Record<string, unknown>>) => readonly ExchangeObject[];

const cmdlets: Readonly<Record<string, Cmdlet>> = {
    "get-accepteddomain": (tenant, parameters) => {
        allowParameters(parameters, []);
        return acceptedDomains(tenant);
    },
    "get-organizationconfig": (tenant, parameters) => {
        allowParameters(parameters, []);
        return organizationConfig(tenant);
    },
    "get-mailbox": (tenant, parameters) => {
        allowParameters(parameters, ["resultsize"]);
        return mailboxes(tenant).slice(0, resultSize(parameters));
    },
};

const invocation = z.object({
    CmdletInput: z.object({
        CmdletName: z.string(),
        Parameters: z.record(z.string(), z.unknown()).nullish(),
    }),
});

/** `POST /adminapi/beta/{tenant}/InvokeCommand`: one cmdlet, as the ExchangeOnlineManagement module runs it. */
export function invokeCommand(call: ExchangeCall): Reply {
    const { CmdletName, Parameters } = readInvocation(call.request.body);
    const cmdlet = cmdlets[CmdletName.toLowerCase()];
    if (!cmdlet) {
        throw notImplemented(`the cmdlet ${CmdletName}`);
    }
    const maximum = /odata\.maxpagesize=(\d+)/.exec(header(call.request, "prefer") ?? "")?.[1];
    return list(call, cmdlet(call.tenant, Parameters ?? {}), positiveInteger(maximum ?? "1000") ?? 1000);
}

/** `GET /adminapi/beta/{tenant}/Mailbox`: what `Get-EXOMailbox` calls. */
export function listMailboxes(call: ExchangeCall): Reply {
    const { query } = call.request;
    const propertySet = query.get("PropertySet") ?? "Minimum";
    if (propertySet !== "Minimum") {
        throw notImplemented(`PropertySet=${propertySet}`);
    }
    const size = positiveInteger(query.get("$top") ?? "1000");
    if (size === undefined) {
        throw badRequest("Microsoft.OData.ODataException", "The value of $top is not a positive integer.");
    }
    return list(call, mailboxes(call.tenant), size);
}

function readInvocation(body: string): z.infer<typeof invocation>["CmdletInput"] {
    try {
        return invocation.parse(JSON.parse(body)).CmdletInput;
    } catch {
        throw badRequest("Microsoft.OData.ODataException", "The request body is not a valid CmdletInput.");
    }
}

function allowParameters(parameters: Readonly<Record<string, unknown>>, known: readonly string[]): void {
    const other = Object.keys(parameters).find((name) => !known.includes(name.toLowerCase()));
    if (other !== undefined) {
        throw notImplemented(`the parameter ${other} of this cmdlet`);
    }
}

function resultSize(parameters: Readonly<Record<string, unknown>>): number {
    const [given = 1000] = Object.values(parameters);
    const size = String(given).toLowerCase() === "unlimited" ? Infinity : positiveInteger(String(given));
    if (size === undefined) {
        throw badRequest(
            "System.Management.Automation.ParameterBindingException",
            "Cannot process argument transformation on parameter 'ResultSize'.",
        );
    }
    return size;
}

function list(call: ExchangeCall, rows: readonly ExchangeObject[], size: number): Reply {
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
            "@odata.context": `${call.origin}/adminapi/beta/${call.tenant.tenantId}/$metadata#Collection(Exchange.${path.endsWith("/Mailbox") ? "Mailbox" : "GenericObject"})`,
            ...(part.skiptoken === undefined ? {} : { "@odata.nextLink": `${call.origin}${path}?${next.toString()}` }),
            value: part.rows.map(trim),
        },
    };
}
