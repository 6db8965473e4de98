import { attest, checkAttestation, type AttestationCheck } from "../../src/attestation/attestation";
import { revocationStatementOf, type RevocationPredicate } from "../../src/attestation/revocationStatement";
import { connectionOf, credentialOf, rsaKey } from "../verification/support";

const credential = credentialOf(rsaKey());
const connection = connectionOf(credential);
const now = new Date();
const predicate: RevocationPredicate = {
    recorder: { name: "exo-unattended", version: "0.1.0" },
    action: "revoke",
    reason: "the key was in a log",
    by: "deployer",
    at: "2026-08-20T08:00:00Z",
    tenant: "microsoft",
    stack: { name: "prod" },
    connection,
    checks: [{ title: "New sign-ins", result: "passed", evidence: "refused after 3 s" }],
};
const check = (changed: object, thumbprint = connection.thumbprint): AttestationCheck =>
    checkAttestation(
        Buffer.from(attest(revocationStatementOf({ ...predicate, ...changed }), credential)),
        thumbprint,
        now,
    );

describe("an attestation of a revocation", () => {
    it.each(["revoke", "revive"] as const)("is valid for its certificate, and says why: %s", (action) => {
        expect(check({ action })).toMatchObject({
            state: "valid",
            attested: {
                ...{ organization: connection.organization, provedAt: "2026-08-20T08:00:00Z", stack: "prod" },
                revocation: { action, reason: "the key was in a log", by: "deployer" },
            },
        });
    });

    it.each<[string, AttestationCheck["state"], object]>([
        ["of a local tenant", "local", { tenant: "local" }],
        ["of the future", "unproved", { at: "2999-01-01T00:00:00Z" }],
        ["about another certificate", "changed", { connection: { ...connection, thumbprintSha256: "A".repeat(64) } }],
        ["without a reason", "unreadable", { reason: "" }],
        ["of something else", "unreadable", { action: "rename" }],
    ])("%s is %s", (_, state, changed) => {
        expect(check(changed).state).toBe(state);
    });

    it("is not one of another certificate, nor when a byte was changed", () => {
        expect(check({}, "0".repeat(40)).state).toBe("replaced");
        const file = attest(revocationStatementOf(predicate), credential);
        const payload = Buffer.from(JSON.stringify(revocationStatementOf({ ...predicate, reason: "a drill" })));
        const changed = file.replace(/"payload": "[^"]+"/, `"payload": "${payload.toString("base64")}"`);
        expect(checkAttestation(Buffer.from(changed), connection.thumbprint, now).state).toBe("changed");
    });
});
