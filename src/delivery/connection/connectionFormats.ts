import type { Connection } from "../../connection/connection";
import { azureDevOpsConnection } from "./azureDevOps";
import { bashConnection } from "./bash";
import { dotenvConnection } from "./dotenv";
import { githubConnection } from "./github";
import { jsonConnection } from "./json";
import { powershellConnection } from "./powershell";

/** Who reads the connection, and the text in that reader's form, without a final line break. */
export const connectionFormats = {
    powershell: powershellConnection,
    bash: bashConnection,
    github: githubConnection,
    "azure-devops": azureDevOpsConnection,
    dotenv: dotenvConnection,
    json: jsonConnection,
} satisfies Readonly<Record<string, (connection: Connection) => string>>;

/** The name of such a reader. */
export type ConnectionReader = keyof typeof connectionFormats;
