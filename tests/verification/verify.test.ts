import { createPublicKey, hash, sign } from "node:crypto";
import { inspect } from "node:util";
import { decodeProtectedHeader, jwtVerify } from "jose";
import {
    exchangeManageAsApp,
    exchangeOnlineProtectionManageAsApp,
    permissionsOf,
} from "../../src/microsoft/permissions";
import { Cloud, clouds } from "../../src/microsoft/clouds";
import type { CheckResult } from "../../src/checks/check";
import { NetworkFailure } from "../../src/http/networkFailure";
import { type VerificationEvent, type VerifyOptions } from "../../src/verification/options";
import type { Request, Send } from "../../src/http/send";
import { verify, type Verification } from "../../src/verification/verify";
import { connectionOf, credentialOf, fakeClock, rsaKey } from "./support";
import { UserError } from "../../src/errors/userError";

const key = rsaKey();
const credential = credentialOf(key);
const connection = connectionOf(credential);
const tokenUrl = (cloud: Cloud): string => `${clouds[cloud].loginUrl}/${connection.tenantId}/oauth2/v2.0/token`;

/** Microsoft Entra's signing key. */
const issuerKey = rsaKey();
const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");

/** The claims as a token with that header, signed over another header if given. */
function signed(claims: object, header: object = {}, signedHeader = header, key = issuerKey): string {
    const base = { typ: "JWT", alg: "RS256", kid: "key-1" };
    const [shown, hidden] = [encode({ ...base, ...header }), encode({ ...base, ...signedHeader })];
    const signature = sign("sha256", Buffer.from(`${hidden}.${encode(claims)}`), key).toString("base64url");
    return `${shown}.${encode(claims)}.${signature}`;
}

/** A token that is all right, with changes. */
function token(changes: object = {}, { cloud } = connection): string {
    return signed(claimsOf(changes, cloud));
}

function claimsOf(changes: object = {}, cloud = Cloud.Global): object {
    return {
        aud: clouds[cloud].exchangeUrl,
        iss: `${clouds[cloud].tokenIssuerUrl}/${connection.tenantId}/`,
        tid: connection.tenantId,
        appid: connection.clientId,
        oid: connection.servicePrincipalObjectId,
        appidacr: "2",
        exp: Math.floor(Date.now() / 1000) + 3600,
        roles: [exchangeManageAsApp.value],
        wids: connection.roles,
        ...changes,
    };
}

const tokenAnswer = (accessToken: string): Response =>
    Response.json({ token_type: "Bearer", expires_in: 3599, access_token: accessToken });
const refusal = (code: number, init: ResponseInit = { status: 400 }): Response =>
    Response.json({ error: "invalid_client", error_description: `AADSTS${code}: text` }, init);
const organizationId = "EUR.PROD/Microsoft Exchange Hosted Organizations/contoso.onmicrosoft.com - EUR.PROD/x";
const mailboxes = (): Response =>
    Response.json({ value: [{ UserPrincipalName: "ada@contoso.com", OrganizationId: organizationId }] });

/** Microsoft Entra's metadata about a domain, as it is unless a test plans another. */
const metadata = (loginUrl: string): Response =>
    Response.json(
        {
            issuer: `${loginUrl}/${connection.tenantId}/v2.0`,
            jwks_uri: `${loginUrl}/${connection.tenantId}/discovery/v2.0/keys`,
        },
        { headers: { date: new Date().toUTCString() } },
    );
const publishedKeys = (): Response =>
    Response.json({ keys: [{ ...createPublicKey(issuerKey).export({ format: "jwk" }), kid: "key-1", use: "sig" }] });

interface Call extends Request {
    /** The fields of a form. */
    readonly form: URLSearchParams;
}

/** What stands in for the network in the test that runs. */
let send: Send;

/** Answers each request in turn in place of the network, the last for ever, and notes those that are not for what is published. */
function network(...answers: (() => Response)[]): Call[] {
    const calls: Call[] = [];
    send = async (request) => {
        const response = published(request.url) ?? planned(request);
        return {
            status: response.status,
            headers: Object.fromEntries(response.headers),
            body: await response.text(),
        };
    };
    const published = (url: string): Response | undefined =>
        url.includes("unknown.onmicrosoft.com")
            ? refusal(90002)
            : url.endsWith("/openid-configuration")
              ? metadata(new URL(url).origin)
              : url.endsWith("/discovery/v2.0/keys")
                ? publishedKeys()
                : undefined;
    const planned = (request: Request): Response => {
        calls.push({ ...request, form: new URLSearchParams(request.body) });
        const plan = answers.length > 1 ? answers.shift() : answers[0];
        return plan?.() ?? new Response("no answer planned", { status: 404 });
    };
    return calls;
}

async function run(options: VerifyOptions = {}): Promise<{ result: Verification; events: VerificationEvent[] }> {
    const events: VerificationEvent[] = [];
    const onEvent = (event: VerificationEvent): void => void events.push(event);
    return { result: await verify(connection, credential, { send, clock: fakeClock(), onEvent, ...options }), events };
}

const results = ({ checks }: Verification): CheckResult[] => checks.map(({ result }) => result);
const pauses = (events: VerificationEvent[]): number[] =>
    events.flatMap((event) => (event.type === "pause" ? [event.pauseMs] : []));

describe("a verification against planned answers", () => {
    test("proves a login with two requests, and asks nobody else", async () => {
        const calls = network(() => tokenAnswer(token()), mailboxes);
        const { result } = await run();
        expect(result).toMatchObject({ verdict: "proved", attempts: 1 });
        expect(results(result)).toEqual(Array<CheckResult>(10).fill("passed"));
        expect(calls.map(({ url }) => url)).toEqual([
            expect.stringContaining(tokenUrl(Cloud.Global)),
            `https://outlook.office365.com/adminapi/beta/${connection.tenantId}/Mailbox?PropertySet=Minimum&$top=1`,
        ]);
    });

    test.each(Object.values(Cloud))("calls the hosts of the cloud %s only, with its scope", async (cloud) => {
        const { exchangeUrl, loginUrl } = clouds[cloud];
        const needsProtectionPermission = permissionsOf(cloud).length > 1;
        const calls = network(
            () => tokenAnswer(token({}, { ...connection, cloud })),
            ...(needsProtectionPermission
                ? [
                      () =>
                          tokenAnswer(
                              token({ aud: exchangeOnlineProtectionManageAsApp.apiClientId }, { ...connection, cloud }),
                          ),
                  ]
                : []),
            mailboxes,
        );
        const suffix = clouds[cloud].initialDomainSuffixes[0] ?? "";
        const elsewhere = { ...connection, cloud, organization: `contoso${suffix}` };
        const { verdict } = await verify(elsewhere, credential, { send, clock: fakeClock() });
        expect(verdict).toBe("proved");
        expect(calls.map(({ url }) => new URL(url).origin)).toEqual([
            ...(needsProtectionPermission ? [loginUrl] : []),
            loginUrl,
            exchangeUrl,
        ]);
        expect(calls[0]?.form.get("scope")).toBe(`${exchangeUrl}/.default`);
    });

    test("signs its assertion with PS256 and names the certificate by its SHA-256 thumbprint", async () => {
        const calls = network(() => tokenAnswer(token()), mailboxes);
        await run();
        const assertion = calls[0]?.form.get("client_assertion") ?? "";
        expect(decodeProtectedHeader(assertion)).toMatchObject({
            alg: "PS256",
            "x5t#S256": Buffer.from(connection.thumbprintSha256, "hex").toString("base64url"),
        });
        await expect(jwtVerify(assertion, createPublicKey(key), { clockTolerance: 5 })).resolves.toMatchObject({
            payload: { iss: connection.clientId, sub: connection.clientId, aud: tokenUrl(Cloud.Global) },
        });
    });

    test("asks Exchange Online as Get-EXOMailbox does, under its own name", async () => {
        const accessToken = token();
        const calls = network(() => tokenAnswer(accessToken), mailboxes);
        await run();
        expect(calls[1]).toMatchObject({
            method: "GET",
            headers: {
                Authorization: `Bearer ${accessToken}`,
                "X-AnchorMailbox": `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${connection.tenantId}`,
                "X-ClientApplication": "exo-unattended",
                "client-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
            },
        });
    });

    test("shows neither key nor token nor a person's name, however it ends", async () => {
        const accessToken = token();
        const outcomes = [
            [() => tokenAnswer(accessToken), mailboxes],
            [() => tokenAnswer(accessToken), () => new Response(`echo: Bearer ${accessToken}`, { status: 404 })],
            [() => new Response(`echo: ${credential.privateKeyPem} ${accessToken}`, { status: 407 })],
            [() => new Response(credential.privateKeyPem)],
        ];
        for (const answers of outcomes) {
            network(...answers);
            const shown = inspect(await run({ timeoutMs: 0 }), { depth: null });
            expect(shown).not.toContain(accessToken.slice(0, 40));
            expect(shown).not.toContain(credential.privateKeyPem.split("\n")[1]);
            expect(shown).not.toContain("ada@");
        }
    });

    test("skips what rests on a rung that failed, and says on which", async () => {
        network(() => refusal(90002));
        const { result } = await run();
        expect(result).toMatchObject({ verdict: "refused", attempts: 1 });
        expect(results(result)).toEqual([
            ...Array<CheckResult>(4).fill("passed"),
            "failed",
            ...Array<CheckResult>(5).fill("skipped"),
        ]);
        expect(result.checks[9]?.evidence).toBe('not tried, because "Sign-in" failed');
    });

    test("fails the first rung for something that is not a connection, without a request", async () => {
        const calls = network(mailboxes);
        const result = await verify({ ...connection, roles: ["x"], clientId: 1 }, credential, { send });
        expect(result.verdict).toBe("refused");
        expect(result.checks[0]).toMatchObject({
            result: "failed",
            evidence: expect.stringMatching(/clientId.*roles/) as string,
        });
        expect(calls).toEqual([]);
    });

    test("waits with growing pauses for what may pass, and proves it with a new token", async () => {
        const calls = network(
            () => refusal(700016),
            () => refusal(700027),
            () => tokenAnswer(token({ roles: undefined })),
            () => tokenAnswer(token({ wids: [] })),
            () => tokenAnswer(token()),
            () => new Response("\0", { status: 403 }),
            () => tokenAnswer(token()),
            mailboxes,
        );
        const { result, events } = await run();
        expect(result).toMatchObject({ verdict: "proved", attempts: 6 });
        expect(calls).toHaveLength(8);
        expect(events.filter(({ type }) => type === "pause")).toMatchObject(
            ["sign-in", "sign-in", "permission", "directory-roles", "exchange"].map((id) => ({ waitingFor: { id } })),
        );
        const [first = 0, second = 0] = pauses(events);
        expect(second).toBeGreaterThan(first);
    });

    test("tries a last time when the time is over, and not again", async () => {
        network(() => refusal(700016));
        const { result, events } = await run({ timeoutMs: 90_000 });
        expect(result).toMatchObject({ verdict: "not-proved-in-time", durationMs: 90_000 });
        expect(results(result)[4]).toBe("waiting");
        expect(pauses(events).reduce((sum, pause) => sum + pause, 0)).toBe(90_000);
    });

    test("with no time tries once", async () => {
        const calls = network(() => refusal(700016));
        const { result } = await run({ timeoutMs: 0 });
        expect(result).toMatchObject({ verdict: "not-proved-in-time", attempts: 1 });
        expect(calls).toHaveLength(1);
    });

    test("stays away for as long as the service asks", async () => {
        const busy = (): Response => refusal(90006, { status: 429, headers: { "Retry-After": "45" } });
        network(busy, () => tokenAnswer(token()), mailboxes);
        const { result, events } = await run();
        expect(result.verdict).toBe("proved");
        expect(pauses(events)).toEqual([45_000]);
    });

    test("ends when the service asks for more time than there is", async () => {
        network(() => new Response("", { status: 503, headers: { "Retry-After": "120" } }));
        const { result, events } = await run({ timeoutMs: 60_000 });
        expect(result).toMatchObject({ verdict: "not-proved-in-time", attempts: 1 });
        expect(pauses(events)).toEqual([]);
    });

    test("waits for a connection that broke, and ends at one that this machine does not trust", async () => {
        const broken = (code: string) => (): never => {
            throw new NetworkFailure("login.microsoftonline.com", Object.assign(new Error("x"), { code }));
        };
        network(broken("ECONNRESET"), broken("SELF_SIGNED_CERT_IN_CHAIN"));
        const { result } = await run();
        expect(result).toMatchObject({ verdict: "refused", attempts: 2 });
        expect(result.checks[4]).toMatchObject({
            evidence:
                "login.microsoftonline.com shows a TLS certificate that this machine does not trust (SELF_SIGNED_CERT_IN_CHAIN)",
            remedy: expect.stringContaining("NODE_EXTRA_CA_CERTS") as string,
        });
    });

    test("waits when the list of mailboxes arrives broken", async () => {
        network(
            () => tokenAnswer(token()),
            () => new Response('{"value": [', { status: 200 }),
        );
        const { result } = await run({ timeoutMs: 0 });
        expect(results(result)[8]).toBe("undecided");
    });

    test("passes when the organization has no mailbox, and asks for its name instead", async () => {
        const calls = network(
            () => tokenAnswer(token()),
            () => Response.json({ value: [] }),
            () => Response.json({ value: [{ Name: "contoso", OrganizationId: organizationId }] }),
        );
        const { result } = await run();
        expect(result.verdict).toBe("proved");
        expect(calls[2]?.body).toContain("Get-OrganizationConfig");
        expect(result.checks[9]?.evidence).toBe(
            "the answer comes from contoso.onmicrosoft.com, which belongs to the tenant",
        );
    });

    describe("is undecided, not proved, when Exchange Online answers with", () => {
        const named = (organization: string): string => organizationId.replace("contoso.onmicrosoft.com", organization);

        test.each<[string, unknown]>([
            ["no rows at all", { value: [] }],
            ["rows that are nothing", { value: [{}] }],
            ["rows that are no objects", { value: [1, "x", null] }],
            ["no list", { value: "x" }],
            ["something that is not JSON", "<html>welcome</html>"],
            [
                "an error beside its rows",
                { error: { message: "x" }, value: [{ Guid: "1", OrganizationId: organizationId }] },
            ],
            ["an organization without an object", { value: [{ OrganizationId: organizationId }] }],
            [
                "a name that is no organization's id",
                { value: [{ Guid: "1", OrganizationId: "contoso.onmicrosoft.com" }] },
            ],
            [
                "an organization that nobody knows",
                { value: [{ Guid: "1", OrganizationId: named("unknown.onmicrosoft.com") }] },
            ],
        ])("%s", async (_, body) => {
            network(
                () => tokenAnswer(token()),
                () => new Response(typeof body === "string" ? body : JSON.stringify(body)),
            );
            const { result } = await run({ timeoutMs: 0 });
            expect(result.verdict).toBe("undecided");
            const check = result.checks.find(({ result: ended }) => ended === "undecided");
            expect(check?.remedy).toMatch(/\.$/);
        });
    });

    test("asks again when an answer was garbage, and proves the login by the next", async () => {
        const page = (): Response => new Response("<html>welcome</html>");
        network(
            () => tokenAnswer(token()),
            page,
            () => tokenAnswer(token()),
            mailboxes,
        );
        expect((await run()).result).toMatchObject({ verdict: "proved", attempts: 2 });
    });

    test("takes the organization from a command of the user's when the organization's own is not allowed", async () => {
        const notAllowed = (): Response => new Response("User is not allowed to call it", { status: 403 });
        const domain = (): Response => Response.json({ value: [{ Name: "contoso", OrganizationId: organizationId }] });
        network(
            () => tokenAnswer(token()),
            () => Response.json({ value: [] }),
            notAllowed,
            domain,
        );
        expect((await run({ commands: ["Get-AcceptedDomain"] })).result.verdict).toBe("proved");
    });

    describe("of a token", () => {
        const tokenCheck = async (
            accessToken: string,
            until: "token" | "exchange" = "token",
        ): Promise<Verification> => {
            network(() => tokenAnswer(accessToken), mailboxes);
            return (await run({ until, timeoutMs: 0 })).result;
        };
        const nonce = "AQABAAAAAA";

        test.each<[string, string]>([
            ["that another key has signed", signed(claimsOf(), {}, {}, rsaKey())],
            ["that names a key which is not published", signed(claimsOf(), { kid: "key-2" })],
            [
                "whose claims were changed",
                signed(claimsOf({ roles: [] })).replace(/\.[^.]+\./, `.${encode(claimsOf())}.`),
            ],
            ["without a signature", `${encode({ alg: "none" })}.${encode(claimsOf())}.`],
            ["that is valid in an hour only", token({ nbf: Math.floor(Date.now() / 1000) + 3_600 })],
        ])("%s fails the rung", async (_, accessToken) => {
            expect(await tokenCheck(accessToken)).toMatchObject({
                verdict: "refused",
                checks: { 5: { result: "failed" } },
            });
            expect(await tokenCheck(accessToken, "exchange")).toMatchObject({ verdict: "refused" });
        });

        test("with a nonce in its header verifies the form that was signed", async () => {
            const hashed = signed(claimsOf(), { nonce }, { nonce: hash("sha256", nonce, "base64url") });
            expect(await tokenCheck(hashed)).toMatchObject({ verdict: "proved", checks: { 5: { result: "passed" } } });
        });

        test("with a nonce that fits no known form is undecided, unless Exchange Online accepts it", async () => {
            const special = signed(claimsOf(), { nonce }, { nonce: "something else" });
            expect(await tokenCheck(special)).toMatchObject({
                verdict: "undecided",
                checks: { 5: { result: "undecided" } },
            });
            expect(await tokenCheck(special, "exchange")).toMatchObject({
                verdict: "proved",
                checks: { 5: { result: "warning" } },
            });
        });
    });

    describe("of Exchange Online's redirect", () => {
        const redirect = (location: string) => (): Response => new Response("", { status: 302, headers: { location } });

        test.each(["https://eur.outlook.office365.com/x", "https://other.office365.com/y", "/z"])(
            "follows one to %s, as the request was",
            async (location) => {
                const calls = network(() => tokenAnswer(token()), redirect(location), mailboxes);
                expect((await run({ timeoutMs: 0 })).result.verdict).toBe("proved");
                expect(calls[2]).toMatchObject({
                    url: new URL(location, "https://outlook.office365.com").href,
                    method: calls[1]?.method,
                    headers: calls[1]?.headers,
                });
            },
        );

        test.each([
            "https://office365.com.evil.example/",
            "https://eviloffice365.com/",
            "http://outlook.office365.com/",
            "https://a@outlook.office365.com/",
            "https://login.microsoftonline.com/",
        ])("does not follow one to %s", async (location) => {
            const calls = network(() => tokenAnswer(token()), redirect(location), mailboxes);
            const { result } = await run({ timeoutMs: 0 });
            expect(result).toMatchObject({ verdict: "refused", checks: { 8: { result: "failed" } } });
            expect(result.checks[8]?.evidence).toContain("HTTP 302 it redirects to");
            expect(calls).toHaveLength(2);
        });

        test("follows only one", async () => {
            const calls = network(() => tokenAnswer(token()), redirect("https://eur.office365.com/"));
            expect((await run({ timeoutMs: 0 })).result.verdict).toBe("refused");
            expect(calls).toHaveLength(3);
        });
    });

    test.each<[string, VerifyOptions]>([
        ["a command that writes", { commands: ["Set-Mailbox"] }],
        ["a command with more than its name", { commands: ["Get-Mailbox; Remove-Mailbox"] }],
        ["a command of the module's own", { commands: ["Get-EXOMailbox"] }],
        ["a mailbox that is to be reachable and not", { reachable: ["ada"], unreachable: ["Ada"] }],
        ["a mailbox without a name", { reachable: [" "] }],
        ["commands in a proof that ends at the token", { until: "token", commands: ["Get-Mailbox"] }],
        ["more than 6 hours", { timeoutMs: 21_600_001 }],
        ["a time that is no number", { timeoutMs: NaN }],
    ])("refuses %s before any call", async (_, options) => {
        const calls = network(mailboxes);
        await expect(run(options)).rejects.toThrow(UserError);
        expect(calls).toEqual([]);
    });

    test("ends at the token when asked to, and says that Exchange Online was not asked", async () => {
        const calls = network(() => tokenAnswer(token()));
        const { result } = await run({ until: "token" });
        expect(result.verdict).toBe("proved");
        expect(results(result).slice(8)).toEqual(["skipped", "skipped"]);
        expect(calls).toHaveLength(1);
    });

    test("goes on past what stands alone, and reports all of it", async () => {
        network(
            () => tokenAnswer(token()),
            mailboxes,
            () => new Response("no such command", { status: 404 }),
            mailboxes,
        );
        const { result } = await run({ commands: ["Get-Nothing", "Get-Mailbox"] });
        expect(result).toMatchObject({ verdict: "refused", attempts: 1 });
        expect(results(result).slice(10)).toEqual(["failed", "passed"]);
    });

    test("announces the checks of each attempt, and ends each of them once", async () => {
        network(
            () => refusal(700016),
            () => tokenAnswer(token()),
            mailboxes,
        );
        const { events } = await run({ commands: ["Get-TransportRule"] });
        for (const attempt of [1, 2]) {
            const announced = events.find((event) => event.type === "attempt" && event.attempt === attempt);
            const ended = events.flatMap((event) =>
                event.type === "check" && event.attempt === attempt ? [event.check.id] : [],
            );
            expect(announced).toMatchObject({ checks: ended });
            expect(ended).toHaveLength(11);
        }
    });

    describe("ends at once with the signal's reason", () => {
        const stopped = new Error("stopped");

        test("before it begins", async () => {
            const calls = network(mailboxes);
            await expect(run({ signal: AbortSignal.abort(stopped) })).rejects.toBe(stopped);
            expect(calls).toEqual([]);
        });

        test.each([
            ["during the sign-in", []],
            ["during the call to Exchange Online", [(): Response => tokenAnswer(token())]],
        ])("%s", async (_, answers) => {
            const stop = new AbortController();
            network(...answers, () => {
                stop.abort(stopped);
                throw stopped;
            });
            await expect(run({ signal: stop.signal })).rejects.toBe(stopped);
        });

        test("during a pause", async () => {
            const stop = new AbortController();
            network(() => refusal(700016));
            const onEvent = ({ type }: VerificationEvent): void => {
                if (type === "pause") {
                    stop.abort(stopped);
                }
            };
            await expect(verify(connection, credential, { send, signal: stop.signal, onEvent })).rejects.toBe(stopped);
        });
    });
});
