import { constants, sign, verify, type KeyObject, type X509Certificate } from "node:crypto";
import {
    certificateFacts,
    type CertificateFacts,
    readCertificate,
    readPrivateKey,
} from "../certificate/certificateFacts";

/** The type of an in-toto statement in an envelope. */
const payloadType = "application/vnd.in-toto+json";

/** A signed text and the certificate of its signer. */
export interface SignedText {
    readonly text: string;
    readonly certificatePem: string;
    readonly privateKeyPem: string;
}

/** What an envelope holds, once its signature is proved to be that of the certificate in it. */
export interface OpenedEnvelope {
    readonly text: string;
    readonly certificate: CertificateFacts;
}

/** Thrown for what cannot be opened. `isEnvelope` tells one that was changed or forged from what never was one. */
export class EnvelopeError extends Error {
    override readonly name = "EnvelopeError";

    constructor(
        message: string,
        readonly isEnvelope: boolean,
    ) {
        super(message);
    }
}

/**
 * Puts a text in a DSSE envelope (github.com/secure-systems-lab/dsse, protocol 1.0), signed by RSASSA-PSS with SHA-256 and
 * a salt of 32 bytes. `keyid` is the certificate's SHA-256 in lower-case hex; `cert` holds the certificate, as in in-toto's
 * ITE-7, so that the signature can be checked without a network.
 * @throws UserError when certificate or key cannot be read.
 */
export function sealEnvelope({ text, certificatePem, privateKeyPem }: SignedText): string {
    const payload = Buffer.from(text);
    const certificate = readCertificate(certificatePem);
    const signature = sign("sha256", signedBytes(payload), pss(readPrivateKey(privateKeyPem, certificate)));
    return serialize(payload, signature, certificate, certificateFacts(certificatePem));
}

/**
 * Opens an envelope that {@link sealEnvelope} made.
 *
 * Everything must be byte for byte as it was written: what the signature does not cover (spaces, the form of base64, the
 * key's id) is compared with the same contents written again.
 * @throws EnvelopeError
 */
export function openEnvelope(file: Buffer): OpenedEnvelope {
    const { payload, sig, cert } = parse(file);
    const [certificate, facts] = readEnvelopeCertificate(cert);
    const [text, signature] = [Buffer.from(payload, "base64"), Buffer.from(sig, "base64")];
    if (!Buffer.from(serialize(text, signature, certificate, facts)).equals(file)) {
        throw new EnvelopeError("the file is not as it was written", true);
    }
    const { publicKey } = certificate;
    if (publicKey.asymmetricKeyType !== "rsa" || !verify("sha256", signedBytes(text), pss(publicKey), signature)) {
        throw new EnvelopeError("the signature does not fit what is signed", true);
    }
    return { text: text.toString("utf8"), certificate: facts };
}

function serialize(
    payload: Buffer,
    signature: Buffer,
    certificate: X509Certificate,
    { thumbprintSha256 }: CertificateFacts,
): string {
    const envelope = {
        payload: payload.toString("base64"),
        payloadType,
        signatures: [
            {
                keyid: thumbprintSha256.toLowerCase(),
                sig: signature.toString("base64"),
                cert: certificate.toString(),
            },
        ],
    };
    return `${JSON.stringify(envelope, undefined, 2)}\n`;
}

/** DSSE's pre-authentication encoding: type and text, each behind its length in bytes. */
function signedBytes(payload: Buffer): Buffer {
    return Buffer.concat([
        Buffer.from(`DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `),
        payload,
    ]);
}

function pss(key: KeyObject): { readonly key: KeyObject; readonly padding: number; readonly saltLength: number } {
    return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
}

function parse(file: Buffer): { readonly payload: string; readonly sig: string; readonly cert: string } {
    const { payload, signatures } = properties(json(file));
    const { sig, cert } = properties(Array.isArray(signatures) ? signatures[0] : undefined);
    if (typeof payload !== "string" || typeof sig !== "string" || typeof cert !== "string") {
        throw new EnvelopeError("it is not a signed envelope with a certificate", false);
    }
    return { payload, sig, cert };
}

function json(file: Buffer): unknown {
    try {
        return JSON.parse(file.toString("utf8"));
    } catch {
        return undefined;
    }
}

function properties(value: unknown): Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** A certificate from anywhere: one that OpenSSL takes may still have dates that are none. */
function readEnvelopeCertificate(pem: string): readonly [X509Certificate, CertificateFacts] {
    try {
        return [readCertificate(pem), certificateFacts(pem)];
    } catch {
        throw new EnvelopeError("its certificate cannot be read", true);
    }
}
