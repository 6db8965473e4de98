import { createPrivateKey, createPublicKey, randomBytes, type KeyObject } from "node:crypto";
import { SignJWT, calculateJwkThumbprint, errors, exportJWK, jwtVerify, type JWK } from "jose";
import { z } from "zod";

/** What Microsoft answers as `expires_in`. */
export const accessTokenLifetimeSeconds = 3599;

/** The claims of an access token that differ from one sign-in to the next. */
export interface AccessTokenContent {
    /** The resource as the client asked for it. */
    readonly audience: string;
    readonly issuer: string;
    readonly tenantId: string;
    readonly clientId: string;
    /** `appidacr`: "1" = client secret, "2" = certificate. */
    readonly authenticatedBy: "1" | "2";
    readonly servicePrincipalObjectId: string;
    readonly displayName: string;
    /** Application permissions for this resource. */
    readonly roles: readonly string[];
    /** Template ids of directory roles. */
    readonly wids: readonly string[];
}

const claimsSchema = z.object({
    aud: z.string(),
    appid: z.string(),
    oid: z.string(),
    tid: z.string(),
    roles: z.array(z.string()).default([]),
    wids: z.array(z.string()).default([]),
});

/** What a resource reads from an access token. */
export type AccessTokenClaims = z.infer<typeof claimsSchema>;

/** Thrown for a token that is not one of ours, or no longer valid. */
export class AccessTokenError extends Error {
    override readonly name = "AccessTokenError";

    constructor(readonly problem: "malformed" | "expired" | "forged") {
        super(`the access token is ${problem}`);
    }
}

/** Makes and checks access tokens. They have the claims of version 1.0, which is what Graph and Exchange Online ask for. */
export class AccessTokens {
    readonly #keys: Promise<Keys>;
    readonly #now: () => Date;

    /** @param signingKey PEM of an RSA private key, one for all tenants, as Microsoft has it; it may still be made */
    constructor(signingKey: Promise<string>, now: () => Date) {
        this.#keys = signingKey.then(keysOf);
        // Whoever needs the keys hears of it.
        this.#keys.catch(() => undefined);
        this.#now = now;
    }

    /** The public keys, as the OpenID discovery document's `jwks_uri` lists them. */
    async publishedKeys(): Promise<readonly JWK[]> {
        return [(await this.#keys).published];
    }

    /** Resolves once the keys are there, or cannot be made. */
    async settled(): Promise<void> {
        await this.#keys.catch(() => undefined);
    }

    async issue(content: AccessTokenContent): Promise<string> {
        const { privateKey, published } = await this.#keys;
        const issuedAt = Math.floor(this.#now().getTime() / 1000);
        return new SignJWT({
            aud: content.audience,
            iss: content.issuer,
            iat: issuedAt,
            nbf: issuedAt,
            exp: issuedAt + accessTokenLifetimeSeconds,
            app_displayname: content.displayName,
            appid: content.clientId,
            appidacr: content.authenticatedBy,
            idp: content.issuer,
            oid: content.servicePrincipalObjectId,
            // Microsoft leaves both out when there is nothing to list.
            ...(content.roles.length > 0 ? { roles: content.roles } : {}),
            sub: content.servicePrincipalObjectId,
            tid: content.tenantId,
            uti: randomBytes(16).toString("base64url"),
            ver: "1.0",
            ...(content.wids.length > 0 ? { wids: content.wids } : {}),
        })
            .setProtectedHeader({ typ: "JWT", alg: "RS256", kid: published.kid })
            .sign(privateKey);
    }

    /** @throws AccessTokenError */
    async verify(token: string): Promise<AccessTokenClaims> {
        const { publicKey } = await this.#keys;
        try {
            const { payload } = await jwtVerify(token, publicKey, {
                algorithms: ["RS256"],
                currentDate: this.#now(),
                requiredClaims: ["exp"],
            });
            return claimsSchema.parse(payload);
        } catch (error) {
            if (error instanceof errors.JWTExpired) {
                throw new AccessTokenError("expired");
            }
            throw new AccessTokenError(error instanceof errors.JWSSignatureVerificationFailed ? "forged" : "malformed");
        }
    }
}

interface Keys {
    readonly privateKey: KeyObject;
    readonly publicKey: KeyObject;
    readonly published: JWK & { readonly kid: string };
}

async function keysOf(pem: string): Promise<Keys> {
    const privateKey = createPrivateKey(pem);
    const publicKey = createPublicKey(privateKey);
    const jwk = await exportJWK(publicKey);
    return { privateKey, publicKey, published: { ...jwk, kid: await calculateJwkThumbprint(jwk), use: "sig" } };
}
