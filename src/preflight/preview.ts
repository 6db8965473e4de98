import { failed, passed, skipped, type Outcome } from "../checks/check";
import type { Preview } from "../pulumi/preview";

/**
 * What the engine says about the plan; what other checks say better is left to them.
 * @param failedChecks which of them have failed
 */
export function checkPreview(
    { steps, errors }: Preview,
    failedChecks: { readonly names: boolean; readonly signIn: boolean },
): Outcome {
    if (errors.length === 0) {
        const changes = steps.filter(({ op }) => op !== "same").length;
        return passed(changes === 0 ? "nothing changes" : `${changes} ${changes === 1 ? "change" : "changes"}`);
    }
    const own = errors.filter((text) => !isSummary.test(text));
    if (failedChecks.names && own.every((text) => isDuplicateName.test(text))) {
        return skipped("it stops at the display name");
    }
    if (failedChecks.signIn && own.every((text) => isRefusedSignIn.test(text))) {
        return skipped("it stops at the sign-in");
    }
    const shown = failedChecks.names ? own.filter((text) => !isDuplicateName.test(text)) : own;
    return failed((shown.length === 0 ? errors : shown).join("\n"), remedyFor(errors.join("\n")));
}

const isSummary = /^preview failed$/;
const isDuplicateName = /prevent_duplicate_names/;
/** In the words of the components, or of Microsoft Entra. */
const isRefusedSignIn = /cannot ask the tenant|AADSTS\d+/;

/** pulumi-azuread 6.9.1 checks the sign-in before the provider does, and knows fewer ways (provider/resources.go). */
function remedyFor(errors: string): string {
    return /failed to load Azure credentials/.test(errors)
        ? "pulumi's azuread plugin 6.9.1 checks the sign-in once more, and knows ARM_CLIENT_SECRET, ARM_CLIENT_CERTIFICATE_PATH, ARM_OIDC_TOKEN with ARM_USE_OIDC, and the Azure CLI only. Use one of these (docs/deployer.md)."
        : "Fix this and run preflight again. Resources after the failure were not checked.";
}
