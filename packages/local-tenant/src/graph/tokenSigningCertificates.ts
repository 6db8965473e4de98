import { generateKeyPairSync, hash, randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import type { Reply } from "../http";
import type { KeyCredential } from "../state";
import { wholeSeconds } from "../wholeSeconds";
import { selfSigned } from "../x509/selfSigned";
import { dateTime } from "./applicationSchema";
import { invalidValue } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { namedServicePrincipal } from "./named";

const resource = "SelfSignedCertificate";
const commonName = "2.5.4.3";

const wantedCertificate = z.strictObject({
    displayName: z
        .string()
        .regex(/^CN=.+$/)
        .nullish(),
    endDateTime: dateTime.nullish(),
});

/**
 * `POST /servicePrincipals/{servicePrincipalObjectId}/addTokenSigningCertificate`: a certificate that signs SAML tokens,
 * as two keys and the password that opens the private one, which stays here
 * (learn.microsoft.com/graph/api/serviceprincipal-addtokensigningcertificate).
 */
export function add(call: GraphCall): Reply {
    const servicePrincipal = namedServicePrincipal(call);
    const wanted = readBody(call, wantedCertificate, resource);
    const displayName = wanted.displayName ?? "CN=Microsoft Azure Federated SSO Certificate";
    const threeYearsLater = new Date(call.now);
    threeYearsLater.setUTCFullYear(call.now.getUTCFullYear() + 3);
    const end = wanted.endDateTime ? new Date(wanted.endDateTime) : threeYearsLater;
    if (end <= call.now || wholeSeconds(end) > wholeSeconds(threeYearsLater)) {
        throw invalidValue("endDateTime", resource);
    }
    const certificate = selfSigned({
        key: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey,
        serialNumber: randomBytes(16),
        subject: [[commonName, displayName.slice("CN=".length)]],
        notBefore: call.now,
        notAfter: end,
    });
    const dates = { startDateTime: wholeSeconds(call.now), endDateTime: wholeSeconds(end) };
    const common = { customKeyIdentifier: hash("sha256", certificate, "base64"), displayName, ...dates };
    const signing: KeyCredential = {
        ...common,
        keyId: randomUUID(),
        type: "X509CertAndPassword",
        usage: "Sign",
        key: null,
    };
    const verifying: KeyCredential = {
        ...common,
        keyId: randomUUID(),
        type: "AsymmetricX509Cert",
        usage: "Verify",
        key: certificate.toString("base64"),
    };
    servicePrincipal.keyCredentials.push(signing, verifying);
    servicePrincipal.passwordCredentials.push({ ...common, keyId: signing.keyId, hint: null, secretHash: null });
    return {
        status: 200,
        body: {
            "@odata.context": `${call.serviceRoot}/$metadata#microsoft.graph.selfSignedCertificate`,
            ...verifying,
            // The id of the private half, which is what the documentation's example shows, too.
            keyId: signing.keyId,
            thumbprint: hash("sha1", certificate, "hex").toUpperCase(),
        },
    };
}
