import { attest, checkAttestation } from "../../src/attestation/attestation";
import { promotionStatement, type Promotion } from "../../src/attestation/promotionRecord";
import { statementOf } from "../../src/attestation/statement";
import { passed } from "../../src/checks/check";
import { checkOf, plannedChecks } from "../../src/verification/rungs";
import { connectionOf, credentialOf, rsaKey } from "../verification/support";

const credential = credentialOf(rsaKey());
const connection = connectionOf(credential);
const [definition, state, seal] = ["a", "b", "c"].map((digit) => digit.repeat(64)) as [string, string, string];
const now = new Date();
const at = new Date(now.getTime() - 60_000).toISOString();

const promotion: Promotion = {
    ...{ from: "dev", to: "test", definition, state, seal, approvedBy: "ann", tenant: "microsoft", connection },
};
const recordOf = (change: Partial<Promotion> = {}): ReturnType<typeof promotionStatement> =>
    promotionStatement(
        { ...promotion, ...change },
        {
            ...{ version: "1.0.0", pulumiVersion: "3.259.0", verifiedAt: at, policy: "d".repeat(64) },
            inputs: [{ uri: "attestation.json", digest: { sha256: "e".repeat(64) } }],
        },
    );
const check = (statement: Parameters<typeof attest>[0]): ReturnType<typeof checkAttestation> =>
    checkAttestation(Buffer.from(attest(statement, credential)), connection.thumbprint, now);

describe("a promotion's record", () => {
    it("is a verification summary about the certificate, the definition and the state", () => {
        expect(recordOf()).toMatchObject({
            subject: [
                { digest: { sha256: connection.thumbprintSha256.toLowerCase() } },
                { name: "definition", digest: { sha256: definition } },
                { name: "state of test", digest: { sha256: state } },
            ],
            predicateType: "https://slsa.dev/verification_summary/v1",
            predicate: {
                timeVerified: at,
                verificationResult: "PASSED",
                policy: { digest: { sha256: "d".repeat(64) } },
                inputAttestations: [{ uri: "attestation.json", digest: { sha256: "e".repeat(64) } }],
                verifiedLevels: ["EXO_UNATTENDED_PROMOTED"],
            },
        });
    });

    it("says, without a network, which definition was promoted where, with which seal", () => {
        expect(check(recordOf())).toMatchObject({
            state: "valid",
            attested: {
                ...{
                    organization: connection.organization,
                    provedAt: at,
                    stack: "test",
                    definition,
                    stateDigest: state,
                },
                promotion: { from: "dev", seal, isRestoration: false },
            },
        });
    });

    it("of a tenant on the verifier's machine is local", () => {
        expect(check(recordOf({ tenant: "local" })).state).toBe("local");
    });

    it.each([
        ["another definition than its subject's", { definition: state }],
        ["another state than its subject's", { state: definition }],
    ])("is not a proof with %s", (_, change) => {
        const { subject } = recordOf();
        expect(check({ ...recordOf(change), subject })).toMatchObject({ state: "unproved" });
    });

    it("is not a proof with a time to come", () => {
        const statement = recordOf();
        const timeVerified = new Date(now.getTime() + 3_600_000).toISOString();
        expect(check({ ...statement, predicate: { ...statement.predicate, timeVerified } }).state).toBe("unproved");
    });

    it("is not one when its result is another", () => {
        const statement = recordOf();
        const predicate = { ...statement.predicate, verificationResult: "FAILED" };
        expect(check({ ...statement, predicate }).state).toBe("unreadable");
    });
});

describe("an attestation of a stack", () => {
    const statement = statementOf(
        {
            ...{ verifier: { name: "exo-unattended", version: "1.0.0" }, provedAt: at, verdict: "proved" },
            ...{ tenant: "microsoft", until: "exchange", definition, connection },
            stack: { name: "dev", updatedAt: at, pulumiVersion: "3.259.0", state },
        },
        plannedChecks(connection, {}).map(({ id }) => checkOf(id, passed("it holds"))),
    );

    it("is about the certificate, the definition and the state", () => {
        expect(statement.subject.map(({ digest }) => digest.sha256)).toEqual([
            ...[connection.thumbprintSha256.toLowerCase(), definition, state],
        ]);
        expect(check(statement)).toMatchObject({
            state: "valid",
            attested: { stack: "dev", definition, stateDigest: state },
        });
    });

    it.each([
        ["a subject less", statement.subject.slice(0, 2)],
        ["its subjects in another order", [statement.subject[0], statement.subject[2], statement.subject[1]]],
    ])("is not a proof with %s", (_, subject) => {
        expect(check({ ...statement, subject: subject as unknown as typeof statement.subject }).state).toBe("unproved");
    });
});
