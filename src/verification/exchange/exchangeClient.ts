import { randomUUID } from "node:crypto";
import type { Refusal } from "../../checks/check";
import { foreignText } from "../../http/foreignText";
import { isObject, jsonProperties } from "../../http/json";
import { NetworkFailure } from "../../http/networkFailure";
import type { Answer, Request } from "../../http/send";
import type { ExchangeError } from "../../microsoft/exchangeErrors";
import type { Caller } from "../attempt";
import { errorText, explainExchangeAnswer } from "./exchangeAnswer";
import { redirectTarget } from "./redirect";

/** A cmdlet may look through much before its first row; Exchange Online itself lets one run for 15 minutes (reported). */
const commandTimeoutMs = 120_000;

/** One object of an answer. It may hold what is personal: nothing of it is shown but its organization. */
export type Row = Readonly<Record<string, unknown>>;

/** Whether a row has a property by which each object of Exchange Online is known. */
export function isExchangeObject(row: Row): boolean {
    const names = ["Guid", "ExternalDirectoryObjectId", "Identity", "Id", "Name", "UserPrincipalName"];
    return names.some((name) => typeof row[name] === "string" && row[name] !== "");
}

/** Parameters of a cmdlet by name. */
export type CmdletParameters = Readonly<Record<string, string | readonly string[]>>;

/** What is wanted of a cmdlet's answer. */
export interface Wanted {
    /** The only property wanted. @default all */
    readonly select?: string;
    /** How many rows at most, up to 1000, the size of a page. @default 1 */
    readonly rows?: number;
}

/** The rows of an answer, or why there are none. */
export type ExchangeAnswer =
    | { readonly rows: readonly Row[] }
    | {
          readonly refusal: Refusal;
          /** The entry of the table that explains it; absent for what is unknown. */
          readonly known?: ExchangeError | undefined;
      };

/**
 * Exchange Online's REST interface with one token. It is the one of the ExchangeOnlineManagement module and not published
 * for others; KelvinTegelaar/CIPP-API and cisagov/ScubaGear use it in the same way.
 */
export class ExchangeClient {
    constructor(
        private readonly caller: Caller,
        private readonly accessToken: string,
    ) {}

    /** One mailbox in the way of `Get-EXOMailbox`, the proof that people run by hand. */
    firstMailbox(): Promise<ExchangeAnswer> {
        return this.ask("Get-EXOMailbox", { method: "GET", path: "Mailbox?PropertySet=Minimum&$top=1" }, 1);
    }

    /** Runs a cmdlet and reads the first rows of what it returns. */
    run(cmdlet: string, parameters: CmdletParameters = {}, { select, rows = 1 }: Wanted = {}): Promise<ExchangeAnswer> {
        const path = `InvokeCommand${select === undefined ? "" : `?$select=${select}`}`;
        const body = JSON.stringify({ CmdletInput: { CmdletName: cmdlet, Parameters: parameters } });
        return this.ask(cmdlet, { method: "POST", path, body }, rows);
    }

    private async ask(
        cmdlet: string,
        { method, path, body }: Pick<Request, "method" | "body"> & { readonly path: string },
        rows: number,
    ): Promise<ExchangeAnswer> {
        const { connection, endpoints, send, now } = this.caller;
        const requestId = randomUUID();
        try {
            const request: Request = {
                method,
                url: `${endpoints.exchangeUrl}/adminapi/beta/${connection.tenantId}/${path}`,
                headers: {
                    Authorization: `Bearer ${this.accessToken}`,
                    Accept: "application/json",
                    ...(body === undefined ? {} : { "Content-Type": "application/json" }),
                    // Routes the request to the tenant; this system mailbox has the same name everywhere.
                    "X-AnchorMailbox": `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${connection.tenantId}`,
                    "X-CmdletName": cmdlet,
                    "X-ResponseFormat": "json",
                    Prefer: `odata.maxpagesize=${rows}`,
                    // Assumed (any-client-application): the service takes any name here. The module's own would be a lie.
                    "X-ClientApplication": "exo-unattended",
                    // Microsoft's support finds the request by it.
                    "client-request-id": requestId,
                },
                body,
                timeoutMs: commandTimeoutMs,
            };
            const first = await send(request);
            // Some organizations are redirected to a host of their own (reported by cisagov/ScubaGear): once, and as it was.
            const target = redirectTarget(first, request.url);
            const answer = target === undefined ? first : await send({ ...request, url: target });
            if (answer.status !== 200) {
                return explainExchangeAnswer(answer, requestId, now());
            }
            return rowsOf(answer, requestId);
        } catch (error) {
            if (error instanceof NetworkFailure) {
                return { refusal: error };
            }
            throw error;
        }
    }
}

/** The rows of an answer with status 200; whatever is not such a list is nothing that Exchange Online would send. */
function rowsOf({ body, headers }: Answer, requestId: string): ExchangeAnswer {
    const { value, error } = jsonProperties(body);
    if (Array.isArray(value) && value.every(isObject) && (error ?? undefined) === undefined) {
        return { rows: value };
    }
    const what =
        (error ?? undefined) === undefined
            ? `the answer is not a list of objects: ${foreignText(headers["content-type"] ?? "no content type")}`
            : `the answer holds an error beside its status 200: ${foreignText(errorText(body))}`;
    return {
        refusal: {
            evidence: `${what} (request id ${requestId})`,
            remedy: "Check what is between this machine and Exchange Online, such as a proxy.",
            // Exchange Online is known to send a broken body now and then.
            mayPassWithTime: true,
            isTransient: true,
            isUndecided: true,
        },
    };
}
