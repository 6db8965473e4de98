import { createHash, generateKeyPairSync, randomUUID } from "node:crypto";
import { createRemoteJWKSet, jwtVerify, SignJWT } from "jose";
import { twoTenantSeed } from "../src";
import { expectRefusal } from "./signInSupport";
import {
    day,
    exchangeScope,
    TestCertificate,
    TestTenant,
    type Answer,
    type Graph,
    type Json,
    type Login,
} from "./support";

const certificate = new TestCertificate();
const secret = { client_id: "aaaaaaaa-0000-0000-0000-000000000001", client_secret: "sandbox-engineer-secret" };

let tenant: TestTenant;
let graph: Graph;
let login: Login;
/** What the tenant takes for the present, relative to the real time. */
let clockOffset = 0;

beforeAll(async () => {
    tenant = await TestTenant.start({ seed: twoTenantSeed(), now: () => new Date(Date.now() + clockOffset) });
    graph = await tenant.graph();
    login = await graph.login(certificate);
});
afterAll(() => tenant.stop());
afterEach(() => {
    clockOffset = 0;
});

const now = (): number => Math.floor(Date.now() / 1000);
const tokenUrl = (): string => `${tenant.url}/${tenant.tenantId}/oauth2/v2.0/token`;

interface Assertion {
    readonly signer?: TestCertificate;
    readonly header?: Record<string, unknown>;
    readonly claims?: Record<string, unknown>;
    readonly clientId?: string;
}

/** An assertion as the azuread provider makes it, except for what is said otherwise. */
async function assertion({
    signer = certificate,
    header,
    claims,
    clientId = login.clientId,
}: Assertion = {}): Promise<string> {
    return new SignJWT({
        aud: tokenUrl(),
        iss: clientId,
        sub: clientId,
        jti: randomUUID(),
        nbf: now(),
        exp: now() + 3600,
        ...claims,
    })
        .setProtectedHeader({ alg: "RS256", typ: "JWT", ...(header ?? { kid: paddedThumbprint(signer) }) })
        .sign(signer.key);
}

/** Base64url keeps its padding here, which a strict decoder refuses. */
function paddedThumbprint({ der }: TestCertificate): string {
    return createHash("sha1").update(der).digest("base64").replaceAll("+", "-").replaceAll("/", "_");
}

async function signIn(
    options: Assertion & { readonly tenant?: string; readonly scope?: string } = {},
): Promise<Answer> {
    return tenant.token(
        {
            grant_type: "client_credentials",
            client_id: options.clientId ?? login.clientId,
            client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            client_assertion: await assertion(options),
            scope: options.scope ?? exchangeScope,
        },
        options.tenant,
    );
}

function claimsOf({ body }: Answer): Json {
    return JSON.parse(Buffer.from(body.access_token.split(".")[1] ?? "", "base64url").toString()) as Json;
}

describe("an assertion in the azuread provider's form", () => {
    it("signs in, with a kid that keeps its padding", async () => {
        expect(paddedThumbprint(certificate)).toMatch(/=$/);
        const answer = await signIn({ scope: `${tenant.url}/.default` });
        expect(answer).toMatchObject({
            status: 200,
            body: { token_type: "Bearer", expires_in: 3599, ext_expires_in: 3599 },
        });
        const { aud, iat, exp } = claimsOf(answer);
        expect(aud).toBe(tenant.url);
        expect(exp - iat).toBe(3599);
    });

    test.each<[string, Record<string, unknown>]>([
        ["kid without padding", { kid: paddedThumbprint(certificate).replace("=", "") }],
        ["kid in hex", { kid: createHash("sha1").update(certificate.der).digest("hex") }],
        ["x5t", { x5t: createHash("sha1").update(certificate.der).digest("base64url") }],
        ["x5t#S256", { "x5t#S256": createHash("sha256").update(certificate.der).digest("base64url") }],
        ["PS256", { alg: "PS256", "x5t#S256": createHash("sha256").update(certificate.der).digest("base64url") }],
    ])("signs in with %s", async (_, header) => {
        expect((await signIn({ header })).status).toBe(200);
    });

    it("signs in with clocks that differ by four minutes, and not by six", async () => {
        for (const minutes of [4, -4]) {
            expect(
                (await signIn({ claims: { nbf: now() + minutes * 60, exp: now() + minutes * 60 + 1 } })).status,
            ).toBe(200);
        }
        const early = await signIn({ claims: { nbf: now() + 6 * 60 } });
        expectRefusal(early, 401, "invalid_client", 700024, "Client assertion is not within its valid time range.");
        const late = await signIn({ claims: { nbf: now() - 3600, exp: now() - 6 * 60 } });
        expectRefusal(late, 401, "invalid_client", 700024);
    });

    it("is refused when it is meant for somebody else", async () => {
        const aud = "https://login.microsoftonline.com/common/oauth2/v2.0/token";
        expectRefusal(await signIn({ claims: { aud } }), 401, "invalid_client", 700023);
        expectRefusal(await signIn({ claims: { sub: randomUUID() } }), 401, "invalid_client", 700021);
        const iss = "https://token.actions.githubusercontent.com";
        expectRefusal(await signIn({ claims: { iss } }), 401, "invalid_client", 700211, iss);
    });

    it("is refused when another key signed it", async () => {
        const stranger = new TestCertificate({}, generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey);
        const thumbprint = createHash("sha1").update(stranger.der).digest("hex").toUpperCase();
        const unknown = await signIn({ signer: stranger });
        expectRefusal(
            unknown,
            401,
            "invalid_client",
            700027,
            `The key was not found., Thumbprint of key used by client: '${thumbprint}'`,
        );
        const forged = await signIn({ signer: stranger, header: { kid: paddedThumbprint(certificate) } });
        expectRefusal(forged, 401, "invalid_client", 700027, "signature value did not match");
    });

    it("is refused outside the dates of the credential", async () => {
        const expired = new TestCertificate({ from: -10, until: -1 });
        const future = new TestCertificate({ from: 1 });
        const other = await graph.login(expired, "expired");
        await graph.do("PATCH", `/v1.0/applications/${other.applicationObjectId}`, {
            keyCredentials: [expired.keyCredential(), future.keyCredential()],
        });
        const { clientId } = other;
        expectRefusal(
            await signIn({ clientId, signer: expired }),
            401,
            "invalid_client",
            700027,
            "The key used is expired.",
        );
        expectRefusal(await signIn({ clientId, signer: future }), 401, "invalid_client", 700027, "not yet valid");
    });

    it("is refused when it is not an assertion", async () => {
        const form = {
            grant_type: "client_credentials",
            client_id: login.clientId,
            client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            scope: exchangeScope,
        };
        for (const client_assertion of ["x", "aGVhZA.e30.c2ln", "a.b.c"]) {
            expectRefusal(await tenant.token({ ...form, client_assertion }), 400, "invalid_request", 50027);
        }
        expectRefusal(await signIn({ header: {} }), 400, "invalid_request", 50027);
    });
});

describe("a client secret", () => {
    const form = { grant_type: "client_credentials", scope: "https://graph.microsoft.com/.default", ...secret };

    it("signs in by form and by basic authentication", async () => {
        const byForm = claimsOf(await tenant.token(form));
        expect(byForm).toMatchObject({
            aud: "https://graph.microsoft.com",
            appidacr: "1",
            roles: expect.arrayContaining(["Application.ReadWrite.OwnedBy"]) as string[],
        });
        const basic = Buffer.from(`${secret.client_id}:${secret.client_secret}`).toString("base64");
        const { grant_type, scope } = form;
        const answer = await tenant.send("POST", tokenUrl(), new URLSearchParams({ grant_type, scope }).toString(), {
            "content-type": "application/x-www-form-urlencoded",
            authorization: `Basic ${basic}`,
        });
        expect(claimsOf(answer)).toMatchObject({ appid: secret.client_id });
    });

    it("is refused when it is wrong, or expired", async () => {
        expectRefusal(await tenant.token({ ...form, client_secret: "wrong" }), 401, "invalid_client", 7000215);
        clockOffset = 11 * 366 * day;
        expectRefusal(await tenant.token(form), 401, "invalid_client", 7000222);
    });

    it("made by addPassword works until removePassword", async () => {
        const application = `/v1.0/applications/${login.applicationObjectId}`;
        const made = await graph.do("POST", `${application}/addPassword`, {
            passwordCredential: { displayName: "ci" },
        });
        const own = { ...form, client_id: login.clientId, client_secret: made.secretText };
        expect((await tenant.token(own)).status).toBe(200);
        const shown = (await graph.do("GET", application)).passwordCredentials;
        expect(shown).toEqual([expect.objectContaining({ displayName: "ci", hint: made.hint, secretText: null })]);
        await graph.do("POST", `${application}/removePassword`, { keyId: made.keyId });
        expectRefusal(await tenant.token(own), 401, "invalid_client", 7000215);
    });
});

describe("a token request is refused", () => {
    const form = { grant_type: "client_credentials", scope: exchangeScope, ...secret };

    test("in a tenant that does not exist", async () => {
        expectRefusal(
            await tenant.token(form, "nowhere.onmicrosoft.com"),
            400,
            "invalid_request",
            90002,
            "Tenant 'nowhere.onmicrosoft.com' not found.",
        );
    });

    test("for an application that does not exist, or not in this tenant", async () => {
        const client_id = randomUUID();
        expectRefusal(await tenant.token({ ...form, client_id }), 400, "unauthorized_client", 700016, client_id);
        expectRefusal(
            await tenant.token(form, "fabrikam.onmicrosoft.com"),
            400,
            "unauthorized_client",
            700016,
            "in the directory 'Fabrikam'",
        );
    });

    test("for an application without a service principal", async () => {
        const { appId } = await graph.do("POST", "/v1.0/applications", { displayName: "no service principal" });
        expectRefusal(await tenant.token({ ...form, client_id: appId }), 400, "unauthorized_client", 7000229);
    });

    test("for a disabled application", async () => {
        const disabled = await graph.login(certificate, "disabled");
        await graph.do("PATCH", `/v1.0/servicePrincipals/${disabled.servicePrincipalObjectId}`, {
            accountEnabled: false,
        });
        expectRefusal(await signIn({ clientId: disabled.clientId }), 400, "unauthorized_client", 7000112);
    });

    test("for a deactivated application, until it is activated again", async () => {
        const login = await graph.login(certificate, "deactivated");
        const path = `/v1.0/applications/${login.applicationObjectId}`;
        expect(await graph.do("GET", `${path}?$select=isDisabled`)).toMatchObject({ isDisabled: null });
        await graph.do("PATCH", path, { isDisabled: true });
        expect(await graph.do("GET", `${path}?$select=isDisabled`)).toMatchObject({ isDisabled: true });
        expectRefusal(await signIn({ clientId: login.clientId }), 400, "unauthorized_client", 7000112);
        await graph.do("PATCH", path, { description: "other properties leave it as it is" });
        expectRefusal(await signIn({ clientId: login.clientId }), 400, "unauthorized_client", 7000112);
        await graph.do("PATCH", path, { isDisabled: false });
        expect((await signIn({ clientId: login.clientId })).status).toBe(200);
    });

    test("for a resource that the tenant does not have", async () => {
        const scope = "https://vault.azure.net/.default";
        expectRefusal(
            await tenant.token({ ...form, scope }),
            400,
            "invalid_resource",
            500011,
            "https://vault.azure.net",
        );
    });

    test("when the form lacks something, or says something else", async () => {
        expectRefusal(await tenant.token({ ...form, client_secret: "" }), 401, "invalid_client", 7000218);
        expectRefusal(await tenant.token({}), 400, "invalid_request", 900144, "'grant_type'");
        expectRefusal(await tenant.token({ ...form, client_id: "" }), 400, "invalid_request", 900144, "'client_id'");
        expectRefusal(await tenant.token({ ...form, scope: "" }), 400, "invalid_request", 900144, "'scope'");
        expectRefusal(await tenant.token({ ...form, grant_type: "password" }), 400, "unsupported_grant_type", 70003);
        expectRefusal(
            await tenant.token({ ...form, scope: "https://outlook.office365.com" }),
            400,
            "invalid_scope",
            1002012,
        );
        expectRefusal(await tenant.token({ ...form, scope: `${exchangeScope} openid` }), 400, "invalid_scope", 70011);
    });
});

describe("the OpenID documents", () => {
    test.each(["id", "domain"])("name the token endpoint and the key, for a tenant named by its %s", async (kind) => {
        const name = kind === "id" ? tenant.tenantId : "exoip.onmicrosoft.com";
        const { body } = await tenant.send("GET", `/${name}/v2.0/.well-known/openid-configuration`);
        expect(body).toMatchObject({
            issuer: `${tenant.url}/${tenant.tenantId}/v2.0`,
            token_endpoint: tokenUrl(),
            jwks_uri: `${tenant.url}/${tenant.tenantId}/discovery/v2.0/keys`,
        });
        const token = (await signIn()).body.access_token;
        await expect(jwtVerify(token, createRemoteJWKSet(new URL(body.jwks_uri)))).resolves.toBeDefined();
    });

    test("of version 1.0 name the issuer of the access tokens", async () => {
        const { body } = await tenant.send("GET", `/${tenant.tenantId}/.well-known/openid-configuration`);
        expect(body).toMatchObject({ issuer: `https://sts.windows.net/${tenant.tenantId}/` });
    });

    test("exist for known tenants only", async () => {
        const answer = await tenant.send("GET", "/nowhere.onmicrosoft.com/v2.0/.well-known/openid-configuration");
        expectRefusal(answer, 400, "invalid_request", 90002);
    });
});
