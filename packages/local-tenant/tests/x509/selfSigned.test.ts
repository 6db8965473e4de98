import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { type CertificateTemplate, keyIdentifier, selfSigned, toPem } from "../../src/x509/selfSigned";

const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });

function certificate(template: Partial<CertificateTemplate> = {}): X509Certificate {
    return new X509Certificate(
        selfSigned({
            key: privateKey,
            serialNumber: Buffer.from("00ff", "hex"),
            subject: [["2.5.4.3", "localhost"]],
            notBefore: new Date("2026-11-23T05:00:00Z"),
            notAfter: new Date("2027-11-23T05:00:00Z"),
            ...template,
        }),
    );
}

it("is signed by its own key and says what it was told", () => {
    const made = certificate({ dnsNames: ["localhost"], ipAddresses: [Buffer.from([127, 0, 0, 1])] });
    expect(made.verify(made.publicKey)).toBe(true);
    expect(made.serialNumber).toBe("FF");
    expect(made.subject).toBe("CN=localhost");
    expect(made.issuer).toBe(made.subject);
    expect(made.subjectAltName).toBe("DNS:localhost, IP Address:127.0.0.1");
    expect(new Date(made.validFrom)).toEqual(new Date("2026-11-23T05:00:00Z"));
    expect(new Date(made.validTo)).toEqual(new Date("2027-11-23T05:00:00Z"));
    expect(made.ca).toBe(false);
});

it("is an authority only when it is told so", () => {
    expect(certificate({ isCertificateAuthority: true }).ca).toBe(true);
});

it("lists extended key usages", () => {
    expect(certificate({ extendedKeyUsages: ["1.3.6.1.5.5.7.3.1"] }).keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
});

it("identifies a key by the SHA-1 of its public half", () => {
    expect(keyIdentifier(privateKey)).toHaveLength(20);
    const raw = certificate({ subjectKeyId: keyIdentifier(privateKey) }).raw;
    expect(raw.includes(keyIdentifier(privateKey))).toBe(true);
});

it("keeps several texts of one type in one set", () => {
    expect(certificate({ subject: [["2.5.4.9", "b", "a"]] }).subject).toBe("street=a + street=b");
});

it("becomes PEM with lines of 64 characters", () => {
    const { raw } = certificate();
    const pem = toPem(raw);
    expect(new X509Certificate(pem).raw).toEqual(raw);
    expect(Math.max(...pem.split("\n").map((line) => line.length))).toBe(64);
    expect(pem.endsWith("-----END CERTIFICATE-----\n")).toBe(true);
});
