import { execFileSync } from "node:child_process";
import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { map, type PropertyMap, text } from "../src/protocol/values";
import { toLocalTime } from "../src/tls/localTime";
import { selfSignedCert } from "../src/tls/selfSignedCert";
import { realWorld, type World } from "../src/world";
import { scenario } from "../../local-tenant/tests/recordings";
import { nanoseconds } from "./replayWorld";

const call = { signal: new AbortController().signal };
const urn = "urn:pulumi:dev::exo::tls:index/selfSignedCert:SelfSignedCert::cert";

async function issue(inputs: PropertyMap, world: World = realWorld): Promise<PropertyMap> {
    const { properties } = await selfSignedCert(world).create({ urn, inputs, preview: false }, call);
    return properties;
}

const pemOf = (type: "rsa" | "ec" | "ed25519", curve = "P-256"): string => {
    const { privateKey } =
        type === "rsa"
            ? generateKeyPairSync("rsa", { modulusLength: 2048 })
            : type === "ec"
              ? generateKeyPairSync("ec", { namedCurve: curve })
              : generateKeyPairSync("ed25519");
    return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
};

const opensslText = (certPem: string): string =>
    execFileSync("openssl", ["x509", "-noout", "-text", "-certopt", "no_sigdump,no_pubkey"], {
        input: certPem,
        encoding: "utf8",
    });

function hasOpenssl(): boolean {
    try {
        execFileSync("openssl", ["version"]);
        return true;
    } catch {
        return false;
    }
}

describe("certificates", () => {
    // The conformity test compares the recorded certificates of RSA keys byte by byte; this is for a second opinion.
    (hasOpenssl() ? it : it.skip)("mean the same to openssl as the recorded one with every field", async () => {
        const recorded = scenario("15").calls.find(
            ({ method, request, response }) =>
                method === "Create" && text(request.urn).endsWith("::full") && request.preview !== true && response,
        );
        const { certPem, validityStartTime } = map(recorded?.response?.properties);
        const serialNumber = Buffer.from(new X509Certificate(text(certPem)).serialNumber.padStart(32, "0"), "hex");
        const world = {
            ...realWorld,
            now: () => nanoseconds(text(validityStartTime)),
            randomBytes: () => serialNumber,
        };
        const ours = await issue(map(recorded?.request.properties), world);
        expect(opensslText(text(ours.certPem))).toBe(opensslText(text(certPem)));
        expect(opensslText(text(certPem))).toContain("spiffe://contoso/a");
    });

    it.each([
        ["rsa", ""],
        ["ec", "P-224"],
        ["ec", "P-256"],
        ["ec", "P-384"],
        ["ec", "P-521"],
        ["ed25519", ""],
    ] as const)("are signed with the key that they certify: %s %s", async (type, curve) => {
        const privateKeyPem = pemOf(type, curve);
        const issued = await issue({ privateKeyPem, allowedUses: [], validityPeriodHours: 1 });
        const certificate = new X509Certificate(text(issued.certPem));
        expect(certificate.verify(certificate.publicKey)).toBe(true);
        expect(BigInt(`0x${certificate.serialNumber}`).toString()).toBe(issued.id);
    });

    it("hold names, addresses, limits and a subject beyond ASCII", async () => {
        const issued = await issue({
            privateKeyPem: pemOf("ec"),
            allowedUses: ["cert_signing"],
            validityPeriodHours: 24 * 365 * 40,
            subject: { commonName: "Grüße", organization: "Contoso" },
            dnsNames: ["a.example"],
            ipAddresses: ["10.0.0.1", "2001:db8::1", "::ffff:10.0.0.2"],
            uris: ["spiffe://a/b"],
            isCaCertificate: true,
            maxPathLength: 1,
        });
        const certificate = new X509Certificate(text(issued.certPem));
        expect(certificate.subject).toBe("O=Contoso\nCN=Grüße");
        expect(certificate.subjectAltName).toBe(
            "DNS:a.example, IP Address:10.0.0.1, IP Address:2001:DB8:0:0:0:0:0:1, IP Address:0:0:0:0:0:FFFF:A00:2, URI:spiffe://a/b",
        );
        expect(certificate.ca).toBe(true);
        expect(Date.parse(certificate.validTo)).toBe(
            Math.floor(Date.parse(text(issued.validityEndTime)) / 1000) * 1000,
        );
    });

    it("never quote a key that cannot be read", async () => {
        const broken = pemOf("rsa").replace(/\n[A-Za-z0-9+/]{4}/, "\n!!!!");
        const refused = issue({ privateKeyPem: broken, allowedUses: [], validityPeriodHours: 1 });
        await expect(refused).rejects.toThrow(/^Failed to parse private key PEM: /);
        await expect(refused).rejects.not.toThrow(broken.slice(40, 80));
    });
});

describe("times", () => {
    afterEach(() => jest.restoreAllMocks());

    it.each([
        [0, "2026-11-23T05:04:33.577009175Z"],
        [-60, "2026-11-23T06:04:33.577009175+01:00"],
        [210, "2026-11-23T01:34:33.577009175-03:30"],
    ])("have the process's offset, whose sign JavaScript turns round: %d", (offset, expected) => {
        jest.spyOn(Date.prototype, "getTimezoneOffset").mockReturnValue(offset);
        expect(toLocalTime(nanoseconds("2026-11-23T05:04:33.577009175Z"))).toBe(expected);
    });

    it.each(["2026-11-23T05:08:54.19119778Z", "2026-11-23T05:08:54Z"])("have no trailing zeros: %s", (time) => {
        jest.spyOn(Date.prototype, "getTimezoneOffset").mockReturnValue(0);
        expect(toLocalTime(nanoseconds(time))).toBe(time);
    });
});

it("a subject whose properties come in another order is the same subject", async () => {
    const cert = selfSignedCert(realWorld);
    const inputs = { privateKeyPem: pemOf("ec"), allowedUses: [], validityPeriodHours: 1 };
    const olds = await issue({ ...inputs, subject: { commonName: "EXO", organization: "Contoso" } });
    const news = { ...inputs, subject: { organization: "Contoso", commonName: "EXO" } };
    const state = { ...olds, privateKeyPem: inputs.privateKeyPem };
    const answer = await cert.diff({ urn, id: "1", olds: state, news, ignoreChanges: [] }, call);
    expect(answer.diffs).toEqual([]);
});
