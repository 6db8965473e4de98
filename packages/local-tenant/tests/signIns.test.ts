import { createHash, createPrivateKey, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { defaultSeed, leastPrivilegeSeed } from "../src";
import { exchangeScope, first, seedWith, TestCertificate, TestTenant, type Graph, type Login } from "./support";

const certificate = new TestCertificate();
const thumbprint = createHash("sha1").update(certificate.der).digest("hex").toUpperCase();
let now = new Date();
let tenant: TestTenant;
let graph: Graph;
let login: Login;

async function signIn(to: TestTenant, clientId: string): Promise<number> {
    const assertion = await new SignJWT({})
        .setProtectedHeader({
            alg: "PS256",
            "x5t#S256": createHash("sha256").update(certificate.der).digest("base64url"),
        })
        .setIssuer(clientId)
        .setSubject(clientId)
        .setJti(randomUUID())
        .setAudience(`${to.url}/${to.tenantId}/oauth2/v2.0/token`)
        .setIssuedAt(now)
        .setExpirationTime(new Date(now.getTime() + 300_000))
        .sign(createPrivateKey(certificate.privateKeyPem));
    const { status } = await to.token({
        grant_type: "client_credentials",
        client_id: clientId,
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: assertion,
        scope: exchangeScope,
    });
    return status;
}

const logOf = (clientId: string): string =>
    `/beta/auditLogs/signIns?$filter=${encodeURIComponent(`signInEventTypes/any(t: t eq 'servicePrincipal') and appId eq '${clientId}'`)}`;

beforeAll(async () => {
    tenant = await TestTenant.start({
        seed: defaultSeed(),
        now: () => now,
        profile: { name: "realistic", seed: 1, delayScale: 0, timeScale: 1 },
    });
    graph = await tenant.graph();
    login = await graph.login(certificate);
    now = new Date(now.getTime() + 600_000);
    graph = await tenant.graph();
});
afterAll(() => tenant.stop());

test("the log names the certificate of each sign-in, after a delay, and keeps it for 30 days", async () => {
    while ((await signIn(tenant, login.clientId)) !== 200) {
        // A sign-in that is busy is tried again.
    }
    expect((await graph.do("GET", logOf(login.clientId))).value).toEqual([]);
    now = new Date(now.getTime() + 300_000);
    const { value } = await graph.do("GET", logOf(login.clientId));
    expect(first(value)).toMatchObject({
        appId: login.clientId,
        servicePrincipalId: login.servicePrincipalObjectId,
        servicePrincipalCredentialThumbprint: thumbprint,
        servicePrincipalCredentialKeyId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        resourceDisplayName: "Office 365 Exchange Online",
        signInEventTypes: ["servicePrincipal"],
        status: { errorCode: 0 },
    });
    now = new Date(now.getTime() + 31 * 86_400_000);
    graph = await tenant.graph();
    expect((await graph.do("GET", logOf(login.clientId))).value).toEqual([]);
});

test("a refused sign-in is in the log with Microsoft's number", async () => {
    const instant = await TestTenant.start({ seed: defaultSeed() });
    const other = await instant.graph();
    const { clientId, applicationObjectId } = await other.login(certificate);
    await other.do("PATCH", `/v1.0/applications/${applicationObjectId}`, { keyCredentials: [] });
    now = new Date();
    expect(await signIn(instant, clientId)).toBe(401);
    const { value } = await other.do("GET", logOf(clientId));
    expect(value).toEqual([
        expect.objectContaining({ status: expect.objectContaining({ errorCode: 700027 }) as object }),
    ]);
    await instant.stop();
});

test("without Microsoft Entra ID P1, or without the permission, nobody reads it", async () => {
    const poor = await TestTenant.start({ seed: seedWith({ permissions: "all" }, { hasPremium: false }) });
    const answer = await (await poor.graph()).send("GET", logOf("00000000-0000-4000-8000-000000000000"));
    expect(answer).toMatchObject({
        status: 403,
        body: { error: { code: "Authentication_RequestFromNonPremiumTenantOrB2CTenant" } },
    });
    const least = await TestTenant.start({ seed: leastPrivilegeSeed() });
    const pipeline = await (await least.graph()).send("GET", logOf("00000000-0000-4000-8000-000000000000"));
    expect(pipeline).toMatchObject({ status: 403, body: { error: { code: "Authorization_RequestDenied" } } });
    await least.stop();
    await poor.stop();
});
