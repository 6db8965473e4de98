import type { Connection } from "../../connection/connection";
import { connectCommand, connectionParameters } from "../connectCommand";

/** Assignments and the command, to be pasted into a session on Windows. */
export function powershellConnection(connection: Connection): string {
    return `${connectionParameters(connection)}\n\n${connectCommand(connection)}`;
}
