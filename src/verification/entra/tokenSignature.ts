import { hash } from "node:crypto";
import type { JSONWebKeySet } from "jose";
import type { Refusal } from "../../checks/check";
import { isObject, jsonProperties } from "../../http/json";
import { NetworkFailure } from "../../http/networkFailure";
import type { Attempt } from "../attempt";
import { explainSignInAnswer } from "./signInAnswer";

const otherIssuer = "Check what answers in place of Microsoft Entra, such as a proxy.";

/** The keys with which Microsoft Entra signs the tokens of a tenant, or why they are not known. */
export type SigningKeys = JSONWebKeySet | { readonly refusal: Refusal };

/**
 * Asks for the keys that the tenant's metadata names (`jwks_uri`). They are public, and are asked for again each time,
 * because Microsoft changes them (learn.microsoft.com/entra/identity-platform/signing-key-rollover).
 * Assumed (signing-keys-origin): they are on the sign-in host itself, in every cloud.
 */
export async function signingKeys({ discovery, endpoints, send, now }: Attempt): Promise<SigningKeys> {
    const { keysUrl = "" } = await discovery();
    const { origin, host } = new URL(endpoints.loginUrl);
    if (!URL.canParse(keysUrl) || new URL(keysUrl).origin !== origin) {
        return {
            refusal: {
                evidence: `the tenant's metadata names no signing keys of ${host}`,
                remedy: otherIssuer,
                mayPassWithTime: false,
            },
        };
    }
    try {
        const answer = await send({ url: keysUrl, method: "GET", headers: { Accept: "application/json" } });
        const { keys } = jsonProperties(answer.body);
        return answer.status === 200 && isKeyList(keys)
            ? { keys }
            : { refusal: explainSignInAnswer(host, answer, now()) };
    } catch (error) {
        if (error instanceof NetworkFailure) {
            return { refusal: error };
        }
        throw error;
    }
}

function isKeyList(keys: unknown): keys is JSONWebKeySet["keys"] {
    return Array.isArray(keys) && keys.every((key) => isObject(key) && typeof key["kty"] === "string");
}

/** What became of a signature: `special` is a form that is not published, so that only its resource can judge it. */
export type SignatureState = "valid" | "invalid" | "special";

/** Whether one of those keys signed the token, with RSA and SHA-256 as Microsoft Entra does. */
export async function signatureState(token: string, keys: JSONWebKeySet): Promise<SignatureState> {
    // Loaded here: most failures end before there is a token.
    const { compactVerify, createLocalJWKSet } = await import("jose");
    const keySet = createLocalJWKSet(keys);
    const nonce = nonceOf(token);
    const forms = nonce === undefined ? [token] : [token, withHashedNonce(token, nonce)];
    for (const form of forms) {
        try {
            await compactVerify(form, keySet, { algorithms: ["RS256"] });
            return "valid";
        } catch {
            // The next form, if there is one.
        }
    }
    return nonce === undefined ? "invalid" : "special";
}

function headerOf(token: string): Readonly<Record<string, unknown>> {
    return jsonProperties(Buffer.from(token.split(".")[0] ?? "", "base64url").toString("utf8"));
}

/** Tokens for Microsoft's own services may carry a nonce in their header. */
function nonceOf(token: string): string | undefined {
    const { nonce } = headerOf(token);
    return typeof nonce === "string" ? nonce : undefined;
}

/**
 * What was signed of a token with a nonce: the nonce's SHA-256 stands in its place. Microsoft calls the form special and
 * does not publish it (learn.microsoft.com/entra/identity-platform/access-tokens). Assumed (token-nonce), as reported in
 * justinlettau/azure-ad-verify-token issue 5.
 */
function withHashedNonce(token: string, nonce: string): string {
    const header = JSON.stringify({ ...headerOf(token), nonce: hash("sha256", nonce, "base64url") });
    return [Buffer.from(header).toString("base64url"), ...token.split(".").slice(1)].join(".");
}
