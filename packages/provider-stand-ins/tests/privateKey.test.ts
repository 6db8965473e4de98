import { createPrivateKey } from "node:crypto";
import { map, text, unwrapSecrets } from "../src/protocol/values";
import { describeKey } from "../src/tls/privateKey";
import { type RecordedCall, scenario, trimmed } from "../../local-tenant/tests/recordings";
import { ReplayWorld } from "./replayWorld";

const isWholeKey = ({ method, request, response }: RecordedCall): boolean =>
    method === "Create" &&
    text(request.urn).includes("tls:index/privateKey:PrivateKey::") &&
    request.preview !== true &&
    response !== undefined &&
    !JSON.stringify(response).includes(trimmed);

const recorded = ["01", "15"]
    .flatMap((number) => scenario(number).calls)
    .filter(isWholeKey)
    .map(({ response }) => map(unwrapSecrets(map(response).properties ?? null)));

const kinds = recorded.map(({ algorithm, rsaBits, ecdsaCurve }) =>
    text(algorithm) === "RSA"
        ? `RSA ${Number(rsaBits)}`
        : text(algorithm) === "ECDSA"
          ? `ECDSA ${text(ecdsaCurve)}`
          : text(algorithm),
);

it("has recordings of every kind of key that it compares", () => {
    expect([...new Set(kinds)].sort()).toEqual(
        ["ECDSA P224", "ECDSA P256", "ECDSA P384", "ED25519", "RSA 2048", "RSA 3072", "RSA 4096"].sort(),
    );
});

it.each(recorded.map((properties, index) => [`${kinds[index] ?? ""} (${index})`, properties] as const))(
    "describes a recorded key to the last byte: %s",
    (_, properties) => {
        const world = new ReplayWorld();
        const checkBytes = checkBytesOf(text(properties.privateKeyOpenssh));
        world.randomBytes = () => checkBytes;
        const described = describeKey(createPrivateKey(text(properties.privateKeyPem)), world);
        const { algorithm, rsaBits, ecdsaCurve, ...rest } = properties;
        expect(described).toEqual(rest);
        expect([algorithm, rsaBits, ecdsaCurve]).not.toContain(undefined);
    },
);

/** The four random bytes that an OpenSSH private key begins with, twice. */
function checkBytesOf(pem: string): Buffer {
    const file = Buffer.from(pem.replace(/-----[^-]+-----|\n/g, ""), "base64");
    for (let offset = 0; offset < file.length - 8; offset++) {
        const bytes = file.subarray(offset, offset + 4);
        // The first repetition of four bytes after the public part, whose fields begin with zeros.
        if (bytes[0] !== 0 && bytes.equals(file.subarray(offset + 4, offset + 8))) {
            return bytes;
        }
    }
    return Buffer.alloc(4);
}
