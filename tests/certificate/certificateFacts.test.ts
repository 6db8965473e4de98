import { generateKeyPairSync, X509Certificate } from "node:crypto";
import fc from "fast-check";
import {
    certificateFacts,
    certificateProblem,
    readCertificate,
    readPrivateKey,
} from "../../src/certificate/certificateFacts";
import { credentialOf, rsaKey } from "../verification/support";
import { UserError } from "../../src/errors/userError";

const key = rsaKey();
const credential = credentialOf(key);

describe("the facts of a certificate", () => {
    test("are what Node.js itself reads, in the forms that Windows and Microsoft Entra show", () => {
        const certificate = new X509Certificate(credential.certificatePem);
        expect(certificateFacts(credential.certificatePem)).toMatchObject({
            thumbprint: certificate.fingerprint.replaceAll(":", ""),
            thumbprintSha256: certificate.fingerprint256.replaceAll(":", ""),
            subject: "CN=exoip.com",
            serialNumber: certificate.serialNumber,
        });
    });

    test("give any date from 1970 to 9999 in UTC and whole seconds", () => {
        const seconds = fc.integer({ min: 0, max: 253_402_300_799 });
        fc.assert(
            fc.property(seconds, (second) => {
                const date = new Date(second * 1000);
                const { notBefore } = certificateFacts(credentialOf(key, date).certificatePem);
                expect(notBefore).toBe(date.toISOString().replace(".000", ""));
            }),
            { numRuns: 20 },
        );
    });
});

describe("a certificate and a key", () => {
    test("that belong together can serve, with the key in PKCS#8 or PKCS#1", () => {
        const pkcs1 = key.export({ type: "pkcs1", format: "pem" }).toString();
        expect(certificateProblem(credential.certificatePem)).toBeUndefined();
        expect(certificateProblem(credential.certificatePem, credential.privateKeyPem)).toBeUndefined();
        expect(certificateProblem(credential.certificatePem, pkcs1)).toBeUndefined();
    });

    test("that do not belong together cannot", () => {
        expect(certificateProblem(credential.certificatePem, credentialOf(rsaKey()).privateKeyPem)).toMatch(
            /belongs to another certificate/,
        );
    });

    test("cannot serve with a short RSA key", () => {
        expect(certificateProblem(credentialOf(rsaKey(1024)).certificatePem)).toMatch(/1024 bits; at least 2048/);
    });

    test("cannot serve with a key that is not RSA", () => {
        const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
        expect(certificateProblem(credentialOf(privateKey).certificatePem)).toMatch(/RSA only/);
    });

    test("that are not PEM are refused without a part of them in the message", () => {
        fc.assert(
            fc.property(fc.string({ minLength: 12 }), (secret) => {
                for (const read of [readCertificate, readPrivateKey]) {
                    expect(() => read(secret)).toThrow(UserError);
                    expect(() => read(secret)).not.toThrow(secret);
                }
            }),
        );
        expect(certificateProblem(credential.certificatePem, "planted-secret")).toMatch(/neither a private key nor/);
    });
});
