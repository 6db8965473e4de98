import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { selfSigned, toPem } from "microsoft-local-tenant/x509";
import { expectChanges, LocalStack, type KeyCredential } from "./localStack";

jest.setTimeout(180_000);

const key = (name: string): string => `tls:PrivateKey ${name}`;
const certificate = (name: string): string => `tls:SelfSignedCert ${name}`;
const credential = (name: string): string => `azuread:ApplicationCertificate ${name}`;

const article = { commonName: "exoip.com", validityDays: 1826 };

let stack: LocalStack;
/** Thumbprint of a credential that somebody else has put beside ours. */
let foreign: string;

beforeAll(async () => {
    stack = await LocalStack.create();
});
afterAll(() => stack.close());

const credentials = (): Promise<KeyCredential[]> => stack.keyCredentials(stack.connection());
const thumbprints = async (): Promise<string[]> =>
    (await credentials()).map(({ customKeyIdentifier }) => customKeyIdentifier).sort();

describe("certificates and their credentials, beside one of somebody else that is never touched,", () => {
    it("get dates in UTC and whole seconds in a time zone of half hours, and keep them in another one", async () => {
        stack.configure({ certificates: { current: article } });
        expect((await stack.up({ TZ: "Asia/Kolkata" })).output).toContain("12 created");
        const { thumbprint, notBefore, notAfter } = stack.connection();
        expect(await credentials()).toEqual([
            expect.objectContaining({
                customKeyIdentifier: thumbprint,
                startDateTime: notBefore,
                endDateTime: notAfter,
            }),
        ]);
        expect(notAfter).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
        expectChanges(await stack.up({ TZ: "America/New_York" }));
    });

    it("renews by addition: adds a second credential, makes it active, then removes the first", async () => {
        const before = stack.connection();
        foreign = await addForeignCredential();

        stack.configure({ certificates: { current: article, next: article } });
        expectChanges(await stack.up(), [
            `create ${key("exo-next")}`,
            `create ${certificate("exo-next")}`,
            `create ${credential("exo-next")}`,
        ]);
        expect(stack.connection()).toEqual(before);
        const all = await thumbprints();
        expect(all).toHaveLength(3);

        stack.configure({ certificates: { current: article, next: article }, activeCertificate: "next" });
        expectChanges(await stack.up());
        const after = stack.connection();
        const { thumbprint, thumbprintSha256, notBefore, notAfter } = after;
        expect(after).toEqual({ ...before, thumbprint, thumbprintSha256, notBefore, notAfter });
        expect([before.thumbprint, foreign, thumbprint].sort()).toEqual(all);

        stack.configure({ certificates: { next: article }, activeCertificate: "next" });
        expectChanges(await stack.up(), [
            `delete ${credential("exo-current")}`,
            `delete ${certificate("exo-current")}`,
            `delete ${key("exo-current")}`,
        ]);
        expect(stack.connection()).toEqual(after);
        expect(await thumbprints()).toEqual([foreign, thumbprint].sort());
    });

    /** The new credential is there before the old one goes; old certificates go last. */
    const replacement = [
        `create-replacement ${certificate("exo-next")}`,
        `create-replacement ${credential("exo-next")}`,
        `delete-replaced ${credential("exo-next")}`,
        `delete-replaced ${certificate("exo-next")}`,
    ];
    const keyReplacement = [
        `create-replacement ${key("exo-next")}`,
        ...replacement,
        `delete-replaced ${key("exo-next")}`,
    ];

    it.each([
        [
            "validity and common name: a new certificate for the same key",
            { commonName: "reports.exoip.com", validityDays: 365 },
            [replacement],
        ],
        [
            "key length: a new key and a new certificate",
            { commonName: "reports.exoip.com", validityDays: 365, rsaBits: 3072 },
            [keyReplacement],
        ],
        [
            "a certificate of one's own: the generated one goes",
            { certificatePem: broughtCertificate() },
            [
                [
                    `create-replacement ${credential("exo-next")}`,
                    `delete-replaced ${credential("exo-next")}`,
                    `delete ${certificate("exo-next")}`,
                    `delete ${key("exo-next")}`,
                ],
            ],
        ],
        [
            "a generated one again: it is made anew",
            article,
            [
                [
                    `create ${key("exo-next")}`,
                    `create ${certificate("exo-next")}`,
                    `create-replacement ${credential("exo-next")}`,
                    `delete-replaced ${credential("exo-next")}`,
                ],
            ],
        ],
    ])("are replaced by another %s", async (_, next, changes) => {
        stack.configure({ certificates: { next }, activeCertificate: "next" });
        expectChanges(await stack.up(), ...changes);
        expect(await thumbprints()).toEqual([foreign, stack.connection().thumbprint].sort());
    });

    it("are replaced unasked after their expiry, for the same key", async () => {
        const before = stack.connection();
        // The tls plugin compares its clock with this date: a year later for it, and for nobody else.
        stack.project.rewriteState("test", (resources) => {
            const expired = resources.find(({ type }) => type === "tls:index/selfSignedCert:SelfSignedCert");
            Object.assign(expired?.outputs ?? {}, { validityEndTime: "2026-01-01T00:00:00Z" });
        });
        expectChanges(await stack.up(), replacement);
        expect(stack.connection().thumbprint).not.toBe(before.thumbprint);
    });
});

/** Adds it by hand, as an administrator would. Returns its thumbprint. */
async function addForeignCredential(): Promise<string> {
    const pem = broughtCertificate();
    const { raw, fingerprint } = new X509Certificate(pem);
    const { applicationObjectId } = stack.connection();
    const added = { type: "AsymmetricX509Cert", usage: "Verify", key: raw.toString("base64") };
    await stack.graph.patch(`/v1.0/applications/${applicationObjectId}`, {
        keyCredentials: [...(await credentials()), added],
    });
    return fingerprint.replaceAll(":", "");
}

function broughtCertificate(): string {
    return toPem(
        selfSigned({
            key: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey,
            serialNumber: Buffer.alloc(16, 1),
            subject: [["2.5.4.3", "exoip.com"]],
            notBefore: new Date("2026-01-01T00:00:00Z"),
            notAfter: new Date("2036-01-01T00:00:00Z"),
        }),
    );
}
