import { randomUUID } from "node:crypto";
import type { Connection } from "../connection/connection";
import { passed, refused, type Check } from "./check";
import type { Endpoints } from "./endpoints";
import { explainExchangeAnswer } from "./exchangeAnswer";
import { foreignText } from "./foreignText";
import { jsonProperties } from "./json";
import { NetworkFailure } from "./networkFailure";
import type { Answer, Send } from "./send";

/**
 * Asks Exchange Online for one mailbox in the way of `Get-EXOMailbox`, the proof that people run by hand. The answer
 * holds a person's name and address: only its rows are counted.
 *
 * The endpoint is the one of the ExchangeOnlineManagement module and not documented for others; KelvinTegelaar/CIPP-API
 * and cisagov/ScubaGear use it in the same way.
 * @throws whatever `send` throws, except a NetworkFailure.
 */
export async function checkExchange(
    { tenantId }: Connection,
    accessToken: string,
    endpoints: Endpoints,
    send: Send,
    now: Date,
): Promise<Check> {
    const requestId = randomUUID();
    let answer: Answer;
    try {
        answer = await send({
            method: "GET",
            url: `${endpoints.exchangeUrl}/adminapi/beta/${tenantId}/Mailbox?PropertySet=Minimum&$top=1`,
            headers: {
                Authorization: `Bearer ${accessToken}`,
                Accept: "application/json",
                // Routes the request to the tenant; this system mailbox has the same name everywhere.
                "X-AnchorMailbox": `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${tenantId}`,
                "X-CmdletName": "Get-EXOMailbox",
                "X-ResponseFormat": "json",
                Prefer: "odata.maxpagesize=1",
                // Assumed: the service takes any name here. The module's own would be a lie.
                "X-ClientApplication": "exo-unattended",
                // Microsoft's support finds the request by it.
                "client-request-id": requestId,
            },
        });
    } catch (error) {
        if (error instanceof NetworkFailure) {
            return refused("exchange", error);
        }
        throw error;
    }
    if (answer.status !== 200) {
        return refused("exchange", explainExchangeAnswer(answer, requestId, now));
    }
    const { value } = jsonProperties(answer.body);
    if (!Array.isArray(value)) {
        return refused("exchange", {
            evidence: `the answer is no list of mailboxes: ${foreignText(answer.headers["content-type"] ?? "no content type")} (request id ${requestId})`,
            remedy: "Look at what stands between this machine and Exchange Online, such as a proxy.",
            // Exchange Online is known to send a broken body now and then.
            mayPassWithTime: true,
        });
    }
    return passed(
        "exchange",
        value.length === 0 ? "it answered; the organization has no mailbox" : "it answered, and showed a mailbox",
    );
}
