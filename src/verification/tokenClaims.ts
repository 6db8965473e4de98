import { z } from "zod";

const claimsSchema = z.looseObject({
    aud: z.string(),
    iss: z.string(),
    tid: z.string(),
    appid: z.string(),
    appidacr: z.string(),
    exp: z.number(),
    oid: z.string().optional(),
    // Both claims are absent rather than empty.
    roles: z.array(z.string()).default([]),
    wids: z.array(z.string()).default([]),
});

/**
 * What a verification looks at in an access token of Microsoft Entra, version 1.0: Exchange Online decides the version
 * (learn.microsoft.com/entra/identity-platform/access-token-claims-reference).
 */
export type TokenClaims = z.infer<typeof claimsSchema>;

/**
 * Decodes a token, or gives undefined when it has no such claims.
 *
 * The signature is not verified: the claims decide nothing here, they explain. The token came over TLS from the issuer
 * itself, and Exchange Online checks it before it answers.
 */
export function readTokenClaims(accessToken: string): TokenClaims | undefined {
    try {
        const payload = Buffer.from(accessToken.split(".")[1] ?? "", "base64url").toString("utf8");
        return claimsSchema.parse(JSON.parse(payload));
    } catch {
        return undefined;
    }
}
