import { constants, verify, X509Certificate } from "node:crypto";
import { attest, checkAttestation, type AttestationCheck } from "../../src/attestation/attestation";
import { sealEnvelope } from "../../src/attestation/envelope";
import { statementOf, type Statement } from "../../src/attestation/statement";
import { passed } from "../../src/checks/check";
import { checkOf, plannedChecks } from "../../src/verification/rungs";
import { connectionOf, credentialOf, rsaKey } from "../verification/support";

const key = rsaKey();
const credential = credentialOf(key);
const connection = connectionOf(credential);
const statement = statementOf(
    {
        verifier: { name: "exo-unattended", version: "0.1.0" },
        provedAt: "2026-08-20T08:00:00Z",
        verdict: "proved",
        tenant: "microsoft",
        until: "exchange",
        stack: { name: "prod", updatedAt: "2026-08-20T07:00:00.5Z", pulumiVersion: "3.259.0" },
        connection,
    },
    plannedChecks(connection, {}).map(({ id }) => checkOf(id, passed("it holds"))),
);
const file = Buffer.from(attest(statement, credential));
const now = new Date();
const stateOf = (content: Buffer, thumbprint = connection.thumbprint, time = now): string =>
    checkAttestation(content, thumbprint, time).state;

describe("an attestation", () => {
    test("is a DSSE envelope with an in-toto statement, signed over its pre-authentication encoding", () => {
        const { payload, payloadType, signatures } = JSON.parse(file.toString()) as {
            payload: string;
            payloadType: string;
            signatures: [{ keyid: string; sig: string; cert: string }];
        };
        expect(payloadType).toBe("application/vnd.in-toto+json");
        const text = Buffer.from(payload, "base64").toString();
        expect(JSON.parse(text)).toMatchObject({
            _type: "https://in-toto.io/Statement/v1",
            subject: [{ digest: { sha256: connection.thumbprintSha256.toLowerCase() } }],
            predicate: {
                stack: { name: "prod" },
                connection,
                verdict: "proved",
                tenant: "microsoft",
            },
        });
        const [{ sig, cert, keyid }] = signatures;
        expect(keyid).toBe(connection.thumbprintSha256.toLowerCase());
        const signed = Buffer.from(`DSSEv1 28 application/vnd.in-toto+json ${Buffer.byteLength(text)} ${text}`);
        const publicKey = {
            key: new X509Certificate(cert).publicKey,
            padding: constants.RSA_PKCS1_PSS_PADDING,
            saltLength: 32,
        };
        expect(verify("sha256", signed, publicKey, Buffer.from(sig, "base64"))).toBe(true);
    });

    test("holds no secret", () => {
        expect(file.toString()).not.toContain("PRIVATE KEY");
        expect(Buffer.from(file.toString(), "base64").toString("latin1")).not.toContain("PRIVATE KEY");
    });

    test("is valid for its certificate, by either thumbprint", () => {
        expect(checkAttestation(file, connection.thumbprint, now)).toEqual({
            state: "valid",
            reason: `its certificate is valid until ${connection.notAfter}`,
            attested: { organization: "contoso.onmicrosoft.com", provedAt: "2026-08-20T08:00:00Z", stack: "prod" },
        });
        expect(stateOf(file, connection.thumbprintSha256.toLowerCase())).toBe("valid");
    });

    test("is told expired and replaced from changed", () => {
        expect(stateOf(file, connection.thumbprint, new Date(Date.parse(connection.notAfter) + 1_000))).toBe("expired");
        expect(stateOf(file, "0".repeat(40))).toBe("replaced");
    });

    test("is never valid once any one of its bytes is another", () => {
        const states = new Set<string>();
        file.forEach((byte, index) => {
            const changed = Buffer.from(file);
            changed[index] = byte ^ (1 << (index % 8));
            states.add(stateOf(changed));
        });
        expect([...states].toSorted()).toEqual(["changed", "unreadable"]);
    });

    test.each([
        ["another line at its end", Buffer.concat([file, Buffer.from("\n")])],
        ["the line breaks of Windows", Buffer.from(file.toString().replaceAll("\n", "\r\n"))],
        ["another order", Buffer.from(`${JSON.stringify(JSON.parse(file.toString()))}\n`)],
        ["half of itself missing", file.subarray(0, file.length / 2)],
        ["nothing in it", Buffer.alloc(0)],
    ])("is not valid with %s", (_, content) => {
        expect(["changed", "unreadable"]).toContain(stateOf(content));
    });

    test("is forged when another certificate's key signs a statement about this one", () => {
        const other = credentialOf(rsaKey());
        const forged = Buffer.from(attest(statement, other));
        expect(stateOf(forged)).toBe("changed");
        expect(stateOf(forged, connectionOf(other).thumbprint)).toBe("changed");
    });

    test("is forged when the certificate is exchanged for another one of the same key", () => {
        const renewed = credentialOf(key);
        const envelope = file.toString();
        const { signatures } = JSON.parse(envelope) as { signatures: [{ cert: string; keyid: string }] };
        const forged = envelope
            .replace(JSON.stringify(signatures[0].cert), JSON.stringify(renewed.certificatePem))
            .replace(signatures[0].keyid, connectionOf(renewed).thumbprintSha256.toLowerCase());
        expect(stateOf(Buffer.from(forged), connectionOf(renewed).thumbprint)).toBe("changed");
    });

    test.each<[string, unknown]>([
        ["another kind of statement", { ...statement, predicateType: "https://slsa.dev/provenance/v1" }],
        ["no subject", { ...statement, subject: [] } satisfies Omit<Statement, "subject"> & { subject: [] }],
        ["nothing", null],
    ])("is none when the certificate's key has signed %s", (_, content) => {
        const text = JSON.stringify(content);
        expect(stateOf(Buffer.from(sealEnvelope({ text, ...credential })))).toBe("unreadable");
    });

    describe("that the genuine key has signed", () => {
        const checked = (predicate: object): AttestationCheck => {
            const text = JSON.stringify({ ...statement, predicate: { ...statement.predicate, ...predicate } });
            return checkAttestation(Buffer.from(sealEnvelope({ text, ...credential })), connection.thumbprint, now);
        };
        const { checks } = statement.predicate;
        const without = (id: string): object => ({ checks: checks.filter((check) => check.id !== id) });
        const ending = (id: string, result: string): object => ({
            checks: checks.map((check) => (check.id === id ? { ...check, result } : check)),
        });

        test("against a local tenant is local", () => {
            expect(checked({ tenant: "local" })).toMatchObject({
                state: "local",
                reason: expect.stringMatching(/not Microsoft/) as string,
            });
        });

        test.each<[string, object, RegExp]>([
            ["another verdict", { verdict: "refused" }, /verdict/],
            ["no verdict", { verdict: undefined }, /verdict/],
            ["no kind of tenant", { tenant: undefined }, /which kind of tenant/],
            ["no end of the proof", { until: "sign-in" }, /how far/],
            ["no checks", { checks: [] }, /"connection" is missing/],
            ["checks that are no list", { checks: "all" }, /checks/],
            ["a missing check", without("exchange-organization"), /"exchange-organization" is missing/],
            ["a skipped sign-in", ending("sign-in", "skipped"), /"sign-in" is missing/],
            ["a skipped answer", ending("exchange", "skipped"), /"exchange" is missing/],
            ["a failed check", ending("token", "failed"), /"token" did not pass/],
            ["an undecided check", ending("exchange-organization", "undecided"), /did not pass/],
            ["a time that is not a date", { provedAt: "yesterday" }, /provedAt is not a date/],
            ["a day that does not exist", { provedAt: "2026-02-30T08:00:00Z" }, /provedAt/],
            ["a time to come", { provedAt: "2999-01-01T00:00:00Z" }, /in the future/],
            [
                "a state's time that is not a date",
                { stack: { name: "prod", updatedAt: "x" } },
                /updatedAt is not a date/,
            ],
            [
                "a connection that is none",
                { connection: { organization: "contoso.onmicrosoft.com" } },
                /connection is not one/,
            ],
            [
                "another certificate's connection",
                { connection: { ...connection, thumbprintSha256: "A".repeat(64) } },
                /another certificate/,
            ],
        ])("with %s is not valid", (_, predicate, reason) => {
            expect(checked(predicate)).toMatchObject({
                state: "unproved",
                reason: expect.stringMatching(reason) as string,
            });
        });

        test("up to the token is valid without an answer of Exchange Online", () => {
            const end = checks.map((check) =>
                check.id.startsWith("exchange") ? { ...check, result: "skipped" } : check,
            );
            expect(checked({ until: "token", checks: end }).state).toBe("valid");
        });
    });
});
