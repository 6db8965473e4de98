import { z } from "zod";
import { readClaims } from "../../http/jwt";

const claimsSchema = z.looseObject({
    aud: z.string(),
    iss: z.string(),
    tid: z.string(),
    appid: z.string(),
    appidacr: z.string(),
    exp: z.number(),
    nbf: z.number().optional(),
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

/** Decodes a token, or gives undefined when it has no such claims. */
export function readTokenClaims(accessToken: string): TokenClaims | undefined {
    return readClaims(accessToken, claimsSchema);
}

/** The claims of a token whose rung has passed. */
export function claimsOf(accessToken: string): TokenClaims {
    return claimsSchema.parse(readTokenClaims(accessToken));
}
