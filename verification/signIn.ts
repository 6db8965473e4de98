import { randomUUID } from "node:crypto";
import { clientAssertion } from "./assertion";
import type { Attempt } from "./attempt";
import type { Refusal } from "./check";
import { jsonProperties } from "./json";
import { NetworkFailure } from "./networkFailure";
import { explainSignInAnswer } from "./signInAnswer";

/** A token, which is a secret, or why there is none. */
export type SignIn = { readonly accessToken: string } | { readonly refusal: Refusal };

/**
 * Asks Microsoft Entra for a new token with the certificate: the client credentials flow with a signed assertion
 * (learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow). Nothing is remembered: a token keeps
 * its permissions for its hour, so one that was issued before a grant never shows it.
 * @param scope the resource with `/.default`
 * @throws whatever `send` throws, except a NetworkFailure.
 */
export async function requestToken(
    scope: string,
    { connection, credential, endpoints, send, now }: Attempt,
): Promise<SignIn> {
    const { tenantId, clientId, thumbprintSha256 } = connection;
    const url = `${endpoints.loginUrl}/${tenantId}/oauth2/v2.0/token`;
    const assertion = clientAssertion(
        { clientId, audience: url, thumbprintSha256, now: now() },
        credential.privateKeyPem,
    );
    const form = new URLSearchParams({
        grant_type: "client_credentials",
        client_id: clientId,
        scope,
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: assertion,
    });
    try {
        const answer = await send({
            method: "POST",
            url,
            headers: {
                "Content-Type": "application/x-www-form-urlencoded",
                Accept: "application/json",
                // Comes back as the correlation id.
                "client-request-id": randomUUID(),
            },
            body: form.toString(),
        });
        const { access_token: accessToken } = jsonProperties(answer.body);
        return answer.status === 200 && typeof accessToken === "string"
            ? { accessToken }
            : { refusal: explainSignInAnswer(new URL(url).host, answer, now()) };
    } catch (error) {
        if (error instanceof NetworkFailure) {
            return { refusal: error };
        }
        throw error;
    }
}
