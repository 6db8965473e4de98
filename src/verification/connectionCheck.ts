import type { Connection } from "../connection/connection";
import { readConnection as read } from "../connection/parse";
import { refused, type Check } from "./check";

/** The connection, or the check that it fails: every property must be there and well-formed. */
export function readConnection(candidate: unknown): Connection | Check {
    const connection = read(candidate);
    return "schemaVersion" in connection
        ? connection
        : refused("connection", {
              evidence: connection.join("; "),
              remedy: "Take the connection from the stack as it is: `pulumi stack output --json --show-secrets`.",
              mayPassWithTime: false,
          });
}
