import { X509Certificate, createPrivateKey, generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { keyIdentifier, selfSigned, toPem } from "./x509/selfSigned";

const day = 24 * 60 * 60 * 1000;
const validFor = 365 * day;
const renewBefore = 30 * day;

/** The server's own certificate and key in PEM, and the certificate's file, which clients must trust. */
export interface TlsCertificate {
    readonly certificate: string;
    readonly key: string;
    readonly certificateFile: string;
}

/**
 * The certificate in the folder, or a new one: self-signed, for this machine's loopback names only. It is kept between
 * starts, because whoever trusts it read its file when they started.
 */
export function tlsCertificate(directory: string, now: Date): TlsCertificate {
    const certificateFile = path.join(directory, "server.pem");
    const keyFile = path.join(directory, "server.key");
    if (!existsSync(certificateFile) || !existsSync(keyFile) || !isUsable(certificateFile, keyFile, now)) {
        const made = make(now);
        writeFileSync(keyFile, made.key, { mode: 0o600 });
        writeFileSync(certificateFile, made.certificate);
    }
    return {
        certificate: readFileSync(certificateFile, "utf8"),
        key: readFileSync(keyFile, "utf8"),
        certificateFile,
    };
}

function isUsable(certificateFile: string, keyFile: string, now: Date): boolean {
    try {
        const certificate = new X509Certificate(readFileSync(certificateFile));
        return (
            certificate.checkPrivateKey(createPrivateKey(readFileSync(keyFile))) &&
            new Date(certificate.validTo).getTime() - now.getTime() > renewBefore
        );
    } catch {
        return false;
    }
}

function make(now: Date): { readonly certificate: string; readonly key: string } {
    // Clients such as the azuread provider shake hands for every request: a P-256 key makes that cheap.
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    // Every tenant's certificate has the same subject: without key identifiers, OpenSSL would take one for another.
    const keyId = keyIdentifier(privateKey);
    const certificate = selfSigned({
        key: privateKey,
        serialNumber: randomBytes(16),
        subject: [["2.5.4.3", "Microsoft local tenant"]],
        notBefore: new Date(now.getTime() - day),
        notAfter: new Date(now.getTime() + validFor),
        keyUsages: [0],
        extendedKeyUsages: ["1.3.6.1.5.5.7.3.1"],
        subjectKeyId: keyId,
        authorityKeyId: keyId,
        dnsNames: ["localhost"],
        ipAddresses: [Buffer.from([127, 0, 0, 1]), Buffer.from([...Array<number>(15).fill(0), 1])],
    });
    return {
        certificate: toPem(certificate),
        key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    };
}
