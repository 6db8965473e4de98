import { privateKeyPemOf, readCertificate } from "../../certificate/certificateFacts";
import type { Refusal } from "../../checks/check";
import { foreignText } from "../../http/foreignText";
import { MsalNetwork } from "../../http/msalNetwork";
import { NetworkFailure } from "../../http/networkFailure";
import type { Answer } from "../../http/send";
import type { Caller } from "../attempt";
import { explainSignInAnswer } from "./signInAnswer";

/** A token, which is a secret, or why there is none. */
export type SignIn = { readonly accessToken: string } | { readonly refusal: Refusal };

/**
 * Asks Microsoft Entra for a new token with the certificate: the client credentials flow with a signed assertion
 * (learn.microsoft.com/entra/identity-platform/certificate-credentials).
 * @param scope the resource with `/.default`
 * @throws whatever `send` throws, except a NetworkFailure.
 */
export async function requestToken(
    scope: string,
    { connection, credential, endpoints, send, now }: Caller,
): Promise<SignIn> {
    const network = new MsalNetwork(send);
    const { host } = new URL(endpoints.loginUrl);
    try {
        // Loaded here: a certificate that has expired, or a wrong organization, needs no sign-in.
        const { ConfidentialClientApplication } = await import("@azure/msal-node");
        // A new one each time: after a refusal it answers for a minute from memory.
        const application = new ConfidentialClientApplication({
            auth: {
                clientId: connection.clientId,
                authority: `${endpoints.loginUrl}/${connection.tenantId}`,
                // About a host that it does not know, such as a local tenant's, it would ask Microsoft's public cloud.
                knownAuthorities: [host],
                clientCertificate: {
                    thumbprintSha256: connection.thumbprintSha256,
                    privateKey: privateKeyPemOf(credential.privateKeyPem, readCertificate(credential.certificatePem)),
                },
            },
            system: { networkClient: network },
        });
        // A token keeps its permissions for its hour: one that was issued before a grant never shows it.
        const result = await application.acquireTokenByClientCredential({ scopes: [scope], skipCache: true });
        if (result === null) {
            throw new Error("it holds no token");
        }
        return { accessToken: result.accessToken };
    } catch (error) {
        return { refusal: await explain(error, host, network.lastRequest, now()) };
    }
}

async function explain(
    error: unknown,
    host: string,
    lastRequest: Promise<Answer> | undefined,
    now: Date,
): Promise<Refusal> {
    try {
        const answer = await lastRequest;
        if (answer !== undefined && answer.status !== 200) {
            return explainSignInAnswer(host, answer, now);
        }
    } catch (failure) {
        if (failure instanceof NetworkFailure) {
            return failure;
        }
        throw failure;
    }
    return {
        evidence: `the answer of ${host} cannot be used: ${foreignText(String(error))}`,
        remedy: "Check what is between this machine and Microsoft Entra, such as a proxy.",
        mayPassWithTime: false,
    };
}
