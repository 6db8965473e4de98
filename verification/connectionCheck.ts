import type { Connection } from "../connection/connection";
import { ConnectionError, parseConnection } from "../connection/parse";
import { refused, type Check } from "./check";

/** The connection, or the check that it fails: every property must be there and well-formed. */
export function readConnection(candidate: unknown): Connection | Check {
    try {
        return parseConnection(candidate);
    } catch (error) {
        if (error instanceof ConnectionError) {
            return refused("connection", {
                evidence: error.problems.join("; "),
                remedy: "Take the connection from the stack as it is: `pulumi stack output --json --show-secrets`.",
                mayPassWithTime: false,
            });
        }
        throw error;
    }
}
