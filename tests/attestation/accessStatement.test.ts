import { accessStatementOf, type AccessPredicate, type AttestedAccess } from "../../src/attestation/accessStatement";
import { attest, checkAttestation, type AttestationCheck } from "../../src/attestation/attestation";
import { sealEnvelope } from "../../src/attestation/envelope";
import { connectionOf, credentialOf, rsaKey } from "../verification/support";

const credential = credentialOf(rsaKey());
const connection = connectionOf(credential);
const now = new Date();

const permission: AttestedAccess = {
    ...{ principal: "exo", kind: "apiPermission", what: "Office 365 Exchange Online: Exchange.ManageAsApp" },
    ...{ scope: "/", via: "admin consent", until: "never" },
};
const role: AttestedAccess = { ...permission, kind: "directoryRole", what: "Global Reader", via: "role assignment" };
const certificate: AttestedAccess = {
    ...{ ...permission, kind: "credential", what: "certificate current", via: "application" },
    ...{ until: "2027-01-01T00:00:00Z", thumbprint: connection.thumbprint },
};
const all = [permission, role, certificate];
const predicate: AccessPredicate = {
    auditor: { name: "exo-unattended", version: "0.1.0" },
    auditedAt: "2026-08-20T08:00:00Z",
    tenant: "microsoft",
    stack: { name: "prod", updatedAt: "2026-08-20T07:00:00.5Z", pulumiVersion: "3.259.0", state: "ab".repeat(32) },
    connection,
    access: { predicted: all, state: all, tenant: all, token: [permission, role] },
    notJudged: [],
};

const check = (changed: object): AttestationCheck =>
    checkAttestation(
        Buffer.from(
            sealEnvelope({
                text: JSON.stringify(accessStatementOf({ ...predicate, ...changed })),
                ...credential,
            }),
        ),
        connection.thumbprint,
        now,
    );
const views = (changed: Partial<AccessPredicate["access"]>): object => ({
    access: { ...predicate.access, ...changed },
});

describe("an attestation of access", () => {
    it("is valid for its certificate, and says how much it attests", () => {
        const file = Buffer.from(attest(accessStatementOf(predicate), credential));
        expect(checkAttestation(file, connection.thumbprintSha256, now)).toEqual({
            state: "valid",
            reason: `its certificate is valid until ${connection.notAfter}`,
            attested: {
                ...{ organization: "contoso.onmicrosoft.com", provedAt: "2026-08-20T08:00:00Z", stack: "prod" },
                stateDigest: "ab".repeat(32),
                access: "3 accesses are the same in program, state and tenant, and 2 of them in the token",
            },
        });
        expect(checkAttestation(file, "0".repeat(40), now).state).toBe("replaced");
    });

    it("is local when a tenant on the auditor's machine answered, and names what could not be read", () => {
        expect(check({ tenant: "local", notJudged: ["exo: role group"] })).toMatchObject({
            state: "local",
            reason: expect.stringContaining("a tenant on the verifier's machine") as string,
            attested: { access: expect.stringContaining("1 could not be read") as string },
        });
    });

    it("takes a certificate for itself, however program and tenant call it", () => {
        expect(check(views({ tenant: [permission, role, { ...certificate, what: "certificate cert" }] })).state).toBe(
            "valid",
        );
    });

    it.each<[string, object, RegExp]>([
        ["a state that differs from the program", views({ state: [permission, certificate] }), /program and state/],
        [
            "a tenant that differs from the state",
            views({ tenant: [...all, { ...role, what: "x" }] }),
            /state and tenant/,
        ],
        [
            "another certificate in the tenant",
            views({ tenant: [permission, role, { ...certificate, thumbprint: "AA" }] }),
            /state and tenant/,
        ],
        [
            "a token with more than the tenant",
            views({ token: [permission, { ...role, what: "x" }] }),
            /its token holds/,
        ],
        ["an empty tenant", views({ predicted: [], state: [], tenant: [] }), /no access/],
        ["an empty token", views({ token: [] }), /no access of the token/],
        [
            "access that was not known",
            views(
                Object.fromEntries(
                    ["predicted", "state", "tenant"].map((view) => [view, [...all, { ...role, what: null }]]),
                ),
            ),
            /was not known/,
        ],
        ["a time in the future", { auditedAt: "2999-01-01T00:00:00Z" }, /in the future/],
        ["a time that is not one", { auditedAt: "yesterday" }, /not a date/],
        [
            "another certificate's connection",
            { connection: connectionOf(credentialOf(rsaKey())) },
            /something else|another certificate|about/,
        ],
        ["no access at all", { access: {} }, /access/],
    ])("shows nothing with %s, though the genuine key has signed it", (_, changed, reason) => {
        const { state, reason: found } = check(changed);
        expect(["unproved", "changed"]).toContain(state);
        expect(found).toMatch(reason);
    });
});
