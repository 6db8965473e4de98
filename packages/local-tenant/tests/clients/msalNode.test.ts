import { ConfidentialClientApplication } from "@azure/msal-node";
import { createHash } from "node:crypto";
import { exchangeScope, TestCertificate, TestTenant } from "../support";
import { applicationStory, deployerOf, expectStory, mailboxNames, withToken } from "./story";

describe("@azure/msal-node, from sign-in to clean-up,", () => {
    let tenant: TestTenant;

    beforeAll(async () => {
        tenant = await TestTenant.start();
    });
    afterAll(() => tenant.stop());

    const authority = (): { readonly authority: string; readonly knownAuthorities: string[] } => ({
        authority: `${tenant.url}/${tenant.tenantId}`,
        knownAuthorities: [new URL(tenant.url).host],
    });
    const tokenOf = async (client: ConfidentialClientApplication, scope: string): Promise<string> => {
        const result = await client.acquireTokenByClientCredential({ scopes: [scope] });
        return result?.accessToken ?? "";
    };

    it("manages applications as a deployer with a secret", async () => {
        const client = new ConfidentialClientApplication({ auth: { ...authority(), ...deployerOf(tenant) } });
        const token = await tokenOf(client, "https://graph.microsoft.com/.default");
        expectStory(await applicationStory(withToken(tenant, token)));
    });

    it("reads all mailboxes with a certificate, by one token out of its cache", async () => {
        const graph = await tenant.graph();
        const certificate = new TestCertificate();
        const login = await graph.login(certificate);
        await graph.consent(login);
        await graph.assignRole(login);
        const client = new ConfidentialClientApplication({
            auth: {
                ...authority(),
                clientId: login.clientId,
                clientCertificate: {
                    thumbprintSha256: createHash("sha256").update(certificate.der).digest("hex"),
                    privateKey: certificate.privateKeyPem,
                },
            },
        });
        const token = await tokenOf(client, exchangeScope);
        expect(await mailboxNames(tenant, token)).toEqual(tenant.running.tenants[0]?.people);
        expect(await tokenOf(client, exchangeScope)).toBe(token);
    });
});
