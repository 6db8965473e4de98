import { ConfidentialClientApplication } from "@azure/msal-node";
import { createHash, generateKeyPairSync } from "node:crypto";
import {
    exchangeAdministrator,
    exchangeScope,
    TestCertificate,
    TestTenant,
    type Graph,
    type Json,
    type Login,
} from "./support";

describe("@azure/msal-node, unchanged,", () => {
    const certificate = new TestCertificate();
    let tenant: TestTenant;
    let graph: Graph;
    let login: Login;

    beforeAll(async () => {
        tenant = await TestTenant.start();
        graph = await tenant.graph();
        login = await graph.login(certificate);
    });
    afterAll(() => tenant.stop());

    function client(
        { der, privateKeyPem }: TestCertificate,
        clientId = login.clientId,
        hash: "sha1" | "sha256" = "sha256",
        directory = tenant.tenantId,
    ): ConfidentialClientApplication {
        const thumbprint = createHash(hash).update(der).digest("hex");
        return new ConfidentialClientApplication({
            auth: {
                clientId,
                authority: `${tenant.url}/${directory}`,
                knownAuthorities: [new URL(tenant.url).host],
                clientCertificate: {
                    ...(hash === "sha256" ? { thumbprintSha256: thumbprint } : { thumbprint }),
                    privateKey: privateKeyPem,
                },
            },
        });
    }

    const signIn = async (application: ConfidentialClientApplication): Promise<Json> => {
        const result = await application.acquireTokenByClientCredential({ scopes: [exchangeScope], skipCache: true });
        const [, payload = ""] = result?.accessToken.split(".") ?? [];
        return JSON.parse(Buffer.from(payload, "base64url").toString()) as Json;
    };

    test.each(["sha256", "sha1"] as const)("signs in with a certificate named by its %s", async (hash) => {
        expect(await signIn(client(certificate, login.clientId, hash))).toMatchObject({
            aud: "https://outlook.office365.com",
            iss: `https://sts.windows.net/${tenant.tenantId}/`,
            tid: tenant.tenantId,
            appid: login.clientId,
            appidacr: "2",
            oid: login.servicePrincipalObjectId,
            sub: login.servicePrincipalObjectId,
            ver: "1.0",
            iat: expect.any(Number) as number,
            exp: expect.any(Number) as number,
        });
    });

    it("signs in to the tenant by its domain", async () => {
        const application = client(certificate, login.clientId, "sha256", "exoip.onmicrosoft.com");
        expect(await signIn(application)).toMatchObject({ tid: tenant.tenantId });
    });

    it("finds consent and role in a token that it gets afterwards, and neither claim before", async () => {
        const before = await signIn(client(certificate));
        expect(before).not.toHaveProperty("roles");
        expect(before).not.toHaveProperty("wids");
        await graph.consent(login);
        await graph.assignRole(login);
        expect(await signIn(client(certificate))).toMatchObject({
            roles: ["Exchange.ManageAsApp"],
            wids: [exchangeAdministrator],
        });
    });

    it("gets the number and the reason of a refusal", async () => {
        const other = new TestCertificate({}, generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey);
        const thumbprint = createHash("sha256").update(other.der).digest("hex").toUpperCase();
        await expect(signIn(client(other))).rejects.toMatchObject({
            errorCode: "invalid_client",
            errorNo: 700027,
            errorMessage: expect.stringContaining(`Thumbprint of key used by client: '${thumbprint}'`) as string,
        });
        await expect(signIn(client(certificate, "cccccccc-0000-0000-0000-000000000009"))).rejects.toMatchObject({
            errorCode: "unauthorized_client",
            errorNo: 700016,
        });
    });
});
