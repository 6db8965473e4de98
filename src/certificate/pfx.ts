import { createHash, hkdfSync } from "node:crypto";
import { certificateProblem, readCertificate, readPrivateKey } from "./certificateFacts";
import * as der from "./der";
import { encryptBag, macData, PfxAlgorithm, type SaltSource } from "./pfxProtection";
import { UserError } from "../errors/userError";

/** What goes into a PFX file. */
export interface PfxContent {
    /** The certificate in PEM form. */
    readonly certificatePem: string;
    /** Its RSA key in PEM form (PKCS#1 or PKCS#8, not encrypted): a secret. */
    readonly privateKeyPem: string;
}

/** How a PFX file is made. */
export interface PfxOptions {
    /** What Windows shows as the certificate's friendly name. @default {@link defaultFriendlyName} */
    readonly friendlyName?: string | undefined;
    /** How the file is encrypted. @default AES-256 and SHA-256, for all but Windows Server 2016 and older. */
    readonly algorithm?: PfxAlgorithm | undefined;
}

/** The friendly name that people know from the procedure by hand. */
export const defaultFriendlyName = "EXO unattended cert";

/**
 * Windows' classic provider with AES and SHA-256. Keys of a newer one (CNG) fail in ExchangeOnlineManagement on Windows
 * PowerShell, and Azure Automation wants this one (learn.microsoft.com/azure/automation/shared-resources/certificates).
 */
const cryptographicProvider = "Microsoft Enhanced RSA and AES Cryptographic Provider";

/**
 * Why this cannot be the password of a PFX file, or undefined when it can. Other characters than printable ASCII are
 * encoded differently by different readers: Java's keytool refuses what OpenSSL reads. The message never holds it.
 */
export function pfxPasswordProblem(password: string): string | undefined {
    if (password === "") {
        return "the password is empty";
    }
    return /^[ -~]*$/.test(password)
        ? undefined
        : "the password has other characters than printable ASCII (space to ~), which readers of PFX files encode differently";
}

/**
 * A PFX file (PKCS#12, RFC 7292) that Windows imports into a classic cryptographic provider with key spec *exchange*.
 * The same input always gives the same bytes, so that a program can compare them.
 * @throws UserError when certificate and key cannot serve, do not belong together, or the password cannot be one.
 */
export function writePfx(content: PfxContent, password: string, options: PfxOptions = {}): Buffer {
    const problem = pfxPasswordProblem(password);
    if (problem !== undefined) {
        throw new UserError(problem);
    }
    return write(content, password, options);
}

/**
 * The same with an empty password, so with no protection: for Azure Automation alone, whose certificate resource takes
 * no password, and for vaults that encrypt by themselves. The whole file is a secret.
 * @throws UserError when certificate and key cannot serve or do not belong together.
 */
export function writePfxWithoutPassword(content: PfxContent, options: PfxOptions = {}): Buffer {
    return write(content, "", options);
}

function write(
    { certificatePem, privateKeyPem }: PfxContent,
    password: string,
    { friendlyName = defaultFriendlyName, algorithm = PfxAlgorithm.Aes256Sha256 }: PfxOptions,
): Buffer {
    const problem = certificateProblem(certificatePem, privateKeyPem);
    if (problem !== undefined) {
        throw new UserError(problem);
    }
    const x509 = readCertificate(certificatePem);
    const certificate = x509.raw;
    const key = readPrivateKey(privateKeyPem, x509).export({ type: "pkcs1", format: "der" });
    const saltOf = saltsOf(key, [certificate.toString("base64"), password, friendlyName, algorithm]);

    const names = [
        attribute("1.2.840.113549.1.9.20", der.bmpString(friendlyName)),
        attribute("1.2.840.113549.1.9.21", der.octetString(createHash("sha1").update(certificate).digest())),
    ];
    const provider = attribute("1.3.6.1.4.1.311.17.1", der.bmpString(cryptographicProvider));
    const certificates = encryptBag(
        algorithm,
        password,
        der.sequence(bag("1.2.840.113549.1.12.10.1.3", certificateBag(certificate), names)),
        "certificate",
        saltOf,
    );
    const shroudedKey = encryptBag(algorithm, password, privateKeyInfo(key), "key", saltOf);
    const safe = der.sequence(
        contentInfo("1.2.840.113549.1.7.6", encryptedData(certificates.algorithm, certificates.value)),
        contentInfo(
            data,
            der.octetString(
                der.sequence(
                    bag(
                        "1.2.840.113549.1.12.10.1.2",
                        der.sequence(shroudedKey.algorithm, der.octetString(shroudedKey.value)),
                        [...names, provider],
                    ),
                ),
            ),
        ),
    );
    return der.sequence(
        der.unsigned(3),
        contentInfo(data, der.octetString(safe)),
        macData(algorithm, password, safe, saltOf),
    );
}

/** id-data of PKCS#7. */
const data = "1.2.840.113549.1.7.1";

/**
 * Salts that nobody can tell from random ones without the private key, and that are the same for the same input
 * (HKDF, RFC 5869).
 */
function saltsOf(key: Buffer, input: readonly string[]): SaltSource {
    const context = createHash("sha256").update(JSON.stringify(input)).digest();
    return (purpose, length) => Buffer.from(hkdfSync("sha256", key, context, `exo-unattended PFX: ${purpose}`, length));
}

function contentInfo(type: string, content: Buffer): Buffer {
    return der.sequence(der.objectIdentifier(type), der.explicit(0, content));
}

function encryptedData(algorithm: Buffer, ciphertext: Buffer): Buffer {
    return der.sequence(
        der.unsigned(0),
        der.sequence(der.objectIdentifier(data), algorithm, der.implicit(0, ciphertext)),
    );
}

function bag(type: string, value: Buffer, attributes: readonly Buffer[]): Buffer {
    return der.sequence(der.objectIdentifier(type), der.explicit(0, value), der.setOf(attributes));
}

function certificateBag(certificate: Buffer): Buffer {
    return der.sequence(der.objectIdentifier("1.2.840.113549.1.9.22.1"), der.explicit(0, der.octetString(certificate)));
}

function attribute(type: string, value: Buffer): Buffer {
    return der.sequence(der.objectIdentifier(type), der.setOf([value]));
}

/**
 * PKCS#8 with the attribute that Windows reads the key spec from: the key usage dataEncipherment makes it
 * AT_KEYEXCHANGE (learn.microsoft.com/windows/win32/api/wincrypt/nf-wincrypt-pfximportcertstore).
 */
function privateKeyInfo(key: Buffer): Buffer {
    const dataEncipherment = der.bitString(Buffer.from([0x10]), 4);
    return der.sequence(
        der.unsigned(0),
        der.sequence(der.objectIdentifier("1.2.840.113549.1.1.1"), der.nullValue()),
        der.octetString(key),
        der.explicit(0, attribute("2.5.29.15", dataEncipherment)),
    );
}
