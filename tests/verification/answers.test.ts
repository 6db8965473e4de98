import fc from "fast-check";
import { errorText, explainExchangeAnswer } from "../../src/verification/exchange/exchangeAnswer";
import { foreignText } from "../../src/http/foreignText";
import { NetworkFailure } from "../../src/http/networkFailure";
import { isTransient, retryAfterMs, type Answer } from "../../src/http/send";
import { explainSignInAnswer } from "../../src/verification/entra/signInAnswer";
import { anyText } from "../anyText";

const now = new Date("2026-11-23T08:00:00Z");
const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
    status,
    headers,
    body: typeof body === "string" ? body : JSON.stringify(body),
});

describe("an answer of Microsoft Entra without a token", () => {
    const entra = (code: number, text: string): object => ({
        error: "invalid_client",
        error_description: `AADSTS${code}: ${text}`,
        error_codes: [code],
        trace_id: "trace-1",
        correlation_id: "correlation-1",
    });

    test("with a known number is explained, with the ids that Microsoft's support asks for", () => {
        expect(explainSignInAnswer("login", answer(400, entra(700016, "Application not found")), now)).toMatchObject({
            evidence: expect.stringMatching(
                /^AADSTS700016: the tenant has no application .*trace-1.*correlation-1/,
            ) as string,
            mayPassWithTime: true,
        });
    });

    test("with an unknown number is shown whole, and is final", () => {
        expect(explainSignInAnswer("login", answer(400, entra(1234567, "Something new.")), now)).toMatchObject({
            evidence:
                "login answered 400 invalid_client: AADSTS1234567: Something new. (trace id trace-1, correlation id correlation-1)",
            mayPassWithTime: false,
        });
    });

    test.each([429, 500, 503])(
        "with HTTP %i and no known number may resolve after propagation, after Retry-After",
        (status) => {
            expect(
                explainSignInAnswer("login", answer(status, "<html>busy</html>", { "retry-after": "7" }), now),
            ).toMatchObject({
                mayPassWithTime: true,
                retryAfterMs: 7_000,
            });
        },
    );

    test("that is a proxy's page names the proxy, and is final", () => {
        const refusal = explainSignInAnswer("login", answer(407, "<h1>Proxy\u0000 login</h1>"), now);
        expect(refusal.evidence).toBe("login answered 407, not as Microsoft Entra does: <h1>Proxy login</h1>");
        expect(refusal.remedy).toMatch(/proxy/);
        expect(refusal.mayPassWithTime).toBe(false);
    });
});

describe("an answer of Exchange Online without mailboxes", () => {
    test.each([
        [
            "a detail with its type",
            { error: { message: "Invalid Operation", details: [{ message: "|Type|Real text" }] } },
            "Real text",
        ],
        ["a detail in JSON", { error: { details: [{ message: '{"message":"Real text"}' }] } }, "Real text"],
        [
            "an inner exception",
            { error: { message: "x", innererror: { internalexception: { message: "Real text" } } } },
            "Real text",
        ],
        ["a message alone", { error: { message: "Real text" } }, "Real text"],
        ["an empty detail", { error: { message: "Real text", details: [{ message: "" }, null, 1] } }, "Real text"],
        ["no JSON", "Real text", "Real text"],
        ["another JSON", "[1]", "[1]"],
    ])("is read from %s", (_, body, text) => {
        expect(errorText(typeof body === "string" ? body : JSON.stringify(body))).toBe(text);
    });

    test("is read whatever the body is", () => {
        fc.assert(
            fc.property(
                fc.oneof(
                    fc.string(),
                    fc.json(),
                    fc.jsonValue().map((error) => JSON.stringify({ error })),
                ),
                (body) => {
                    expect(typeof errorText(body)).toBe("string");
                },
            ),
        );
    });

    test("keeps the service's own text and the request id beside the explanation", () => {
        const body = "\u0000\u0000The role assigned to application x isn't supported in this scenario.";
        expect(explainExchangeAnswer(answer(403, body), "request-1", now).refusal).toMatchObject({
            evidence:
                "Exchange Online does not support the role of the application, or sees none yet: HTTP 403 The role assigned to application x isn't supported in this scenario. (request id request-1)",
            mayPassWithTime: true,
        });
    });

    test("is explained by its diagnostics header when the body is empty", () => {
        const headers = { "x-ms-diagnostics": '2000008;reason="The token contains no permissions"' };
        expect(explainExchangeAnswer(answer(401, "", headers), "request-1", now).refusal.evidence).toMatch(
            /^Exchange Online finds no permission in the token: HTTP 401 2000008/,
        );
    });

    test("that is unknown is shown whole, and is final", () => {
        expect(explainExchangeAnswer(answer(404, "gone"), "request-1", now).refusal).toMatchObject({
            evidence: "HTTP 404 gone (request id request-1)",
            mayPassWithTime: false,
        });
    });
});

describe("a text from the network", () => {
    test("never holds a control character or a line break", () => {
        fc.assert(
            fc.property(anyText(), (text) => {
                expect(foreignText(text)).not.toMatch(/\p{Cc}/u);
            }),
        );
    });

    test("never holds a token or a key that somebody sent back", () => {
        const text =
            "Bearer eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln and -----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----";
        expect(foreignText(text)).toBe("Bearer [token] and [private key]");
        expect(foreignText("-----BEGIN RSA PRIVATE KEY-----\nMII")).toBe("[private key]");
    });
});

describe("a failed connection", () => {
    const fetchFailed = (code: string): Error =>
        new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code }) });

    test.each([
        ["ENOTFOUND", false, /cannot be reached/, /HTTPS_PROXY/],
        ["ECONNREFUSED", false, /cannot be reached/, /HTTPS_PROXY/],
        ["SELF_SIGNED_CERT_IN_CHAIN", false, /does not trust/, /NODE_EXTRA_CA_CERTS/],
        ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", false, /does not trust/, /NODE_EXTRA_CA_CERTS/],
        ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", false, /does not trust/, /NODE_EXTRA_CA_CERTS/],
        ["ERR_TLS_CERT_ALTNAME_INVALID", false, /does not trust/, /NODE_EXTRA_CA_CERTS/],
        ["CERT_HAS_EXPIRED", false, /outside its dates/, /clock/],
        ["ECONNRESET", true, /did not answer in time, or cut/, /If this persists/],
        ["ERR_PROXY_TUNNEL", false, /cannot be reached through the proxy/, /NO_PROXY/],
        ["EAI_AGAIN", true, /did not answer in time, or cut/, /If this persists/],
        ["EWHATEVER", false, /cannot be called/, /HTTPS_PROXY/],
    ])("%s may pass with time: %s", (code, mayPassWithTime, evidence, remedy) => {
        const failure = new NetworkFailure("login.example:443", fetchFailed(code));
        expect(failure).toMatchObject({ mayPassWithTime });
        expect(failure.evidence).toMatch(evidence);
        expect(failure.evidence).toContain(`(${code})`);
        expect(failure.remedy).toMatch(remedy);
    });

    test("to several addresses tells the reason of the first", () => {
        const cause = new AggregateError([Object.assign(new Error("x"), { code: "ECONNREFUSED" })]);
        expect(new NetworkFailure("host", new TypeError("fetch failed", { cause })).evidence).toContain("ECONNREFUSED");
    });

    test("by a timeout may resolve after propagation", () => {
        expect(new NetworkFailure("host", new DOMException("x", "TimeoutError")).mayPassWithTime).toBe(true);
    });
});

describe("Retry-After", () => {
    test.each([
        ["120", 120_000],
        ["0", 0],
        ["Mon, 23 Nov 2026 08:00:30 GMT", 30_000],
        ["Mon, 23 Nov 2026 07:00:00 GMT", 0],
        ["soon", undefined],
    ])("%s is %s ms", (value, ms) => {
        expect(retryAfterMs(answer(503, "", { "retry-after": value }), now)).toBe(ms);
    });

    test("may be absent", () => {
        expect(retryAfterMs(answer(503, ""), now)).toBeUndefined();
    });

    test.each([
        [429, true],
        [500, true],
        [504, true],
        [400, false],
        [404, false],
    ])("HTTP %i is transient: %s", (status, transient) => {
        expect(isTransient(status)).toBe(transient);
    });
});
