import { foreignText } from "../../http/foreignText";
import { isObject, jsonProperties } from "../../http/json";
import { isTransient, retryAfterMs, type Answer } from "../../http/send";
import { findExchangeError, notImplemented } from "../../microsoft/exchangeErrors";
import type { ExchangeAnswer } from "./exchangeClient";

/** What a refusal of Exchange Online means. */
export function explainExchangeAnswer(
    answer: Answer,
    requestId: string,
    now: Date,
): Extract<ExchangeAnswer, { readonly refusal: unknown }> {
    const { location } = answer.headers;
    const redirected = location === undefined ? "" : `it redirects to ${location.slice(0, 200)}`;
    const said = [errorText(answer.body), answer.headers["x-ms-diagnostics"] ?? "", redirected]
        .map(foreignText)
        .filter(Boolean)
        .join("; ");
    const known = findExchangeError(answer.status, said);
    return {
        known,
        refusal: {
            evidence: `${known === undefined ? "" : `${known.meaning}: `}HTTP ${answer.status} ${said || "without a text"} (request id ${requestId})`,
            remedy:
                known?.remedy ??
                (location === undefined
                    ? "Give the text and the request id to Microsoft's support."
                    : "Check what answers in place of Exchange Online, such as a proxy."),
            mayPassWithTime: known?.mayPassWithTime ?? isTransient(answer.status),
            retryAfterMs: retryAfterMs(answer, now),
            isTransient: isTransient(answer.status),
            isUndecided: known === notImplemented,
        },
    };
}

/**
 * The text of an error body. `error.message` is often only "Invalid Operation"; the real one stands, in this order, in
 * `error.details`, in the inner exception, then there. Some bodies are not JSON at all.
 */
export function errorText(body: string): string {
    const { error } = jsonProperties(body);
    if (!isObject(error)) {
        return body;
    }
    const details = Array.isArray(error["details"]) ? error["details"].filter(isObject) : [];
    const inner = isObject(error["innererror"]) ? error["innererror"]["internalexception"] : undefined;
    const candidates = [...details, ...(isObject(inner) ? [inner] : []), error].map(({ message }) => message);
    return detailText(candidates.find((text) => typeof text === "string" && text !== "") ?? body);
}

/** A detail is `|Type|Message`, or JSON with a message, or plain. */
function detailText(text: unknown): string {
    const plain = String(text);
    const { message } = jsonProperties(plain);
    return typeof message === "string" ? message : plain.replace(/^\|[^|]*\|/, "");
}
