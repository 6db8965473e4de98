import { dotenvConnection } from "../connection/dotenv";
import { certificateVariable } from "../connection/variables";
import type { Format } from "./format";
import { pfxBase64 } from "./pfx";

/** The connection's variables, and with a password the PFX in base64: what the scripts for pipelines read. */
export const dotenvFormat: Format = {
    holds: "connection as variables, and with a password the PFX in base64",
    key: "with password",
    write: (content) => {
        const pfx = pfxBase64(content);
        return `${dotenvConnection(content.connection)}\n${pfx === undefined ? "" : `${certificateVariable}=${pfx}\n`}`;
    },
};
