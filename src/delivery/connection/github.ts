import { createHash } from "node:crypto";
import type { Connection } from "../../connection/connection";
import { CertificateSource, connectCommand } from "../connectCommand";
import { connectionVariables } from "./variables";

/** Lines for the file that `$GITHUB_ENV` or `$GITHUB_OUTPUT` names. */
export function githubConnection(connection: Connection): string {
    return [
        ...connectionVariables(connection),
        ["EXO_CONNECT_COMMAND", connectCommand(connection, CertificateSource.Environment)] as const,
    ]
        .map(([name, value]) => githubAssignment(name, value))
        .join("\n");
}

/**
 * One value for such a file. A value with line breaks stands between delimiters, which must not be a line of it
 * (docs.github.com/actions/reference/workflows-and-actions/workflow-commands#multiline-strings).
 */
export function githubAssignment(name: string, value: string): string {
    if (!/[\r\n]/.test(value)) {
        return `${name}=${value}`;
    }
    const delimiter = `end-${createHash("sha256").update(value).digest("hex")}`;
    return `${name}<<${delimiter}\n${value}\n${delimiter}`;
}
