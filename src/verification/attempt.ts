import type { Connection } from "../connection/connection";
import type { Credential } from "./credential";
import type { Endpoints } from "../http/endpoints";
import type { Send } from "../http/send";

/** What the checks of one attempt work with, once the connection is known to be one. */
export interface Attempt {
    readonly connection: Connection;
    readonly credential: Credential;
    readonly endpoints: Endpoints;
    readonly send: Send;
    readonly now: () => Date;
}
