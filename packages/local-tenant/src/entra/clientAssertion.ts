import { X509Certificate, hash } from "node:crypto";
import { compactVerify } from "jose";
import { z } from "zod";
import type { Application, KeyCredential } from "../state";
import { checkTimes, readAssertion } from "./assertion";
import { SignInError } from "./errors";

const headerSchema = z.object({
    alg: z.enum(["RS256", "PS256"]),
    kid: z.string().optional(),
    x5t: z.string().optional(),
    "x5t#S256": z.string().optional(),
});

const claimsSchema = z.object({
    aud: z.string(),
    sub: z.string(),
    exp: z.number(),
    nbf: z.number().optional(),
    iat: z.number().optional(),
});

/** The certificate that an assertion was signed with. */
export interface UsedCertificate {
    readonly keyId: string;
    /** SHA-1: 40 upper-case hex digits. */
    readonly thumbprint: string;
}

/**
 * Checks that the assertion was signed with one of the application's certificates, for us, by now
 * (learn.microsoft.com/entra/identity-platform/certificate-credentials).
 * @param audiences what an assertion may be meant for
 * @returns the certificate
 * @throws SignInError
 */
export async function checkClientAssertion(
    assertion: string,
    application: Application,
    audiences: readonly string[],
    now: Date,
): Promise<UsedCertificate> {
    const { header, claims } = readAssertion(assertion, headerSchema, claimsSchema);
    if (claims.sub !== application.appId) {
        throw SignInError.of("wrongSubject");
    }
    const thumbprint = namedThumbprint(header);
    const refuse = (reason: string): SignInError =>
        SignInError.of("certificateRefused", reason, thumbprint, application.appId);
    const credential = application.keyCredentials.find((candidate) => thumbprints(candidate).includes(thumbprint));
    if (!credential) {
        throw refuse("The key was not found.");
    }
    if (now > new Date(credential.endDateTime)) {
        throw refuse("The key used is expired.");
    }
    if (now < new Date(credential.startDateTime)) {
        throw refuse("The key used is not yet valid.");
    }
    const { publicKey } = new X509Certificate(Buffer.from(credential.key ?? "", "base64"));
    await compactVerify(assertion, publicKey, { algorithms: [header.alg] }).catch(() => {
        throw refuse("The provided signature value did not match the expected signature value.");
    });
    checkTimes(claims, now);
    if (!audiences.includes(claims.aud)) {
        throw SignInError.of("wrongAudience");
    }
    const [sha1 = ""] = thumbprints(credential);
    return { keyId: credential.keyId, thumbprint: sha1 };
}

/** The thumbprint by which the client names its certificate, in upper-case hex: SHA-256, or else SHA-1. */
function namedThumbprint(header: z.infer<typeof headerSchema>): string {
    // The azuread provider puts the SHA-1 into `kid`, with padding; others write it there in hex.
    const name = header["x5t#S256"] ?? header.x5t ?? header.kid;
    if (name === undefined) {
        throw SignInError.of("malformedAssertion");
    }
    return /^[0-9a-f]{40}$/i.test(name)
        ? name.toUpperCase()
        : Buffer.from(name, "base64url").toString("hex").toUpperCase();
}

function thumbprints(credential: KeyCredential): readonly string[] {
    const certificate = Buffer.from(credential.key ?? "", "base64");
    return ["sha1", "sha256"].map((algorithm) => hash(algorithm, certificate, "hex").toUpperCase());
}
