import { checkPreview } from "../../src/preflight/preview";
import { checkStack } from "../../src/preflight/stack";
import { kindStep } from "./support";

describe("the stack", () => {
    const holder = "anna@build (process 1), since 2026-11-26T10:00:00Z";

    test("is ready when nothing locks it and no update was interrupted", () => {
        expect(checkStack([], []).result).toBe("passed");
    });

    test("fails while it is locked, and points to repair once the lock's process has ended", () => {
        expect(checkStack([{ holder, since: undefined, process: "ended" }], [])).toEqual({
            result: "failed",
            evidence: `the stack is locked by ${holder}; that process has ended`,
            remedy: "Run exo-unattended repair, which clears it after asking.",
        });
        expect(checkStack([{ holder, since: undefined, process: "running" }], [])).toMatchObject({
            result: "failed",
            remedy: expect.stringMatching(
                /^Wait until that update ends\. If it was interrupted: Run exo-unattended repair/,
            ) as string,
        });
    });

    test("warns of an update that was interrupted", () => {
        expect(checkStack([], [{ urn: "urn:pulumi:s::p::t::exo", type: "creating" }])).toMatchObject({
            result: "warning",
            evidence: 'an update was interrupted while creating "exo"',
        });
    });
});

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
