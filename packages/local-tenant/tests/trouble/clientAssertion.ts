import { hash, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import type { TestCertificate, TestTenant } from "../support";

/** An assertion by which that application signs in with its certificate, at that time. */
export function clientAssertion(
    certificate: TestCertificate,
    clientId: string,
    tenant: TestTenant,
    now: Date,
): Promise<string> {
    const seconds = Math.floor(now.getTime() / 1000);
    return new SignJWT({
        aud: `${tenant.url}/${tenant.tenantId}/oauth2/v2.0/token`,
        iss: clientId,
        sub: clientId,
        jti: randomUUID(),
        nbf: seconds,
        exp: seconds + 600,
    })
        .setProtectedHeader({ alg: "RS256", typ: "JWT", x5t: hash("sha1", certificate.der, "base64url") })
        .sign(certificate.key);
}
