import { verify } from "../../src/verification/verify";
import { connectionOf } from "./support";
import { ExchangeApplication } from "../../packages/local-tenant/tests/exchangeSupport";
import { exchangeAdministrator, TestCertificate, TestTenant } from "../../packages/local-tenant/tests/support";

describe("the verification of a connection without directory roles", () => {
    const certificate = new TestCertificate();
    const credential = { certificatePem: certificate.pem, privateKeyPem: certificate.privateKeyPem };
    let tenant: TestTenant;

    beforeAll(async () => {
        tenant = await TestTenant.start();
    });
    afterAll(() => tenant.stop());

    it("proves it once its service principal is in an Exchange role group that may read mailboxes", async () => {
        const graph = await tenant.graph();
        const login = await graph.login(certificate);
        await graph.consent(login);
        const connection = connectionOf(credential, {
            ...login,
            tenantId: tenant.tenantId,
            organization: "exoip.onmicrosoft.com",
            roles: [],
        });
        const attempt = async (): Promise<object> => {
            const endpoints = { loginUrl: tenant.url, exchangeUrl: tenant.url };
            const { verdict, checks } = await verify(connection, credential, { timeoutMs: 0, endpoints });
            return {
                verdict,
                ...Object.fromEntries(checks.map(({ id, result, evidence }) => [id, `${result}: ${evidence}`])),
            };
        };
        const administrator = await ExchangeApplication.register(tenant, graph, exchangeAdministrator);

        expect(await attempt()).toMatchObject({
            verdict: "not-proved-in-time",
            exchange: expect.stringMatching(/^waiting: .*HTTP 403 The role assigned to application/) as string,
        });

        await administrator.run("New-ServicePrincipal", {
            AppId: login.clientId,
            ObjectId: login.servicePrincipalObjectId,
        });
        await administrator.run("Add-RoleGroupMember", {
            Identity: "View-Only Organization Management",
            Member: login.servicePrincipalObjectId,
        });
        expect(await attempt()).toMatchObject({
            verdict: "proved",
            "directory-roles": expect.stringMatching(/^skipped: /) as string,
            exchange: expect.stringMatching(/^passed: /) as string,
        });
    });
});
