import { failed, passed, skipped, type Outcome } from "../checks/check";
import type { Preview } from "../pulumi/preview";

/**
 * What the engine says about the plan; what other checks say better is left to them.
 * @param isNameTaken whether the check of display names has failed
 */
export function checkPreview({ steps, errors }: Preview, isNameTaken: boolean): Outcome {
    if (errors.length === 0) {
        const changes = steps.filter(({ op }) => op !== "same").length;
        return passed(changes === 0 ? "nothing changes" : `${changes} changes`);
    }
    const own = errors.filter((text) => !isSummary.test(text) && !(isNameTaken && isDuplicateName.test(text)));
    return own.length === 0 && isNameTaken
        ? skipped("it stops at the display name")
        : failed((own.length === 0 ? errors : own).join("\n"), remedyFor(errors.join("\n")));
}

const isSummary = /^preview failed$/;
const isDuplicateName = /prevent_duplicate_names/;

/** pulumi-azuread 6.9.1 checks the sign-in before the provider does, and knows fewer ways (provider/resources.go). */
function remedyFor(errors: string): string {
    return /failed to load Azure credentials/.test(errors)
        ? "pulumi's azuread plugin 6.9.1 checks the sign-in once more, and knows ARM_CLIENT_SECRET, ARM_CLIENT_CERTIFICATE_PATH, ARM_OIDC_TOKEN with ARM_USE_OIDC, and the Azure CLI only. Use one of these (docs/deployer.md)."
        : "Fix this and run preflight again. Resources after the failure were not checked.";
}
