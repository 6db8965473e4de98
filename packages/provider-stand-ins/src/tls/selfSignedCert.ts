import { createPrivateKey, type KeyObject } from "node:crypto";
import { isIPv4, isIPv6 } from "node:net";
import { type DiffRequest, ProviderError, type ResourceType } from "../protocol/provider";
import { list, map, type PropertyMap, type PropertyValue, strings, text, unknownValue } from "../protocol/values";
import type { World } from "../world";
import { keyIdentifier, selfSigned, toPem } from "microsoft-local-tenant/x509";
import { type Attributes, changed, check, notImportable, planned, replacing, sorted, withSecrets } from "./framework";
import { toLocalTime } from "./localTime";

/** Bits of the key usage extension, by the provider's names. */
const keyUsages: Readonly<Record<string, number>> = {
    digital_signature: 0,
    content_commitment: 1,
    key_encipherment: 2,
    data_encipherment: 3,
    key_agreement: 4,
    cert_signing: 5,
    crl_signing: 6,
    encipher_only: 7,
    decipher_only: 8,
};

/** Purposes of the extended key usage extension, by the provider's names. */
const extendedKeyUsages: Readonly<Record<string, string>> = {
    any_extended: "2.5.29.37.0",
    server_auth: "1.3.6.1.5.5.7.3.1",
    client_auth: "1.3.6.1.5.5.7.3.2",
    code_signing: "1.3.6.1.5.5.7.3.3",
    email_protection: "1.3.6.1.5.5.7.3.4",
    ipsec_end_system: "1.3.6.1.5.5.7.3.5",
    ipsec_tunnel: "1.3.6.1.5.5.7.3.6",
    ipsec_user: "1.3.6.1.5.5.7.3.7",
    timestamping: "1.3.6.1.5.5.7.3.8",
    ocsp_signing: "1.3.6.1.5.5.7.3.9",
    microsoft_server_gated_crypto: "1.3.6.1.4.1.311.10.3.3",
    netscape_server_gated_crypto: "2.16.840.1.113730.4.1",
    microsoft_commercial_code_signing: "1.3.6.1.4.1.311.2.1.22",
    microsoft_kernel_code_signing: "1.3.6.1.4.1.311.61.1.1",
};

const uses = [...Object.keys(keyUsages), ...Object.keys(extendedKeyUsages)].sort();

const attributes: Attributes = {
    allowedUses: {
        terraform: "allowed_uses",
        required:
            "List of key usages allowed for the issued certificate. Values are defined in " +
            "[RFC 5280](https://datatracker.ietf.org/doc/html/rfc5280) and combine flags defined by both " +
            "[Key Usages](https://datatracker.ietf.org/doc/html/rfc5280#section-4.2.1.3) and " +
            "[Extended Key Usages](https://datatracker.ietf.org/doc/html/rfc5280#section-4.2.1.12). " +
            `Accepted values: ${uses.map((use) => `\`${use}\``).join(", ")}.`,
        oneOf: uses,
        replaces: true,
    },
    dnsNames: { terraform: "dns_names", replaces: true },
    earlyRenewalHours: { terraform: "early_renewal_hours", integer: true, minimum: 0, default: 0 },
    ipAddresses: { terraform: "ip_addresses", replaces: true },
    isCaCertificate: { terraform: "is_ca_certificate", default: false, replaces: true },
    maxPathLength: { terraform: "max_path_length", integer: true, replaces: true },
    privateKeyPem: {
        terraform: "private_key_pem",
        required:
            "Private key in [PEM (RFC 1421)](https://datatracker.ietf.org/doc/html/rfc1421) format, that the certificate " +
            "will belong to. This can be read from a separate file using the " +
            "[`file`](https://www.terraform.io/language/functions/file) interpolation function. ",
        replaces: true,
        secret: true,
    },
    setAuthorityKeyId: { terraform: "set_authority_key_id", default: false, replaces: true },
    setSubjectKeyId: { terraform: "set_subject_key_id", default: false, replaces: true },
    subject: { terraform: "subject", replaces: true },
    uris: { terraform: "uris", replaces: true },
    validityPeriodHours: {
        terraform: "validity_period_hours",
        required: "Number of hours, after initial issuing, that the certificate will remain valid for.",
        integer: true,
        minimum: 0,
        replaces: true,
    },
};

const outputs = ["certPem", "id", "keyAlgorithm", "validityEndTime", "validityStartTime"];

/** `tls:index/selfSignedCert:SelfSignedCert`: replaced by a plain update once it may be renewed, or has expired. */
export function selfSignedCert(world: World): ResourceType {
    return {
        check: (request) => check(attributes, request),
        diff: (request) => Promise.resolve(difference(request, world)),
        create: ({ inputs, preview }) => {
            const plan = { ...planned(attributes, inputs), readyForRenewal: alwaysReady(inputs) };
            if (preview) {
                const later = Object.fromEntries(outputs.map((name) => [name, unknownValue]));
                const properties = { maxPathLength: unknownValue, ...plan, ...later };
                return Promise.resolve({ id: "", properties: withSecrets(attributes, properties) });
            }
            const properties: PropertyMap = { ...plan, ...issue(plan, world) };
            return Promise.resolve({ id: text(properties.id), properties: withSecrets(attributes, properties) });
        },
        read: ({ id, properties, inputs }) => {
            if (properties.certPem === undefined) {
                throw notImportable();
            }
            const state = mayBeRenewed(properties, properties.earlyRenewalHours, world)
                ? { ...properties, readyForRenewal: true }
                : properties;
            return Promise.resolve({
                id,
                properties: withSecrets(attributes, state),
                inputs: withSecrets(attributes, inputs),
            });
        },
        // Only earlyRenewalHours gets here: it says when to renew and is not in the certificate.
        update: ({ olds, news }) =>
            Promise.resolve(
                withSecrets(attributes, { ...olds, ...planned(attributes, news), readyForRenewal: alwaysReady(news) }),
            ),
        delete: () => Promise.resolve(),
    };
}

function difference(request: DiffRequest, world: World) {
    const { olds, news } = request;
    const names = changed(attributes, request);
    const replaces = replacing(attributes, names);
    if (mayBeRenewed(olds, planned(attributes, news).earlyRenewalHours, world)) {
        return sorted([...names, "readyForRenewal"], [...replaces, "readyForRenewal"]);
    }
    return sorted(alwaysReady(news) === olds.readyForRenewal ? names : [...names, "readyForRenewal"], replaces);
}

/** A renewal window longer than the validity leaves no time outside it. */
function alwaysReady({ earlyRenewalHours, validityPeriodHours }: PropertyMap): boolean {
    return Number(earlyRenewalHours ?? 0) >= Number(validityPeriodHours);
}

function mayBeRenewed(
    { validityEndTime }: PropertyMap,
    earlyRenewalHours: PropertyValue | undefined,
    world: World,
): boolean {
    const end = Date.parse(text(validityEndTime));
    return end - Number(earlyRenewalHours ?? 0) * 3_600_000 <= Number(world.now() / 1_000_000n);
}

function issue(plan: PropertyMap, world: World): PropertyMap {
    const key = parseKey(text(plan.privateKeyPem));
    const start = world.now();
    const end = start + BigInt(Number(plan.validityPeriodHours)) * 3_600_000_000_000n;
    const serialNumber = world.randomBytes(16);
    const allowed = strings(plan.allowedUses);
    const numbers = <T>(table: Readonly<Record<string, T>>): T[] =>
        allowed.flatMap((use) => {
            const value = table[use];
            return value === undefined ? [] : [value];
        });
    const certificate = selfSigned({
        key,
        serialNumber,
        subject: distinguishedName(map(plan.subject)),
        notBefore: wholeSeconds(start),
        notAfter: wholeSeconds(end),
        keyUsages: numbers(keyUsages),
        extendedKeyUsages: numbers(extendedKeyUsages),
        isCertificateAuthority: plan.isCaCertificate === true,
        ...(typeof plan.maxPathLength === "number" ? { maxPathLength: plan.maxPathLength } : {}),
        ...(plan.setSubjectKeyId === true ? { subjectKeyId: keyIdentifier(key) } : {}),
        ...(plan.setAuthorityKeyId === true ? { authorityKeyId: keyIdentifier(key) } : {}),
        dnsNames: strings(plan.dnsNames),
        ipAddresses: strings(plan.ipAddresses).map(ipAddress),
        uris: strings(plan.uris),
    });
    return {
        id: BigInt(`0x${serialNumber.toString("hex")}`).toString(),
        certPem: toPem(certificate),
        keyAlgorithm: (key.asymmetricKeyType ?? "").toUpperCase().replace(/^EC$/, "ECDSA"),
        validityStartTime: toLocalTime(start),
        validityEndTime: toLocalTime(end),
    };
}

const wholeSeconds = (nanoseconds: bigint): Date => new Date(Number(nanoseconds / 1_000_000_000n) * 1000);

function parseKey(pem: string): KeyObject {
    if (!/-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/.test(pem)) {
        const undecoded = String(Buffer.byteLength(pem));
        throw new ProviderError(
            `Failed to parse private key PEM: failed to decode PEM block: decoded bytes 0, undecoded ${undecoded}`,
        );
    }
    try {
        return createPrivateKey(pem);
    } catch {
        // Node's own text may quote the key.
        throw new ProviderError("Failed to parse private key PEM: not a private key of a supported kind");
    }
}

/** Attribute types in the order in which the published provider writes them; the texts of one type form one set. */
const nameAttributes: readonly (readonly [property: string, type: string])[] = [
    ["country", "2.5.4.6"],
    ["province", "2.5.4.8"],
    ["locality", "2.5.4.7"],
    ["streetAddresses", "2.5.4.9"],
    ["postalCode", "2.5.4.17"],
    ["organization", "2.5.4.10"],
    ["organizationalUnit", "2.5.4.11"],
    ["commonName", "2.5.4.3"],
    ["serialNumber", "2.5.4.5"],
];

function distinguishedName(subject: PropertyMap): [type: string, ...texts: string[]][] {
    return nameAttributes.flatMap(([property, type]): [string, ...string[]][] => {
        const value = subject[property] ?? null;
        const texts = strings(Array.isArray(value) ? list(value) : [value]).filter(Boolean);
        return texts.length > 0 ? [[type, ...texts]] : [];
    });
}

function ipAddress(address: string): Buffer {
    if (isIPv4(address)) {
        return Buffer.from(address.split(".").map(Number));
    }
    if (isIPv6(address)) {
        return ipv6(address);
    }
    throw new ProviderError(`Invalid IP address: Failed to parse "${address}"`);
}

function ipv6(address: string): Buffer {
    // A URL's host has no IPv4 notation inside.
    const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
    const groups = (part: string): string[] => (part ? part.split(":") : []);
    const missing = 8 - groups(head).length - groups(tail ?? "").length;
    const all = [...groups(head), ...Array<string>(tail === undefined ? 0 : missing).fill("0"), ...groups(tail ?? "")];
    return Buffer.from(all.map((group) => group.padStart(4, "0")).join(""), "hex");
}
