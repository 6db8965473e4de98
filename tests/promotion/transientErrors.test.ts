import { areTransient, errorsIn } from "../../src/promotion/transientErrors";

const throttled = "unexpected status 429 (429 Too Many Requests) with error: TooManyRequests: Please retry after";
const signIn = "clientCredentialsToken: received HTTP status 503 with response: {}";
const forbidden = "unexpected status 403 (403 Forbidden) with error: Authorization_RequestDenied: Insufficient";

describe("errors of an update", () => {
    it.each([
        ["throttling", [throttled], true],
        ["a sign-in that is down, with what pulumi says of any failure", ["update failed", signIn], true],
        ["a refusal", [forbidden], false],
        ["a refusal beside throttling", [throttled, forbidden], false],
        ["what is not implemented", ["unexpected status 501 (501 Not Implemented)"], false],
        ["a number that is not a status", ["the name 429 is taken"], false],
        ["a failure that says nothing", ["update failed"], false],
        ["none", [], false],
    ])("may pass by themselves, or not: %s", (_, errors, expected) => {
        expect(areTransient(errors)).toBe(expected);
    });

    it("are found in what pulumi prints for people", () => {
        const log = `Updating (prod):
Diagnostics:
  azuread:index:Application (exo):
    error:   sdk-v2/provider2.go:572: sdk.helper_schema: ${throttled}
    error: 1 error occurred:
    \t* updating urn:pulumi: ${throttled}
  pulumi:pulumi:Stack (p-prod):
    error: update failed
`;
        expect(errorsIn(log)).toContain("update failed");
        expect(areTransient(errorsIn(log))).toBe(true);
    });
});
