import { ExchangeApplication } from "./exchangeSupport";
import { exchangeAdministrator, TestTenant, type Graph } from "./support";

const globalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
const recipientAdministrator = "31392ffb-586c-42d1-9346-e59415a2cc4e";

let tenant: TestTenant;
let graph: Graph;
let administrator: ExchangeApplication;

beforeAll(async () => {
    tenant = await TestTenant.start();
    graph = await tenant.graph();
    administrator = await ExchangeApplication.register(tenant, graph, exchangeAdministrator);
});
afterAll(() => tenant.stop());

async function rolesFor(parameters: object): Promise<unknown[]> {
    const rows = await administrator.run("Get-ManagementRole", parameters);
    return rows.map((row) => (row as unknown as { Name: string }).Name);
}

describe("Get-ManagementRole", () => {
    test("names the roles that hold a cmdlet, in any case", async () => {
        expect(await rolesFor({ Cmdlet: "set-mailbox" })).toEqual(["Mail Recipients"]);
        expect(await administrator.run("Get-ManagementRole", { Cmdlet: "Get-ServicePrincipal" })).toMatchObject([
            { Name: "Role Management", RoleType: "RoleManagement", IsRootRole: true, IsEndUserRole: false },
        ]);
    });

    test("names only those that hold it with all of the parameters", async () => {
        const Cmdlet = "Add-DistributionGroupMember";
        expect(await rolesFor({ Cmdlet, CmdletParameters: ["Identity", "Member"] })).toHaveLength(2);
        expect(await rolesFor({ Cmdlet, CmdletParameters: ["Member", "bypasssecuritygroupmanagercheck"] })).toEqual([
            "Security Group Creation and Membership",
        ]);
        expect(await rolesFor({ Cmdlet, CmdletParameters: "Member" })).toHaveLength(2);
    });

    test("lists all known roles without a cmdlet", async () => {
        expect(await rolesFor({})).toEqual(
            expect.arrayContaining(["Address Lists", "Mail Recipients", "View-Only Configuration"]),
        );
    });

    test("refuses to guess about a cmdlet of which nothing is published", async () => {
        const { status, body } = await administrator.invoke("Get-ManagementRole", { Cmdlet: "Get-Nothing" });
        expect(status).toBe(501);
        expect(body.error.message).toBe("The local tenant does not implement the management roles of Get-Nothing.");
    });

    test("answers a login that reads the configuration, and no other", async () => {
        const reader = await ExchangeApplication.register(tenant, graph, globalReader);
        expect((await reader.invoke("Get-ManagementRole", { Cmdlet: "Get-Mailbox" })).status).toBe(200);
        const other = await ExchangeApplication.register(tenant, graph, recipientAdministrator);
        expect(await other.invoke("Get-ManagementRole", { Cmdlet: "Get-Mailbox" })).toMatchObject({
            status: 401,
            body: { error: { message: "User is not allowed to call Get-ManagementRole" } },
        });
    });
});
