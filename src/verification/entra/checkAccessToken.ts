import { failed, undecided, warning } from "../../checks/check";
import type { Attempt } from "../attempt";
import { refused, type Finding } from "../rung";
import { readTokenClaims } from "./tokenClaims";
import { checkToken } from "./tokenChecks";
import { signatureState } from "./tokenSignature";

/**
 * Is the token for us, valid now, and signed by Microsoft Entra?
 * @param audiences what the resource is called; the first is for people
 */
export async function checkAccessToken(
    attempt: Attempt,
    accessToken: string,
    audiences: readonly string[],
): Promise<Finding> {
    const { clockAheadMs = 0 } = await attempt.discovery();
    // By Microsoft Entra's clock: this machine's may be some minutes off.
    const now = new Date(attempt.now().getTime() - clockAheadMs);
    const claims = checkToken(attempt.connection, readTokenClaims(accessToken), audiences, now);
    if (claims.result !== "passed") {
        return claims;
    }
    const keys = await attempt.signingKeys();
    if ("refusal" in keys) {
        return refused(keys.refusal);
    }
    switch (await signatureState(accessToken, keys)) {
        case "valid":
            return claims;
        case "invalid":
            return failed(
                "no key that Microsoft Entra publishes for the tenant has signed it",
                "Check what answers in place of Microsoft Entra, such as a proxy.",
            );
        case "special":
            return attempt.options.until === "token"
                ? undecided(
                      "it has the form that Microsoft reserves for its own services, so its signature cannot be verified",
                      "Verify up to an answer of Exchange Online, which checks the signature itself.",
                  )
                : warning(
                      "it has the form that Microsoft reserves for its own services: Exchange Online checks its signature",
                      "Nothing is to be done when Exchange Online answers.",
                  );
    }
}
