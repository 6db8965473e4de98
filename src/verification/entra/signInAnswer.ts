import type { Refusal } from "../../checks/check";
import { foreignText } from "../../http/foreignText";
import { jsonProperties } from "../../http/json";
import { isTransient, retryAfterMs, type Answer } from "../../http/send";
import { findSignInError, presentedAssertion } from "../../microsoft/signInErrors";

/**
 * What an answer of Microsoft Entra without a token means: the body is an OAuth error (RFC 6749 §5.2) with Microsoft's
 * trace id and correlation id, which Microsoft's support asks for.
 */
export function explainSignInAnswer(host: string, answer: Answer, now: Date): Refusal {
    const body = jsonProperties(answer.body);
    const text = (name: string): string => (typeof body[name] === "string" ? foreignText(body[name]) : "");
    const description = text("error_description");
    const ids = `trace id ${text("trace_id") || "none"}, correlation id ${text("correlation_id") || "none"}`;
    const busy = { retryAfterMs: retryAfterMs(answer, now), isTransient: isTransient(answer.status) };

    const code = Number(/AADSTS(\d+)/.exec(description)?.[1]);
    const known = findSignInError(code, description, host);
    const presented = presentedAssertion(description);
    if (known !== undefined) {
        return {
            evidence: `AADSTS${code}: ${known.meaning}${presented === "" ? "" : `: ${presented}`} (${ids})`,
            remedy: known.remedy,
            mayPassWithTime: known.mayPassWithTime,
            lacksConsent: known.lacksConsent,
            ...busy,
        };
    }
    if (text("error") !== "") {
        return {
            evidence: `${host} answered ${answer.status} ${text("error")}: ${description} (${ids})`,
            remedy: "Look up the number at https://learn.microsoft.com/entra/identity-platform/reference-error-codes.",
            mayPassWithTime: busy.isTransient,
            ...busy,
        };
    }
    return {
        evidence: `${host} answered ${answer.status}, not as Microsoft Entra does: ${foreignText(answer.body) || "no text"}`,
        remedy: "Check what is between this machine and Microsoft Entra, such as a proxy.",
        mayPassWithTime: busy.isTransient,
        ...busy,
    };
}
