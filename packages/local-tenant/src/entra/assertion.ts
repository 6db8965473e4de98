import { decodeJwt, decodeProtectedHeader } from "jose";
import type { z } from "zod";
import { SignInError } from "./errors";

/** How far the client's clock may differ from ours. */
const clockSkewSeconds = 5 * 60;

/** Who issued the assertion: an application itself, or another identity provider. */
export function issuerOf(assertion: string): string {
    try {
        return decodeJwt(assertion).iss ?? "";
    } catch {
        throw SignInError.of("malformedAssertion");
    }
}

/** Header and claims of an assertion; nothing is checked but their form. */
export function readAssertion<Header extends z.ZodType, Claims extends z.ZodType>(
    assertion: string,
    headerSchema: Header,
    claimsSchema: Claims,
): { readonly header: z.infer<Header>; readonly claims: z.infer<Claims> } {
    try {
        return {
            header: headerSchema.parse(decodeProtectedHeader(assertion)),
            claims: claimsSchema.parse(decodeJwt(assertion)),
        };
    } catch {
        throw SignInError.of("malformedAssertion");
    }
}

/** Refuses an assertion that is not valid yet or no longer. */
export function checkTimes(
    claims: { readonly exp: number; readonly nbf?: number | undefined; readonly iat?: number | undefined },
    now: Date,
): void {
    const seconds = now.getTime() / 1000;
    const from = Math.max(claims.nbf ?? 0, claims.iat ?? 0);
    if (seconds + clockSkewSeconds < from || seconds - clockSkewSeconds >= claims.exp) {
        const text = (time: number): string => new Date(time * 1000).toISOString();
        throw SignInError.of("outsideItsTime", text(seconds), text(from), text(claims.exp));
    }
}
