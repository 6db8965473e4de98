import type { Connection } from "../../connection/connection";
import { CertificateSource, connectCommand } from "../connectCommand";
import { connectionVariables } from "./variables";

/**
 * Lines for a `.env` file. No value needs quotes, which readers treat differently; the command does, so it is a comment.
 */
export function dotenvConnection(connection: Connection): string {
    return [
        `# ${connectCommand(connection, CertificateSource.Environment)}`,
        ...connectionVariables(connection).map(([name, value]) => `${name}=${value}`),
    ].join("\n");
}
