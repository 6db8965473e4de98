import { findSignInError, presentedAssertion, signInErrors } from "../../src/microsoft/signInErrors";

describe("the table of sign-in errors", () => {
    test.each([
        [700027, "key not found", true, /no certificate of this application/],
        [700027, "[Reason - The key used is expired.]", false, /credential on the application has expired/],
        [700016, "", true, /no application with this client id/],
        [7000229, "", true, /no service principal/],
        [90002, "", false, /no tenant has this id/],
        [900382, "", false, /another national cloud/],
        [500011, "", false, /Exchange Online is not in the tenant/],
        [650052, "", false, /no subscription/],
        [65001, "", true, /nobody has consented/],
        [700024, "", false, /clock is wrong/],
        [7000112, "", false, /application is disabled/],
        [53003, "", false, /Conditional Access/],
        [500014, "", false, /API is disabled/],
        [501051, "", true, /only applications with a permission/],
        [7000215, "", false, /client secret/],
        [7000222, "", false, /client secret/],
        [50034, "", false, /looked for a user/],
        [90033, "", true, /busy/],
    ])("AADSTS%i (%s) may pass with time: %s", (code, description, mayPassWithTime, meaning) => {
        const error = findSignInError(code, description);
        expect(error?.mayPassWithTime).toBe(mayPassWithTime);
        expect(error?.meaning).toMatch(meaning);
    });

    test("a number that is not in it is unknown, so nobody waits for it", () => {
        expect(findSignInError(1, "")).toBeUndefined();
        expect(findSignInError(NaN, "")).toBeUndefined();
    });

    test.each(signInErrors)("AADSTS$code says what to do, in sentences, and where that is known from", (error) => {
        expect(error.meaning).not.toMatch(/\.$/);
        expect(error.remedy).toMatch(/^[A-Z].*[.:<>\w)]$/);
        expect(error.source).not.toBe("");
    });
});

describe("what was presented by a federated sign-in", () => {
    test.each([
        [
            "AADSTS700213: No matching federated identity record found for presented assertion subject 'repo:contoso/exo:pull_request'. Check it.",
            'subject "repo:contoso/exo:pull_request"',
        ],
        [
            "AADSTS700211: No matching federated identity record found for presented assertion issuer 'https://token.actions.githubusercontent.com'.",
            'issuer "https://token.actions.githubusercontent.com"',
        ],
        [
            "AADSTS70021: No matching federated identity record found for presented assertion. Assertion Issuer: 'https://a'. Assertion Subject: 'b'. Assertion Audience: 'api://c'.",
            'issuer "https://a", subject "b", audience "api://c"',
        ],
        ["AADSTS700016: Application not found.", ""],
    ])("is read from %j", (description, presented) => {
        expect(presentedAssertion(description)).toBe(presented);
    });

    test.each([70021, 700211, 700212, 700213])("AADSTS%i asks for a credential that matches it", (code) => {
        expect(findSignInError(code, "")?.remedy).toMatch(/issuer, subject and audience/);
    });
});

test("a remedy has the sign-in host of the user's cloud, and no placeholder is left", () => {
    const hosts = ["login.microsoftonline.us", "login.partner.microsoftonline.cn"];
    for (const host of hosts) {
        for (const { code, description } of signInErrors) {
            const { remedy = "" } = findSignInError(code, description?.source ?? "", host) ?? {};
            expect(remedy).not.toMatch(/[{}]|login\.microsoftonline\.com/);
        }
        expect(findSignInError(700016, "", host)?.remedy).toContain(`https://${host}/<tenant>/adminconsent`);
    }
});
