import { constants, createPrivateKey, randomUUID, sign } from "node:crypto";

/** What an assertion says. */
export interface AssertionContent {
    readonly clientId: string;
    /** URL of the token endpoint. */
    readonly audience: string;
    /** SHA-256 thumbprint of the certificate: 64 hex digits, without colons. */
    readonly thumbprintSha256: string;
    readonly now: Date;
}

/** How long an assertion is valid, in seconds: as long as Microsoft's own libraries make it. */
const lifetimeSeconds = 600;

/**
 * A client assertion: a JWT signed with PS256 that names the certificate by `x5t#S256`
 * (learn.microsoft.com/entra/identity-platform/certificate-credentials, RFC 7523 §2.2).
 */
export function clientAssertion(
    { clientId, audience, thumbprintSha256, now }: AssertionContent,
    privateKeyPem: string,
): string {
    const issuedAt = Math.floor(now.getTime() / 1000);
    const header = { alg: "PS256", typ: "JWT", "x5t#S256": Buffer.from(thumbprintSha256, "hex").toString("base64url") };
    const claims = {
        aud: audience,
        iss: clientId,
        sub: clientId,
        jti: randomUUID(),
        nbf: issuedAt,
        exp: issuedAt + lifetimeSeconds,
    };
    const content = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
    const signature = sign("sha256", Buffer.from(content), {
        key: createPrivateKey(privateKeyPem),
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    });
    return `${content}.${signature.toString("base64url")}`;
}
