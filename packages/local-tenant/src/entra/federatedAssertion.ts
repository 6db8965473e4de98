import { compactVerify, errors } from "jose";
import { z } from "zod";
import type { Application, State } from "../state";
import { checkTimes, readAssertion } from "./assertion";
import { SignInError } from "./errors";
import type { FederatedIdentityCredential } from "../graph/directoryState";
import { matchesClaims } from "./claimsMatching";
import { keysOf } from "./issuerKeys";

const headerSchema = z.object({ alg: z.literal("RS256"), kid: z.string() });

const claimsSchema = z.looseObject({
    iss: z.string(),
    sub: z.string(),
    aud: z.union([z.string(), z.array(z.string())]),
    exp: z.number(),
    nbf: z.number().optional(),
    iat: z.number().optional(),
});

/**
 * Checks a token of another identity provider against the application's federated identity credentials: first whether
 * one of them is meant for it, then its signature and its time
 * (learn.microsoft.com/entra/workload-id/workload-identity-federation).
 * @throws SignInError
 */
export async function checkFederatedAssertion(
    assertion: string,
    application: Application,
    state: State,
    now: Date,
): Promise<void> {
    // The issuer comes first, so that a token of a stranger is called that whatever else it is.
    const { claims } = readAssertion(assertion, z.unknown(), claimsSchema);
    checkRecords(claims, application);
    readAssertion(assertion, headerSchema, claimsSchema);
    const keys = await keysOf(state, claims.iss);
    try {
        await compactVerify(assertion, keys, { algorithms: ["RS256"] });
    } catch (error) {
        throw error instanceof errors.JWKSNoMatchingKey
            ? SignInError.of("unknownFederatedKey")
            : SignInError.of("wrongFederatedSignature");
    }
    checkTimes(claims, now);
}

/** Assumed (federated-question-order): the order of the three questions. All comparisons mind upper and lower case. */
function checkRecords(claims: z.infer<typeof claimsSchema>, { federatedIdentityCredentials }: Application): void {
    const { iss, aud, sub } = claims;
    const ofIssuer = federatedIdentityCredentials.filter(({ issuer }) => issuer === iss);
    if (ofIssuer.length === 0) {
        throw SignInError.of("untrustedIssuer", iss);
    }
    const presented = [aud].flat();
    const forAudience = ofIssuer.filter(({ audiences }) => audiences.some((audience) => presented.includes(audience)));
    if (forAudience.length === 0) {
        throw SignInError.of("unknownFederatedAudience", presented.join(", "));
    }
    const isExpected = ({ subject, claimsMatchingExpression: expression }: FederatedIdentityCredential): boolean =>
        expression ? matchesClaims(expression.value, claims) : subject === sub;
    if (forAudience.some(isExpected)) {
        return;
    }
    throw forAudience.some(({ subject }) => subject?.toLowerCase() === sub.toLowerCase())
        ? SignInError.of("federatedSubjectInOtherCase", sub)
        : SignInError.of("unknownFederatedSubject", sub);
}
