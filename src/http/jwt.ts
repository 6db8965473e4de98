import type { z } from "zod";

/**
 * The claims of a token, or undefined when it has no such claims. Its signature is not verified.
 * @param token a JSON Web Token (RFC 7519)
 */
export function readClaims<T>(token: string, schema: z.ZodType<T>): T | undefined {
    try {
        const payload = Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8");
        return schema.safeParse(JSON.parse(payload)).data;
    } catch {
        return undefined;
    }
}
