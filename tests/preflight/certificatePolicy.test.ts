import type { KeyRestriction } from "../../src/graph/policies";
import { checkPolicy, plannedCertificates, type PlannedCertificate } from "../../src/preflight/certificatePolicy";
import type { PlannedStep } from "../../src/pulumi/preview";
import { credentialOf, rsaKey } from "../verification/support";

const now = new Date("2026-06-01T00:00:00Z");
const base = "urn:pulumi:s::p::exo-unattended:index:UnattendedAccess";
const step = (type: string, name: string, inputs: PlannedStep["inputs"], path: string, op = "create"): PlannedStep => ({
    ...{ op, type, urn: `${base}$${path}$${type}::${name}`, id: undefined, inputs, provider: undefined },
    parent: `${base}$${path}::${path.endsWith("Application") ? "exo" : name}`,
});
const made = step(
    "tls:index/selfSignedCert:SelfSignedCert",
    "exo-current",
    { validityPeriodHours: 240 },
    "exo-unattended:index:Certificate",
);
const credential = (applicationId: string, op = "create"): PlannedStep =>
    step(
        "azuread:index/applicationCertificate:ApplicationCertificate",
        "exo-current",
        { applicationId },
        "exo-unattended:index:ExchangeApplication",
        op,
    );
const applicationWith = (pem: string): PlannedStep => ({
    ...step("exo-unattended:index:ExchangeApplication", "exo", { certificates: { current: pem } }, "x"),
    urn: `${base}$exo-unattended:index:ExchangeApplication::exo`,
});

describe("the certificates of a plan", () => {
    const tenDays = {
        name: "exo-current",
        notBefore: now,
        notAfter: new Date("2026-06-11T00:00:00Z"),
        isSelfSigned: true,
    };

    test("are those that tls makes for new credentials", () => {
        expect(plannedCertificates([made, credential("unknown")], [], now)).toEqual([
            { ...tenDays, applicationObjectId: undefined },
        ]);
        expect(plannedCertificates([made, credential("/applications/a")], [], now)).toEqual([
            { ...tenDays, applicationObjectId: "a" },
        ]);
    });

    test("are also those that replace another, which a preview calls replace", () => {
        const replaced = [{ ...made, op: "replace" }, credential("/applications/a", "replace")];
        expect(plannedCertificates(replaced, [], now)).toEqual([{ ...tenDays, applicationObjectId: "a" }]);
    });

    test("are known even when the plan stops before the credentials", () => {
        expect(plannedCertificates([made], [], now)).toHaveLength(1);
    });

    test("have their own dates when they are there already", () => {
        const { certificatePem } = credentialOf(rsaKey());
        const [certificate] = plannedCertificates([applicationWith(certificatePem), credential("unknown")], [], now);
        expect(certificate).toMatchObject({ name: "exo-current", isSelfSigned: true });
        expect(certificate?.notAfter).not.toEqual(tenDays.notAfter);
    });

    test("are none when nothing is added", () => {
        expect(plannedCertificates([{ ...made, op: "same" }, credential("/applications/a", "same")], [], now)).toEqual(
            [],
        );
    });
});

describe("the tenant's policy", () => {
    const certificate: PlannedCertificate = {
        name: "exo-current",
        notBefore: now,
        notAfter: new Date("2027-06-01T00:00:00Z"),
        isSelfSigned: true,
        applicationObjectId: undefined,
    };
    const rule = (restrictionType: string, maxLifetime?: string, after?: string): KeyRestriction => ({
        ...{ restrictionType, maxLifetime, restrictForAppsCreatedAfterDateTime: after },
    });
    const lifetime = "asymmetricKeyLifetime";

    test.each<[string, KeyRestriction[]]>([
        ["restricts nothing", []],
        ["allows as long", [rule(lifetime, "P365D")]],
        ["allows longer", [rule(lifetime, "P2Y")]],
        ["spares applications made before a date", [rule(lifetime, "P30D", "2026-07-01T00:00:00Z")]],
        ["restricts something else", [rule("passwordLifetime", "P1D")]],
    ])("that %s lets the certificate pass", (_, rules) => {
        expect(checkPolicy(certificate, rules, now).result).toBe("passed");
    });

    test("that allows less is shown with the validity that would do", () => {
        expect(checkPolicy(certificate, [rule(lifetime, "P180D", "2026-01-01T00:00:00Z")], now)).toEqual({
            result: "failed",
            evidence: 'the tenant allows certificates P180D (180 days); "exo-current" is valid for 365',
            remedy: "Set validityDays to 180 or less, or supply a certificate that ends sooner.",
        });
    });

    test("that trusts its own authorities refuses a self-signed certificate, and no other", () => {
        const rules = [rule("trustedCertificateAuthority")];
        expect(checkPolicy(certificate, rules, now).evidence).toMatch(/"exo-current" is self-signed/);
        expect(checkPolicy({ ...certificate, isSelfSigned: false }, rules, now).result).toBe("passed");
    });
});
