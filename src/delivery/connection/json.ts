import type { Connection } from "../../connection/connection";
import { connectCommand } from "../connectCommand";

/** The parameters and the command for Windows as a JSON object. */
export function jsonConnection(connection: Connection): string {
    const { clientId, thumbprint, organization } = connection;
    return JSON.stringify({ clientId, thumbprint, organization, command: connectCommand(connection) }, undefined, 4);
}
