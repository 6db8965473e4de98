import { createPrivateKey, createPublicKey, randomBytes, type KeyObject } from "node:crypto";
import { SignJWT, calculateJwkThumbprint, errors, exportJWK, jwtVerify, type JWK } from "jose";
import { z } from "zod";

/** What Microsoft answers as `expires_in`. */
export const accessTokenLifetimeSeconds = 3599;

/** The claims of an access token that differ from one sign-in to the next. */
export interface AccessTokenContent {
    /** The resource as the client asked for it. */
    readonly audience: string;
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
    readonly #privateKey: KeyObject;
    readonly #publicKey: KeyObject;
    readonly #publishedKey: JWK & { readonly kid: string };
    readonly #now: () => Date;

    private constructor(privateKey: KeyObject, publishedKey: JWK & { readonly kid: string }, now: () => Date) {
        this.#privateKey = privateKey;
        this.#publicKey = createPublicKey(privateKey);
        this.#publishedKey = publishedKey;
        this.#now = now;
    }

    /** @param signingKey PEM of an RSA private key */
    static async signedWith(signingKey: string, now: () => Date): Promise<AccessTokens> {
        const privateKey = createPrivateKey(signingKey);
        const jwk = await exportJWK(createPublicKey(privateKey));
        const kid = await calculateJwkThumbprint(jwk);
        return new AccessTokens(privateKey, { ...jwk, kid, use: "sig" }, now);
    }

    /** The public keys, as the OpenID discovery document's `jwks_uri` lists them. */
    get publishedKeys(): readonly JWK[] {
        return [this.#publishedKey];
    }

    async issue(content: AccessTokenContent): Promise<string> {
        const issuer = `https://sts.windows.net/${content.tenantId}/`;
        const issuedAt = Math.floor(this.#now().getTime() / 1000);
        return new SignJWT({
            aud: content.audience,
            iss: issuer,
            iat: issuedAt,
            nbf: issuedAt,
            exp: issuedAt + accessTokenLifetimeSeconds,
            app_displayname: content.displayName,
            appid: content.clientId,
            appidacr: content.authenticatedBy,
            idp: issuer,
            oid: content.servicePrincipalObjectId,
            // Microsoft leaves both out when there is nothing to list.
            ...(content.roles.length > 0 ? { roles: content.roles } : {}),
            sub: content.servicePrincipalObjectId,
            tid: content.tenantId,
            uti: randomBytes(16).toString("base64url"),
            ver: "1.0",
            ...(content.wids.length > 0 ? { wids: content.wids } : {}),
        })
            .setProtectedHeader({ typ: "JWT", alg: "RS256", kid: this.#publishedKey.kid })
            .sign(this.#privateKey);
    }

    /** @throws AccessTokenError */
    async verify(token: string): Promise<AccessTokenClaims> {
        try {
            const { payload } = await jwtVerify(token, this.#publicKey, {
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
