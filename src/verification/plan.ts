import type { Connection } from "../connection/connection";
import { permissionsOf } from "../microsoft/permissions";
import type { Check, CheckId } from "./check";
import type { Scope } from "./options";

/** The checks of each attempt, in the order in which the ladder has them. */
export function plannedChecks(
    connection: Connection | Check,
    { commands = [], compliance = false, reachable = [], unreachable = [], engine }: Scope,
): CheckId[] {
    const needsProtection = "cloud" in connection && permissionsOf(connection.cloud).length > 1;
    return [
        ...(["connection", "certificate", "clock", "organization", "sign-in", "token", "permission"] as const),
        ...(needsProtection ? (["protection-permission"] as const) : []),
        ...(["directory-roles", "exchange", "exchange-organization"] as const),
        ...commands.map((name) => `command:${name}` as const),
        ...(compliance ? (["compliance"] as const) : []),
        ...reachable.map((mailbox) => `reachable:${mailbox}` as const),
        ...unreachable.map((mailbox) => `unreachable:${mailbox}` as const),
        ...(engine === "powershell" ? (["powershell"] as const) : []),
    ];
}
