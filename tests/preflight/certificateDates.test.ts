import { checkDates } from "../../src/preflight/certificateDates";
import { kindStep, loginState, loginSteps, pem } from "./support";

const now = new Date();
const ended = pem(-30, -1);
const future = pem(2, 30);

describe("the dates of certificates that exist", () => {
    test("are passed while they hold, and skipped for those that are still to be generated", () => {
        expect(checkDates(loginSteps({ current: pem() }), [], now)).toMatchObject({
            result: "passed",
            evidence: expect.stringMatching(/^"exo-current" is valid until 20/) as string,
        });
        expect(checkDates(loginSteps({ current: undefined }), [], now).result).toBe("skipped");
    });

    test.each([
        ["has ended", ended, /^the certificate "exo-current" ended on 20.*Z$/, /^Set certificatePem/],
        ["has not begun", future, /^the certificate "exo-current" is not valid before 20/, /^Wait until then/],
    ])("fail an active certificate that %s", (_, certificate, evidence, remedy) => {
        expect(checkDates(loginSteps({ current: certificate }), [], now)).toMatchObject({
            result: "failed",
            evidence: expect.stringMatching(evidence) as string,
            remedy: expect.stringMatching(remedy) as string,
        });
    });

    test("fail another certificate when it is to be added, and else warn of it", () => {
        const steps = loginSteps({ current: pem(), old: ended });
        expect(checkDates(steps, [], now)).toMatchObject({
            result: "warning",
            remedy: "Remove it from `certificates`.",
        });
        const added = [...steps, kindStep("ApplicationCertificate", "exo-old", "create")];
        expect(checkDates(added, [], now).result).toBe("failed");
        const replaced = [...steps, kindStep("ApplicationCertificate", "exo-old", "replace")];
        expect(checkDates(replaced, [], now).result).toBe("failed");
    });

    test("are those of the state where the plan changes nothing", () => {
        expect(checkDates([], loginState({ current: ended }), now).result).toBe("failed");
        expect(checkDates([], loginState({ current: pem() }), now).result).toBe("passed");
    });

    test("name all that fail at once", () => {
        const both = checkDates(loginSteps({ current: ended, next: future }, "next"), [], now);
        expect(both).toMatchObject({ result: "failed", evidence: expect.stringContaining('"exo-next"') as string });
        expect(both.evidence).not.toContain('"exo-current"');
    });
});
