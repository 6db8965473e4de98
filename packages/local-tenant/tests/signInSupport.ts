import type { Answer } from "./support";

/** The refusal has Microsoft's form, with that status, OAuth code and AADSTS number. */
export function expectRefusal(answer: Answer, status: number, error: string, number: number, text?: string): void {
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({
        error,
        error_description: expect.stringMatching(
            new RegExp(
                `^AADSTS${number}: .+ Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: [0-9-]{10} [0-9:]{8}Z$`,
            ),
        ) as string,
        error_codes: [number],
        timestamp: expect.any(String) as string,
        trace_id: answer.headers.get("request-id"),
        correlation_id: answer.headers.get("client-request-id"),
        error_uri: `https://login.microsoftonline.com/error?code=${number}`,
    });
    expect(answer.body.error_description).toContain(text ?? "");
}
