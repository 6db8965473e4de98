import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { certificateFacts } from "../../src/certificate/certificateFacts";
import { Cloud } from "../../src/microsoft/clouds";
import { exchangeErrors } from "../../src/microsoft/exchangeErrors";
import { exchangeOnlineProtectionManageAsApp } from "../../src/microsoft/permissions";
import { findSignInError, signInErrors } from "../../src/microsoft/signInErrors";
import { leastPrivilegeSeed, type RunningTenant, twoTenantSeed } from "microsoft-local-tenant";
import type { Check, CheckId } from "../../src/verification/rungs";
import { localEndpoints, type Endpoints } from "../../src/http/endpoints";
import { ExchangeClient } from "../../src/verification/exchange/exchangeClient";
import { Sender } from "../../src/http/send";
import { requestToken } from "../../src/verification/entra/requestToken";
import { verify, type Verification } from "../../src/verification/verify";
import { administer, LocalLogin, startTrustedTenant } from "./localLogin";
import { credentialOf, fakeClock, rsaKey } from "./support";

const exchangeAdministrator = "29232cdf-9323-42fd-ade2-1d097af3e4de";
const globalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
const securityReader = "5d6b6bb7-de71-4623-b4af-96380a352509";

const key = rsaKey();
const credential = credentialOf(key);
const day = 86_400_000;

let folder: string;
let tenant: RunningTenant;
let endpoints: Endpoints;
/** A login that has everything. */
let complete: LocalLogin;

beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "exo-unattended-"));
    tenant = await startTrustedTenant(folder, { seed: twoTenantSeed() });
    endpoints = endpointsOf(tenant);
    complete = await LocalLogin.complete(tenant, credential);
});

afterAll(async () => {
    await tenant.close();
    rmSync(folder, { recursive: true, force: true });
});

const endpointsOf = ({ url }: RunningTenant): Endpoints => ({ loginUrl: url, exchangeUrl: url });
const last = ({ checks }: Verification, id: CheckId): Check | undefined => checks.find((check) => check.id === id);

/** The next request of that kind gets this answer. */
const fault = (method: string, path: string, status: number, body: object, headers = {}): Promise<void> =>
    administer(tenant, "POST", "faults", { method, path, status, body, headers });

test("the endpoints of a tenant on this machine come from its own metadata", async () => {
    const environment = {
        ARM_METADATA_HOSTNAME: `localhost:${tenant.port}`,
        EXO_UNATTENDED_EXCHANGE_URL: `${tenant.url}/`,
    };
    await expect(localEndpoints(environment)).resolves.toEqual(endpoints);
});

describe("a verification against the local tenant", () => {
    test("proves a complete login", async () => {
        const result = await verify(complete.connection, credential, { endpoints });
        expect(result.checks.map((check) => [check.id, check.result])).toEqual(
            [
                ...["connection", "certificate", "clock", "organization", "sign-in", "token", "permission"],
                ...["directory-roles", "exchange", "exchange-organization"],
            ].map((id) => [id, "passed"]),
        );
        expect(result.verdict).toBe("proved");
    });

    test("waits for an application that the tenant does not know", async () => {
        const unknown = { ...complete.connection, clientId: "99999999-0000-4000-8000-000000000000" };
        const result = await verify(unknown, credential, { timeoutMs: 0, endpoints });
        expect(result.verdict).toBe("not-proved-in-time");
        expect(last(result, "sign-in")).toMatchObject({
            result: "waiting",
            evidence: expect.stringMatching(/^AADSTS700016: the tenant has no application/) as string,
        });
    });

    test("ends at an organization that does not exist", async () => {
        const elsewhere = { ...complete.connection, organization: "nobody.onmicrosoft.com" };
        const result = await verify(elsewhere, credential, { endpoints });
        expect(result).toMatchObject({ verdict: "refused", attempts: 1 });
        expect(last(result, "organization")?.evidence).toMatch(/^AADSTS90002: no tenant has this id/);
    });

    test("ends at an organization of another tenant", async () => {
        const elsewhere = { ...complete.connection, organization: "fabrikam.onmicrosoft.com" };
        const result = await verify(elsewhere, credential, { endpoints });
        expect(result).toMatchObject({ verdict: "refused", attempts: 1 });
        expect(last(result, "organization")).toMatchObject({
            result: "failed",
            evidence: `fabrikam.onmicrosoft.com belongs to tenant 22222222-3333-4444-5555-666666666666, the connection to ${complete.connection.tenantId}`,
        });
    });

    test("ends at an answer that comes from another organization", async () => {
        await fault("GET", "/adminapi/beta/{tenant}/Mailbox", 200, {
            value: [{ OrganizationId: "P/Microsoft Exchange Hosted Organizations/fabrikam.onmicrosoft.com - P/x" }],
        });
        const result = await verify(complete.connection, credential, { endpoints });
        expect(result).toMatchObject({ verdict: "refused", attempts: 1 });
        expect(last(result, "exchange-organization")?.evidence).toBe(
            "the answer comes from fabrikam.onmicrosoft.com, which belongs to tenant 22222222-3333-4444-5555-666666666666",
        );
    });

    test("proves that commands run, and that a mailbox is readable and another is not", async () => {
        const result = await verify(complete.connection, credential, {
            endpoints,
            commands: ["Get-TransportRule", "Get-AcceptedDomain"],
            reachable: ["adele.vance@exoip.onmicrosoft.com"],
            unreachable: ["nobody@exoip.onmicrosoft.com"],
        });
        expect(result.verdict).toBe("proved");
        expect(result.checks.slice(10).map(({ id, result: ended, evidence }) => [id, ended, evidence])).toEqual([
            ["command:Get-TransportRule", "passed", "it ran and returned nothing"],
            ["command:Get-AcceptedDomain", "passed", "it ran"],
            ["reachable:adele.vance@exoip.onmicrosoft.com", "passed", "the application can read it"],
            [
                "unreachable:nobody@exoip.onmicrosoft.com",
                "passed",
                "Exchange Online shows the application no such mailbox: out of reach, or misspelled",
            ],
        ]);
    });

    test("ends at an access that should not be, at one that should, and at a command without its parameters", async () => {
        const result = await verify(complete.connection, credential, {
            endpoints,
            commands: ["Test-ServicePrincipalAuthorization"],
            reachable: ["nobody@exoip.onmicrosoft.com"],
            unreachable: ["adele.vance@exoip.onmicrosoft.com"],
        });
        expect(result).toMatchObject({ verdict: "refused", attempts: 1 });
        expect(result.checks.slice(10)).toMatchObject([
            { result: "failed", evidence: expect.stringMatching(/^the command needs parameters: HTTP 400/) as string },
            { result: "failed", evidence: expect.stringMatching(/shows the application no object/) as string },
            { result: "failed", evidence: "the application can read it", remedy: expect.any(String) as string },
        ]);
    });

    test("of a role that does not reach mailboxes proves what it reaches, and waits for a command that it lacks", async () => {
        const login = await LocalLogin.register(tenant, credential);
        await login.addCertificate(credential);
        await login.grantConsent();
        await login.assignRole(securityReader);
        const result = await verify({ ...login.connection, roles: [securityReader] }, credential, {
            endpoints,
            timeoutMs: 0,
            compliance: true,
            commands: ["Get-TransportRule", "Get-RoleGroup"],
            unreachable: ["adele.vance"],
        });
        expect(result.checks.slice(8)).toMatchObject([
            { evidence: "it answered Get-TransportRule; the application's role does not reach mailboxes" },
            { result: "undecided", evidence: "no answer names its organization, so anybody could have given them" },
            { result: "passed" },
            { result: "waiting", evidence: expect.stringMatching(/^the application's role does not have/) as string },
            { result: "passed" },
            { result: "passed", evidence: "the application's role reads no mailboxes" },
        ]);
    });

    test.each([
        ["Exchange Administrator", exchangeAdministrator, "failed", /^none of the roles in the token opens/],
        ["Global Reader", globalReader, "passed", /Global Reader; no command was run/],
    ])("of Security & Compliance with %s says what is proved and what is not", async (_, role, ended, evidence) => {
        const login = await LocalLogin.register(tenant, credential);
        await login.addCertificate(credential);
        await login.grantConsent();
        await login.assignRole(role);
        const result = await verify({ ...login.connection, roles: [role] }, credential, {
            endpoints,
            compliance: true,
        });
        expect(last(result, "compliance")).toMatchObject({ result: ended });
        expect(last(result, "compliance")?.evidence).toMatch(evidence);
    });

    test("of Security & Compliance says that role groups do not show in a token", async () => {
        const connection = { ...complete.connection, roles: [], exchangeRoleGroups: ["Compliance Management"] };
        const result = await verify(connection, credential, { endpoints, compliance: true });
        expect(last(result, "directory-roles")?.evidence).toBe(
            "the connection has none; the rights come from Compliance Management",
        );
        expect(last(result, "compliance")).toMatchObject({
            result: "skipped",
            evidence: expect.stringMatching(/^not verified: .* role groups do not show in tokens$/) as string,
        });
    });

    test("in GCC High waits for the permission of Exchange Online Protection, and proves it once it is granted", async () => {
        const login = await LocalLogin.complete(tenant, credential);
        const connection = { ...login.connection, cloud: Cloud.UsGovernmentL4 };
        const without = await verify(connection, credential, { endpoints, timeoutMs: 0 });
        expect(last(without, "permission")?.result).toBe("passed");
        expect(last(without, "protection-permission")).toMatchObject({
            result: "waiting",
            evidence: "the token does not hold Exchange.ManageAsApp; it holds no permission",
            remedy: expect.stringContaining("Microsoft Exchange Online Protection") as string,
        });
        await login.grantConsent(exchangeOnlineProtectionManageAsApp);
        expect((await verify(connection, credential, { endpoints, timeoutMs: 0 })).verdict).toBe("proved");
    });

    test("waits for a certificate that the application does not have", async () => {
        const other = credentialOf(key);
        const wrong = { ...complete.connection, ...certificateFacts(other.certificatePem) };
        const result = await verify(wrong, other, { timeoutMs: 0, endpoints });
        expect(result.verdict).toBe("not-proved-in-time");
        expect(last(result, "sign-in")).toMatchObject({
            result: "waiting",
            evidence: expect.stringMatching(/^AADSTS700027: Microsoft Entra has no certificate/) as string,
        });
    });

    test("ends at an expired certificate before it asks anybody", async () => {
        const expired = credentialOf(key, new Date(Date.now() - 10 * day), new Date(Date.now() - day));
        const result = await verify({ ...complete.connection, ...certificateFacts(expired.certificatePem) }, expired, {
            endpoints,
        });
        expect(result).toMatchObject({ verdict: "refused", attempts: 1 });
        expect(last(result, "certificate")?.evidence).toMatch(/^it expired at/);
    });

    test("ends at a credential that ended on the application before its certificate", async () => {
        const login = await LocalLogin.register(tenant, credential);
        await login.addCertificate(credential, new Date(Date.now() + 2_000).toISOString());
        await administer(tenant, "PATCH", "clock", { advanceSeconds: 60 });
        try {
            const clock = fakeClock(undefined, new Date(Date.now() + 60_000));
            const result = await verify(login.connection, credential, { endpoints, clock });
            expect(result).toMatchObject({ verdict: "refused", attempts: 1 });
            expect(last(result, "sign-in")?.evidence).toMatch(
                /^AADSTS700027: the certificate credential .* has expired/,
            );
        } finally {
            await administer(tenant, "PATCH", "clock", { advanceSeconds: -60 });
        }
    });

    test("ends at a clock that is more than five minutes off", async () => {
        const clock = fakeClock(undefined, new Date(Date.now() - 600_000));
        const result = await verify(complete.connection, credential, { endpoints, clock });
        expect(result).toMatchObject({ verdict: "refused", attempts: 1 });
        expect(last(result, "clock")).toMatchObject({
            result: "failed",
            evidence: expect.stringMatching(/^this machine's clock is (599|600|601) s behind localhost/) as string,
        });
    });

    test("waits for the consent, then for the role, and says what to do about each", async () => {
        const login = await LocalLogin.register(tenant, credential);
        await login.addCertificate(credential);
        const withoutConsent = await verify(login.connection, credential, { endpoints, timeoutMs: 0 });
        expect(last(withoutConsent, "permission")).toMatchObject({
            result: "waiting",
            evidence: "the token does not hold Exchange.ManageAsApp; it holds no permission",
            remedy: expect.stringContaining("Grant admin consent") as string,
        });
        await login.grantConsent();
        const withoutRole = await verify(login.connection, credential, { endpoints, timeoutMs: 0 });
        expect(last(withoutRole, "directory-roles")).toMatchObject({
            result: "waiting",
            evidence: "the token does not hold Exchange Administrator; it holds no role",
            remedy: expect.stringContaining("Assign the role") as string,
        });
    });

    test("waits while Exchange Online refuses an application without a role of its own", async () => {
        const login = await LocalLogin.register(tenant, credential);
        await login.addCertificate(credential);
        await login.grantConsent();
        const result = await verify({ ...login.connection, roles: [] }, credential, { endpoints, timeoutMs: 0 });
        expect(last(result, "directory-roles")?.result).toBe("skipped");
        expect(last(result, "exchange")).toMatchObject({
            result: "waiting",
            evidence: expect.stringMatching(
                /^Exchange Online does not support the role .*: HTTP 403 The role assigned/,
            ) as string,
        });
    });

    test("tells when Exchange Online finds no permission in the token", async () => {
        const login = await LocalLogin.register(tenant, credential);
        await login.addCertificate(credential);
        const sender = new Sender();
        const { send } = sender;
        const attempt = { connection: login.connection, credential, endpoints, send, now: () => new Date() };
        const signIn = await requestToken("https://outlook.office365.com/.default", attempt);
        const accessToken = "accessToken" in signIn ? signIn.accessToken : "";
        expect(await new ExchangeClient(attempt, accessToken).firstMailbox()).toMatchObject({
            refusal: {
                mayPassWithTime: true,
                evidence: expect.stringMatching(
                    /^Exchange Online finds no permission in the token: HTTP 401 2000008/,
                ) as string,
            },
        });
        sender.close();
    });

    test("ends at a tenant without Exchange Online", async () => {
        const seed = leastPrivilegeSeed();
        const elsewhere = await startTrustedTenant(join(folder, "bare"), {
            seed: { tenants: seed.tenants.map((home) => ({ ...home, hasExchangeOnline: false })) },
        });
        try {
            const login = await LocalLogin.register(elsewhere, credential);
            await login.addCertificate(credential);
            const result = await verify(login.connection, credential, { endpoints: endpointsOf(elsewhere) });
            expect(result).toMatchObject({ verdict: "refused", attempts: 1 });
            expect(last(result, "sign-in")?.evidence).toMatch(/^AADSTS500011: Exchange Online is not in the tenant/);
        } finally {
            await elsewhere.close();
        }
    });

    test("proves, with a later attempt, a login that gets its certificate, consent and role while it waits", async () => {
        const login = await LocalLogin.register(tenant, credential);
        const steps = [() => login.addCertificate(credential), () => login.grantConsent(), () => login.assignRole()];
        const waitedFor: CheckId[] = [];
        const result = await verify(login.connection, credential, {
            endpoints,
            clock: fakeClock(async () => steps.shift()?.()),
            onEvent: (event) => {
                if (event.type === "pause") {
                    waitedFor.push(event.waitingFor.id);
                }
            },
        });
        expect(result).toMatchObject({ verdict: "proved", attempts: 4 });
        expect(waitedFor).toEqual(["sign-in", "permission", "directory-roles"]);
    });

    test("ends at an application that somebody disabled", async () => {
        const login = await LocalLogin.register(tenant, credential);
        await login.addCertificate(credential);
        await login.disable();
        const result = await verify(login.connection, credential, { endpoints });
        expect(result.verdict).toBe("refused");
        expect(last(result, "sign-in")?.evidence).toMatch(/^AADSTS7000112: the application is disabled/);
    });
});

describe("an error of Microsoft Entra", () => {
    const path = "/{tenant}/oauth2/v2.0/token";
    const ids = { trace_id: "11111111-1111", correlation_id: "22222222-2222" };
    const body = (code: number, text: string): object => ({
        error: "invalid_client",
        error_description: `AADSTS${code}: ${text}`,
        error_codes: [code],
        ...ids,
    });

    test.each(signInErrors)("AADSTS$code: $meaning", async ({ code, description, meaning, mayPassWithTime }) => {
        const remedy = findSignInError(code, description?.source ?? "", new URL(tenant.url).host)?.remedy;
        await fault("POST", path, 400, body(code, description?.source ?? "Something."));
        const result = await verify(complete.connection, credential, { endpoints, timeoutMs: 0 });
        expect(result.verdict).toBe(mayPassWithTime ? "not-proved-in-time" : "refused");
        expect(last(result, "sign-in")).toMatchObject({
            result: mayPassWithTime ? "waiting" : "failed",
            evidence: `AADSTS${code}: ${meaning} (trace id 11111111-1111, correlation id 22222222-2222)`,
            remedy,
        });
    });

    test("that is not in the table is shown whole, with its ids, and is final", async () => {
        await fault("POST", path, 400, body(1234567, "Something new."));
        const result = await verify(complete.connection, credential, { endpoints });
        expect(result).toMatchObject({ verdict: "refused", attempts: 1 });
        expect(last(result, "sign-in")?.evidence).toMatch(
            /answered 400 invalid_client: AADSTS1234567: Something new\. \(trace id 11111111-1111, correlation id 2/,
        );
    });
});

describe("an error of Exchange Online", () => {
    const path = "/adminapi/beta/{tenant}/InvokeCommand";
    const commands = ["Get-AcceptedDomain"];
    const id = "command:Get-AcceptedDomain";
    /** What Exchange Online says; the other rows go by their status alone. */
    const texts: Readonly<Record<string, string>> = {
        "Exchange Online finds no permission in the token": "2000008;The token contains no permissions",
        "Exchange Online does not support the role of the application, or sees none yet":
            "The role assigned to application x isn't supported in this scenario.",
        "the application has no management role in Exchange Online yet":
            "The application isn't assigned to any management roles.",
        "the application's role does not have this command": "User is not allowed to call Get-AcceptedDomain",
        "Exchange Online shows the application no object of that name": "object 'x' couldn't be found on 'y'.",
        "the command needs parameters": "one or more missing mandatory parameters: Identity.",
        "the application's role does not show a parameter of this command":
            "A parameter cannot be found that matches parameter name 'X'.",
        "Exchange Online has no command of this name, or the application's role does not have it yet":
            "The term 'Get-X' is not recognized as a name of a cmdlet.",
        "Exchange Online found the request's tenant and its anchor mailbox in different places":
            "ErrorIncorrectRoutingHint",
    };

    test.each(exchangeErrors.flatMap((row) => row.statuses.map((status) => ({ ...row, status }))))(
        "HTTP $status: $meaning",
        async ({ status, meaning, remedy, mayPassWithTime }) => {
            const error = { message: texts[meaning] ?? "Something." };
            await fault("POST", path, status, { error }, { "retry-after": "1" });
            const result = await verify(complete.connection, credential, { endpoints, commands, timeoutMs: 0 });
            const ended = status === 501 ? "undecided" : mayPassWithTime ? "waiting" : "failed";
            expect(result.verdict).toBe(
                { undecided: "undecided", waiting: "not-proved-in-time", failed: "refused" }[ended],
            );
            expect(last(result, id)).toMatchObject({
                result: ended,
                evidence: expect.stringContaining(`${meaning}: HTTP ${status} ${error.message} (request id `) as string,
                remedy,
                retryAfterMs: 1_000,
            });
        },
    );

    test("that says a cmdlet is not implemented skips one that only a script names, and refuses nothing", async () => {
        const options = { endpoints, scriptCmdlets: [{ cmdlet: "Get-CASMailbox" }] };
        const result = await verify(complete.connection, credential, options);
        expect(result.verdict).toBe("proved");
        expect(last(result, "command:Get-CASMailbox")).toMatchObject({
            result: "skipped",
            evidence: expect.stringMatching(
                /^not run: the service does not implement it.*: HTTP 501 The local tenant does not implement the cmdlet Get-CASMailbox\. /,
            ) as string,
        });
    });

    test("that is not in the table is shown whole, with the request id, and is final", async () => {
        await fault("POST", path, 418, { error: { message: "Something new." } });
        const result = await verify(complete.connection, credential, { endpoints, commands });
        expect(result).toMatchObject({ verdict: "refused", attempts: 1 });
        expect(last(result, id)?.evidence).toMatch(/^HTTP 418 Something new\. \(request id [0-9a-f-]{36}\)$/);
    });
});
