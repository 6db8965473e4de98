import { certificateFacts } from "../../src/certificate/certificateFacts";
import { checkLoss, lostCertificates } from "../../src/preflight/certificateLoss";
import type { PlannedStep } from "../../src/pulumi/preview";
import type { StateResource } from "../../src/pulumi/state";
import { kindStep, loginState, loginSteps, pem } from "./support";

const current = pem();
const next = pem();
const thumbprint = (certificate: string): string => certificateFacts(certificate).thumbprint;
const credential = (name: string, op: string): PlannedStep => kindStep("ApplicationCertificate", name, op);
const outcome = (
    steps: readonly PlannedStep[],
    state: readonly StateResource[],
    options: { isPartial?: boolean; failOnLoss?: boolean } = {},
): ReturnType<typeof checkLoss> =>
    checkLoss(lostCertificates(steps, state, new Date()), { isPartial: false, failOnLoss: false, ...options });
const vault = "/subscriptions/s/providers/Microsoft.KeyVault/vaults/v/secrets/exo";
const manifest = (certificate: string): object => ({
    schemaVersion: 1,
    deliveries: [
        { kind: "keyVaultSecret", place: vault, thumbprint: thumbprint(certificate), notAfter: "2027-01-01T00:00:00Z" },
        {
            kind: "file",
            place: "/srv/exo.pfx",
            host: "web1",
            thumbprint: thumbprint(certificate),
            notAfter: "2027-01-01T00:00:00Z",
        },
    ],
});

describe("an update", () => {
    test("that changes no certificate keeps every one working", () => {
        for (const steps of [loginSteps({ current }), []]) {
            expect(outcome(steps, loginState({ current }))).toEqual({
                ...{ result: "passed", evidence: "every certificate keeps working" },
            });
        }
    });

    test("that replaces the active certificate warns of its thumbprint and of the places that hold it", () => {
        const steps = [...loginSteps({ current: undefined }), credential("exo-current", "replace")];
        const warned = outcome(steps, loginState({ current }, { manifest: manifest(current) }));
        expect(warned).toMatchObject({
            result: "warning",
            evidence:
                `the active certificate "exo-current", thumbprint ${thumbprint(current)}, stops working, because it is replaced; ` +
                `delivered to ${vault}, /srv/exo.pfx on web1`,
            remedy: expect.stringMatching(
                /^To renew without an interruption, add a certificate under another key/,
            ) as string,
        });
        expect(outcome(steps, loginState({ current }), { failOnLoss: true })).toMatchObject({
            result: "failed",
            evidence: expect.stringMatching(/names no place that holds it$/) as string,
        });
    });

    test("that switches to another certificate and removes the old one at once warns of the old one", () => {
        const steps = [...loginSteps({ next }, "next"), credential("exo-current", "delete")];
        const state = loginState({ current, next }, { handedOut: thumbprint(current) });
        expect(outcome(steps, state)).toMatchObject({
            result: "warning",
            evidence: expect.stringContaining(`${thumbprint(current)}, stops working, because it is removed`) as string,
        });
    });

    test("that only switches keeps both working", () => {
        expect(outcome(loginSteps({ current, next }, "next"), loginState({ current, next })).result).toBe("passed");
    });

    test("that removes a certificate which scripts use no longer passes, unless a place still holds it", () => {
        const steps = [...loginSteps({ next }, "next"), credential("exo-current", "delete")];
        const switched = { active: "next", handedOut: thumbprint(next) };
        expect(outcome(steps, loginState({ current, next }, switched))).toMatchObject({
            result: "passed",
            evidence: expect.stringContaining(`no longer: "exo-current" (${thumbprint(current)})`) as string,
        });
        const delivered = loginState({ current, next }, { ...switched, manifest: manifest(current) });
        expect(outcome(steps, delivered)).toMatchObject({
            result: "warning",
            evidence: expect.stringMatching(/^the certificate "exo-current"/) as string,
        });
    });

    test("that makes the credential of the same certificate again keeps it working", () => {
        const steps = [...loginSteps({ current }), credential("exo-current", "replace")];
        expect(outcome(steps, loginState({ current })).result).toBe("passed");
    });

    test.each([
        ["replaces the application", kindStep("Application", "exo", "replace"), "the application is replaced"],
        ["removes the application", kindStep("Application", "exo", "delete"), "the application is removed"],
        [
            "replaces the service principal",
            kindStep("ServicePrincipal", "exo", "replace"),
            "the service principal is replaced",
        ],
    ])("that %s warns too", (_, change, because) => {
        const warned = outcome([...loginSteps({ current }), change], loginState({ current }));
        expect(warned.evidence).toContain(`stops working, because ${because}`);
    });

    test("that replaces a certificate which has ended takes nothing away", () => {
        const steps = [...loginSteps({ current: undefined }), credential("exo-current", "replace")];
        expect(outcome(steps, loginState({ current: pem(-30, -1) })).result).toBe("passed");
    });

    test("whose preview stopped early is not called harmless", () => {
        expect(outcome(loginSteps({ current }), loginState({ current }), { isPartial: true }).result).toBe("skipped");
    });

    test("warns of every certificate in a program that does not say which one scripts use", () => {
        const isAccess = ({ type }: { readonly type: string }): boolean => type.endsWith(":UnattendedAccess");
        const steps = [...loginSteps({ next }), credential("exo-current", "delete")].filter((one) => !isAccess(one));
        const state = loginState({ current, next }).filter((one) => !isAccess(one));
        expect(outcome(steps, state).result).toBe("warning");
    });

    test("shows places from the stack's outputs as text only", () => {
        const steps = [...loginSteps({ next }), credential("exo-current", "delete")];
        const [first] = (manifest(current) as { deliveries: object[] }).deliveries;
        const state = loginState(
            { current },
            {
                manifest: { schemaVersion: 1, deliveries: [{ ...first, place: "/x\n##vso[task.complete]\u001b[2J" }] },
            },
        );
        expect(outcome(steps, state).evidence).toMatch(/delivered to \/x # #vso\[task.complete\]$/);
    });
});
