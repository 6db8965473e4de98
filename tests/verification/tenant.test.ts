import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { certificateFacts } from "../../certificate/certificateFacts";
import { defaultSeed, type RunningTenant } from "../../sandbox/tenant";
import type { Check, CheckId } from "../../verification/check";
import { localEndpoints, type Endpoints } from "../../verification/endpoints";
import { checkExchange } from "../../verification/exchange";
import { sender } from "../../verification/send";
import { signIn } from "../../verification/signIn";
import { verify, type Verification } from "../../verification/verify";
import { LocalLogin, startTrustedTenant } from "./localLogin";
import { credentialOf, fakeClock, rsaKey } from "./support";

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
    tenant = await startTrustedTenant(folder);
    endpoints = endpointsOf(tenant);
    complete = await LocalLogin.register(tenant, credential);
    await complete.addCertificate(credential);
    await complete.grantConsent();
    await complete.assignRole();
});

afterAll(async () => {
    await tenant.close();
    rmSync(folder, { recursive: true, force: true });
});

const endpointsOf = ({ url }: RunningTenant): Endpoints => ({ loginUrl: url, exchangeUrl: url });
const last = ({ checks }: Verification, id: CheckId): Check | undefined => checks.find((check) => check.id === id);

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
            ["connection", "certificate", "sign-in", "token", "permission", "directory-roles", "exchange"].map((id) => [
                id,
                "passed",
            ]),
        );
        expect(result.verdict).toBe("proved");
    });

    test("waits for an application that the tenant does not know", async () => {
        const unknown = { ...complete.connection, clientId: "99999999-0000-4000-8000-000000000000" };
        const result = await verify(unknown, credential, { timeoutMs: 0, endpoints });
        expect(result.verdict).toBe("not-proved-in-time");
        expect(last(result, "sign-in")).toMatchObject({
            result: "waiting",
            evidence: expect.stringMatching(/^AADSTS700016: the tenant knows no application/) as string,
        });
    });

    test("ends at a tenant that does not exist", async () => {
        const elsewhere = { ...complete.connection, tenantId: "99999999-0000-4000-8000-000000000000" };
        const result = await verify(elsewhere, credential, { endpoints });
        expect(result).toMatchObject({ verdict: "refused", attempts: 1 });
        expect(last(result, "sign-in")?.evidence).toMatch(/^AADSTS90002: there is no tenant with this id/);
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

    test("ends at a credential that expired on the application, when this machine's clock is slow", async () => {
        const [notBefore, notAfter] = [new Date(Date.now() - 10 * day), new Date(Date.now() - day)];
        const expired = credentialOf(key, notBefore, notAfter);
        const login = await LocalLogin.register(tenant, expired);
        await login.addCertificate(expired);
        const clock = fakeClock(undefined, new Date(Date.now() - 2 * day));
        const result = await verify(login.connection, expired, { endpoints, clock });
        expect(result).toMatchObject({ verdict: "refused", attempts: 1 });
        expect(last(result, "sign-in")?.evidence).toMatch(/^AADSTS700027: the certificate credential .* has expired/);
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

    test("waits while Exchange Online finds no permission in the token", async () => {
        const login = await LocalLogin.register(tenant, credential);
        await login.addCertificate(credential);
        const send = sender();
        const { accessToken = "" } = await signIn(login.connection, credential, endpoints, send, new Date());
        const check = await checkExchange(login.connection, accessToken, endpoints, send, new Date());
        expect(check).toMatchObject({
            result: "waiting",
            evidence: expect.stringMatching(
                /^Exchange Online finds no permission in the token: HTTP 401 2000008/,
            ) as string,
        });
    });

    test("ends at a tenant without Exchange Online", async () => {
        const seed = defaultSeed();
        const elsewhere = await startTrustedTenant(join(folder, "bare"), {
            tenants: seed.tenants.map((home) => ({ ...home, hasExchangeOnline: false })),
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
