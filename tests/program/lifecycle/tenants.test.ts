import { twoTenantSeed, type TenantSeed } from "microsoft-local-tenant";
import { verify } from "../../../src/verification/verify";
import type { Connection } from "../../../src/connection/connection";
import { LocalStack } from "./localStack";

jest.setTimeout(180_000);

const [exoip, other] = twoTenantSeed().tenants as [TenantSeed, TenantSeed];
/** Microsoft lets nobody with Application.ReadWrite.OwnedBy make a service principal for another tenant's application. */
const fabrikam: TenantSeed = {
    ...other,
    deployers: other.deployers.map((deployer) => ({
        ...deployer,
        permissions: deployer.permissions === "all" ? "all" : [...deployer.permissions, "Application.ReadWrite.All"],
    })),
};

let stack: LocalStack;
beforeAll(async () => {
    stack = await LocalStack.create({ seed: { tenants: [exoip, fabrikam] } });
});
afterAll(() => stack.close());

/** An explicit provider of the tenant's deployer. */
const provider = ({ displayName, tenantId, deployers }: TenantSeed): string =>
    `new azuread.Provider("${displayName}", ${JSON.stringify({
        tenantId,
        clientId: deployers[0]?.clientId,
        clientSecret: deployers[0]?.clientSecret,
    })})`;
const home = ({ tenantId, organization }: TenantSeed): string =>
    `tenantId: "${tenantId}", organization: "${organization}"`;

describe("one program with several logins and several tenants", () => {
    it("makes each in its tenant, and one of them works in the other tenant too", async () => {
        stack.program(
            `const exoip = ${provider(exoip)};`,
            `const fabrikam = ${provider(fabrikam)};`,
            `const reports = new UnattendedAccess("reports", { ${home(exoip)}, displayName: "Reports",`,
            '    signInAudience: "AzureADMultipleOrgs" }, { providers: [exoip] });',
            `const nightly = new UnattendedAccess("nightly", { ${home(exoip)}, displayName: "Nightly" }, { providers: [exoip] });`,
            `const partner = new UnattendedAccess("partner", { ${home(fabrikam)}, displayName: "Nightly" }, { providers: [fabrikam] });`,
            `const reportsAtPartner = new TenantAccess("reports-fabrikam", { tenantId: "${fabrikam.tenantId}",`,
            "    clientId: reports.connection.clientId, roles: ['Global Reader'] }, { providers: [fabrikam] });",
            `const elsewhere = connectionTo(reportsAtPartner, "${fabrikam.organization}", reports.connection);`,
            "export const logins = [[reports.connection, reports], [nightly.connection, nightly], [partner.connection, partner],",
            "    [elsewhere, reports]].map(([connection, { certificatePem, privateKeyPem }]: any) =>",
            "    ({ connection, credential: { certificatePem, privateKeyPem } }));",
        );
        const { status, output } = await stack.up();
        expect(status === 0 ? "" : output).toBe("");

        const { url } = stack.tenant;
        const { logins } = await stack.outputs<{
            logins: { connection: Connection; credential: { certificatePem: string; privateKeyPem: string } }[];
        }>("--show-secrets");
        expect(logins.map(({ connection }) => connection.tenantId)).toEqual([
            exoip.tenantId,
            exoip.tenantId,
            fabrikam.tenantId,
            fabrikam.tenantId,
        ]);
        for (const { connection, credential } of logins) {
            const endpoints = { loginUrl: url, exchangeUrl: url };
            const { verdict, checks } = await verify(connection, credential, { endpoints, timeoutMs: 0 });
            expect({ verdict, checks }).toMatchObject({ verdict: "proved" });
        }
    });

    it("and another stack in one of them needs a name of its own: its preview says who has the other one", async () => {
        const { logins } = await stack.outputs<{ logins: { connection: Connection }[] }>();
        const configuration = `  azuread:tenantId: ${exoip.tenantId}\n  exo-unattended:organization: ${exoip.organization}\n`;
        stack.program(`new UnattendedAccess("exo", { ${home(exoip)}, displayName: "Reports" });`);
        stack.project.stack("second", configuration);
        const taken = await stack.project.run(["preview", "--stack", "second"]);
        expect(taken.status).not.toBe(0);
        expect(taken.output).toContain(
            `existing "azuread_application" with name "Reports" (ID: "${logins[0]?.connection.applicationObjectId ?? ""}")`,
        );

        stack.program(`new UnattendedAccess("exo", { ${home(exoip)}, displayName: "Reports of the second" });`);
        expect((await stack.project.run(["up", "--yes", "--skip-preview", "--stack", "second"])).output).toContain(
            "12 created",
        );
    });
});
