import type { Connection } from "../../connection/connection";
import { CertificateSource, connectCommand } from "../connectCommand";
import { quoted } from "../../shells/quoting";
import { connectionVariables } from "./variables";

/** `export` lines, and the call of PowerShell that connects with a PFX file. */
export function bashConnection(connection: Connection): string {
    return [
        ...connectionVariables(connection).map(([name, value]) => `export ${name}=${quoted(value)}`),
        `pwsh -NoProfile -NoExit -Command ${quoted(connectCommand(connection, CertificateSource.File))}`,
    ].join("\n");
}
