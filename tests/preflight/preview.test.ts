import { checkPreview } from "../../src/preflight/preview";
import { kindStep } from "./support";

describe("the preview", () => {
    const none = { names: false, signIn: false };
    const steps = [kindStep("Application", "exo", "create")];

    test("passes with the number of its changes", () => {
        expect(checkPreview({ steps, errors: [] }, none)).toEqual({ result: "passed", evidence: "1 change" });
        expect(checkPreview({ steps: [], errors: [] }, none).evidence).toBe("nothing changes");
    });

    test("fails with the engine's errors, never for the name alone, and never passes with one", () => {
        expect(checkPreview({ steps, errors: ["preview failed", "boom"] }, none)).toMatchObject({
            result: "failed",
            evidence: "boom",
        });
        expect(
            checkPreview({ steps, errors: ["prevent_duplicate_names", "preview failed"] }, { ...none, names: true })
                .result,
        ).toBe("skipped");
        expect(checkPreview({ steps, errors: ["prevent_duplicate_names", "preview failed"] }, none).result).toBe(
            "failed",
        );
        expect(checkPreview({ steps, errors: ["preview failed"] }, none).result).toBe("failed");
    });

    test("leaves a refused sign-in to the check of it, and tells what is besides", () => {
        const refused = "UnattendedAccess exo: the azuread provider cannot ask the tenant: AADSTS7000215: x";
        const signIn = { ...none, signIn: true };
        expect(checkPreview({ steps, errors: [refused, "preview failed"] }, signIn).result).toBe("skipped");
        expect(checkPreview({ steps, errors: [refused, "boom"] }, signIn).result).toBe("failed");
        expect(checkPreview({ steps, errors: [refused] }, none).result).toBe("failed");
    });

    test("says which ways of signing in the plugin knows when it refuses one", () => {
        expect(checkPreview({ steps, errors: ["failed to load Azure credentials.\nDetails: x"] }, none).remedy).toMatch(
            /knows ARM_CLIENT_SECRET, ARM_CLIENT_CERTIFICATE_PATH, ARM_OIDC_TOKEN/,
        );
    });
});
