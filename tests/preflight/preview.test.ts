import { checkPreview } from "../../src/preflight/preview";
import { kindStep } from "./support";

describe("the preview", () => {
    const steps = [kindStep("Application", "exo", "create")];

    test("passes with the number of its changes", () => {
        expect(checkPreview({ steps, errors: [] }, false)).toEqual({ result: "passed", evidence: "1 changes" });
        expect(checkPreview({ steps: [], errors: [] }, false).evidence).toBe("nothing changes");
    });

    test("fails with the engine's errors, never for the name alone, and never passes with one", () => {
        expect(checkPreview({ steps, errors: ["preview failed", "boom"] }, false)).toMatchObject({
            result: "failed",
            evidence: "boom",
        });
        expect(checkPreview({ steps, errors: ["prevent_duplicate_names", "preview failed"] }, true).result).toBe(
            "skipped",
        );
        expect(checkPreview({ steps, errors: ["prevent_duplicate_names", "preview failed"] }, false).result).toBe(
            "failed",
        );
        expect(checkPreview({ steps, errors: ["preview failed"] }, false).result).toBe("failed");
    });

    test("says which ways of signing in the plugin knows when it refuses one", () => {
        expect(
            checkPreview({ steps, errors: ["failed to load Azure credentials.\nDetails: x"] }, false).remedy,
        ).toMatch(/knows ARM_CLIENT_SECRET, ARM_CLIENT_CERTIFICATE_PATH, ARM_OIDC_TOKEN/);
    });
});
