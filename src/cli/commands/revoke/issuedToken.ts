import { readConnection } from "../../../connection/parse";
import { localEndpoints } from "../../../http/endpoints";
import { Sender, type Send } from "../../../http/send";
import type { Login } from "../../../proof/readLogin";
import { Attempt } from "../../../verification/attempt";
import { ExchangeClient } from "../../../verification/exchange/exchangeClient";

/**
 * Signs in and keeps the token.
 * @returns whether Exchange Online still answers with it; undefined when the sign-in is refused
 */
export async function issuedToken(login: Login, signal: AbortSignal): Promise<(() => Promise<boolean>) | undefined> {
    const endpoints = await localEndpoints(process.env, signal);
    const send: Send = async (request) => {
        const sender = new Sender(signal);
        try {
            return await sender.send(request);
        } finally {
            sender.close();
        }
    };
    const attempt = new Attempt({
        candidate: readConnection(login.connection),
        credential: login.credential,
        send,
        now: () => new Date(),
        options: { endpoints },
    });
    const signIn = await attempt.signIn();
    if (!("accessToken" in signIn)) {
        return undefined;
    }
    const exchange = new ExchangeClient(attempt, signIn.accessToken);
    return async () => {
        const answer = await exchange.firstMailbox();
        // Busy or out of reach is not a refusal of the token.
        return "rows" in answer || answer.refusal.isTransient === true || answer.refusal.isUndecided === true;
    };
}
