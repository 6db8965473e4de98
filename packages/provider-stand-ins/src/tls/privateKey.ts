import { createPublicKey, generateKeyPair, hash, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { ProviderError, type ResourceType } from "../protocol/provider";
import { type PropertyMap, text, unknownValue } from "../protocol/values";
import type { World } from "../world";
import { type Attributes, changed, check, notImportable, planned, replacing, sorted, withSecrets } from "./framework";
import { opensshPrivateKey, opensshPublicKey } from "./openssh";

const attributes: Attributes = {
    algorithm: {
        terraform: "algorithm",
        required:
            "Name of the algorithm to use when generating the private key. " +
            "Currently-supported values are: `RSA`, `ECDSA`, `ED25519`. ",
        oneOf: ["RSA", "ECDSA", "ED25519"],
        replaces: true,
    },
    // The state holds both defaults whatever the algorithm is.
    ecdsaCurve: { terraform: "ecdsa_curve", oneOf: ["P224", "P256", "P384", "P521"], default: "P224", replaces: true },
    rsaBits: { terraform: "rsa_bits", integer: true, default: 2048, replaces: true },
};

/** What the key itself tells; `secret` as in the published schema. */
const outputs: Attributes = {
    privateKeyOpenssh: { terraform: "private_key_openssh", secret: true },
    privateKeyPem: { terraform: "private_key_pem", secret: true },
    privateKeyPemPkcs8: { terraform: "private_key_pem_pkcs8", secret: true },
    publicKeyFingerprintMd5: { terraform: "public_key_fingerprint_md5" },
    publicKeyFingerprintSha256: { terraform: "public_key_fingerprint_sha256" },
    publicKeyOpenssh: { terraform: "public_key_openssh" },
    publicKeyPem: { terraform: "public_key_pem" },
};

/** `tls:index/privateKey:PrivateKey`: a key that lives in the state and nowhere else. */
export function privateKey(world: World): ResourceType {
    return {
        check: (request) => check(attributes, request),
        diff: (request) => {
            const names = changed(attributes, request);
            const afterwards = names.length > 0 ? ["id", ...Object.keys(outputs)] : [];
            return Promise.resolve(sorted([...names, ...afterwards], replacing(attributes, names)));
        },
        create: async ({ inputs, preview }) => {
            const plan = planned(attributes, inputs);
            if (preview) {
                const later = ["id", ...Object.keys(outputs)].map((name) => [name, unknownValue] as const);
                return { id: "", properties: { ...plan, ...Object.fromEntries(later) } };
            }
            const properties: PropertyMap = { ...plan, ...describeKey(await generate(plan, world), world) };
            return { id: text(properties.id), properties: withSecrets(outputs, properties) };
        },
        read: ({ id, properties, inputs }) => {
            if (properties.privateKeyPem === undefined) {
                throw notImportable();
            }
            return Promise.resolve({ id, properties: withSecrets(outputs, properties), inputs });
        },
        // Every input replaces, so the engine has nothing to update.
        update: ({ olds, news }) => Promise.resolve(withSecrets(outputs, { ...olds, ...planned(attributes, news) })),
        delete: () => Promise.resolve(),
    };
}

const curves: Readonly<Record<string, string>> = {
    P224: "secp224r1",
    P256: "prime256v1",
    P384: "secp384r1",
    P521: "secp521r1",
};

async function generate({ algorithm, rsaBits, ecdsaCurve }: PropertyMap, world: World): Promise<KeyObject> {
    const pair = promisify(generateKeyPair);
    if (algorithm === "ED25519") {
        return (await pair("ed25519")).privateKey;
    }
    if (algorithm === "ECDSA") {
        return (await pair("ec", { namedCurve: curves[text(ecdsaCurve)] ?? "" })).privateKey;
    }
    const modulusLength = Number(rsaBits);
    if (modulusLength < 1024) {
        throw new ProviderError(
            `Unable to generate Key from configuration: crypto/rsa: ${modulusLength}-bit keys are insecure ` +
                "(see https://go.dev/pkg/crypto/rsa#hdr-Minimum_key_size)",
        );
    }
    return world.rsaKey(modulusLength);
}

/** Everything that the state holds about a key, from the key. */
export function describeKey(key: KeyObject, world: World): PropertyMap {
    const publicKey = createPublicKey(key);
    const ssh = opensshPublicKey(publicKey);
    const md5 = ssh && hash("md5", ssh.blob, "hex").replace(/..(?=.)/g, "$&:");
    const sha256 = ssh && `SHA256:${hash("sha256", ssh.blob, "base64").replace(/=+$/, "")}`;
    return {
        id: hash("sha1", publicKey.export({ type: "spki", format: "der" }), "hex"),
        privateKeyPem: key.export({ type: pemTypeOf(key), format: "pem" }).toString(),
        privateKeyPemPkcs8: key.export({ type: "pkcs8", format: "pem" }).toString(),
        privateKeyOpenssh: opensshPrivateKey(key, world.randomBytes(4)) ?? "",
        publicKeyPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
        publicKeyOpenssh: ssh ? `${ssh.type} ${ssh.blob.toString("base64")}\n` : "",
        publicKeyFingerprintMd5: md5 ?? "",
        publicKeyFingerprintSha256: sha256 ?? "",
    };
}

function pemTypeOf(key: KeyObject): "pkcs1" | "sec1" | "pkcs8" {
    switch (key.asymmetricKeyType) {
        case "rsa":
            return "pkcs1";
        case "ec":
            return "sec1";
        default:
            return "pkcs8";
    }
}
