import { z } from "zod";
import { header, type Reply } from "../http";
import { findCmdlet, toReadMailboxes } from "./cmdlets";
import { badRequest, notImplemented } from "./errors";
import { requireRole, type ExchangeCall } from "./exchangeCall";
import { listReply } from "./listReply";
import { rolesThatHold } from "./managementRoleEntries";
import { Parameters } from "./parameters";
import { mailboxes } from "./recipients";

const invocation = z.object({
    CmdletInput: z.object({
        CmdletName: z.string(),
        Parameters: z.record(z.string(), z.unknown()).nullish(),
    }),
});

/**
 * `POST /adminapi/beta/{tenant}/InvokeCommand`: one cmdlet, as the ExchangeOnlineManagement module runs it. The next
 * page is asked for by posting the same body to the link.
 */
export function invokeCommand(call: ExchangeCall): Reply {
    const format = header(call.request, "x-responseformat") ?? "json";
    if (format !== "json") {
        throw notImplemented(`X-ResponseFormat: ${format}`);
    }
    const { CmdletName, Parameters: given } = readInvocation(call.request.body);
    const cmdlet = findCmdlet(CmdletName);
    if (!cmdlet) {
        // Whoever may not call it is told so, as by Exchange Online.
        requireRole(call, CmdletName, rolesThatHold(CmdletName) ?? [...call.managementRoles]);
        throw notImplemented(`the cmdlet ${CmdletName}`);
    }
    requireRole(call, cmdlet.name, cmdlet.roles);
    const parameters = Parameters.bind(CmdletName, cmdlet.parameters, given ?? {}, call.managementRoles);
    const rows = cmdlet.writes
        ? call.change((tenant) => cmdlet.run(tenant, parameters))
        : cmdlet.run(call.tenant, parameters);
    return listReply(call, "GenericObject", rows);
}

/** `GET /adminapi/beta/{tenant}/Mailbox`: what `Get-EXOMailbox` calls. */
export function listMailboxes(call: ExchangeCall): Reply {
    requireRole(call, "Get-Mailbox", toReadMailboxes);
    const propertySet = call.request.query.get("PropertySet") ?? "Minimum";
    if (propertySet !== "Minimum") {
        throw notImplemented(`PropertySet=${propertySet}`);
    }
    return listReply(call, "Mailbox", mailboxes(call.tenant));
}

function readInvocation(body: string): z.infer<typeof invocation>["CmdletInput"] {
    try {
        return invocation.parse(JSON.parse(body)).CmdletInput;
    } catch {
        throw badRequest("Microsoft.OData.ODataException", "The request body is not a valid CmdletInput.");
    }
}
