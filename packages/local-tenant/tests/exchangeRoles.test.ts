import { ExchangeApplication } from "./exchangeSupport";
import { exchangeAdministrator, TestTenant, type Answer, type Graph } from "./support";

const globalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
const recipientAdministrator = "31392ffb-586c-42d1-9346-e59415a2cc4e";
const securityReader = "5d6b6bb7-de71-4623-b4af-96380a352509";
const viewOnly = "View-Only Organization Management";

let tenant: TestTenant;
let graph: Graph;
let administrator: ExchangeApplication;

beforeAll(async () => {
    tenant = await TestTenant.start();
    graph = await tenant.graph();
    administrator = await ExchangeApplication.register(tenant, graph, exchangeAdministrator, "administrator");
});
afterAll(() => tenant.stop());

/** Exchange's own text about an exception, as it stands in the details. */
function expectException(answer: Answer, status: number, type: string, message: string): void {
    expect(answer.status).toBe(status);
    expect(answer.body.error).toMatchObject({
        message,
        details: [{ message: `|${type}|${message}` }],
        innererror: { internalexception: { type, message } },
    });
}

function expectNotAllowed(answer: Answer, cmdlet: string): void {
    const message = `User is not allowed to call ${cmdlet}`;
    expect(answer).toMatchObject({
        status: 401,
        body: {
            error: {
                code: "Unauthorized",
                message,
                innererror: { message, type: "Microsoft.Exchange.Admin.OData.Core.ODataServiceException" },
            },
        },
    });
}

describe("a directory role decides which cmdlets there are:", () => {
    test("Global Reader reads everything and changes nothing", async () => {
        const reader = await ExchangeApplication.register(tenant, graph, globalReader);
        for (const cmdlet of ["Get-AcceptedDomain", "Get-OrganizationConfig", "Get-Mailbox", "Get-TransportRule"]) {
            expect((await reader.invoke(cmdlet)).status).toBe(200);
        }
        expect((await reader.send("GET", "Mailbox")).status).toBe(200);
        expectNotAllowed(await reader.invoke("new-serviceprincipal"), "New-ServicePrincipal");
        expectNotAllowed(
            await reader.invoke("Add-RoleGroupMember", { Identity: viewOnly, Member: "administrator" }),
            "Add-RoleGroupMember",
        );
    });

    test("Security Reader reads mail flow rules, and neither mailboxes nor role groups", async () => {
        const reader = await ExchangeApplication.register(tenant, graph, securityReader);
        expect(await reader.run("Get-TransportRule")).toEqual([]);
        expectNotAllowed(await reader.send("GET", "Mailbox"), "Get-Mailbox");
        expectNotAllowed(await reader.invoke("Get-Mailbox"), "Get-Mailbox");
        expectNotAllowed(await reader.invoke("Get-RoleGroup"), "Get-RoleGroup");
    });

    test("and which parameters a cmdlet has", async () => {
        const recipients = await ExchangeApplication.register(tenant, graph, recipientAdministrator);
        const member = { Identity: "Finance Approvers", Member: "adele.vance" };
        const bypass = { ...member, BypassSecurityGroupManagerCheck: true };
        expectException(
            await recipients.invoke("Add-DistributionGroupMember", member),
            403,
            "Microsoft.Exchange.Management.Tasks.RecipientTaskException",
            "You don't have sufficient permissions. This operation can only be performed by a manager of the group.",
        );
        expectException(
            await recipients.invoke("Add-DistributionGroupMember", bypass),
            400,
            "System.Management.Automation.ParameterBindingException",
            "A parameter cannot be found that matches parameter name 'BypassSecurityGroupManagerCheck'.",
        );
        expect(
            (await recipients.invoke("Add-DistributionGroupMember", { ...member, Identity: "all.employees" })).status,
        ).toBe(200);
        expect((await administrator.invoke("Add-DistributionGroupMember", bypass)).status).toBe(200);
    });
});

describe("a role group", () => {
    /** An application with consent and nothing else, which an administrator has made known to Exchange Online. */
    async function newcomer(displayName: string): Promise<ExchangeApplication> {
        const application = await ExchangeApplication.register(tenant, graph, undefined, displayName);
        const { clientId, servicePrincipalObjectId } = application.login;
        await administrator.run("New-ServicePrincipal", {
            AppId: clientId,
            ObjectId: servicePrincipalObjectId,
            DisplayName: displayName,
        });
        return application;
    }

    it("opens Exchange Online for a service principal without any directory role, until it is taken out", async () => {
        const member = await newcomer("auditor");
        expect((await member.send("GET", "Mailbox")).status).toBe(403);
        await administrator.run("Add-RoleGroupMember", { Identity: viewOnly, Member: "auditor", Confirm: false });
        expect((await member.send("GET", "Mailbox")).status).toBe(200);
        expect(await administrator.run("Get-RoleGroupMember", { Identity: viewOnly })).toEqual([
            expect.objectContaining({ DisplayName: "auditor", RecipientTypeDetails: "ServicePrincipal" }),
        ]);
        expect(await member.run("Get-RoleGroup", { Identity: viewOnly })).toMatchObject([
            { Roles: ["View-Only Configuration", "View-Only Recipients"] },
        ]);
        await administrator.run("Remove-RoleGroupMember", { Identity: viewOnly, Member: member.login.clientId });
        expect((await member.send("GET", "Mailbox")).status).toBe(403);
    });

    it("adds its permissions to those of a directory role", async () => {
        const member = await newcomer("helper");
        await graph.assignRole(member.login, securityReader);
        expectNotAllowed(await member.invoke("Get-Mailbox"), "Get-Mailbox");
        await administrator.run("Add-RoleGroupMember", { Identity: "help desk", Member: "helper" });
        expect((await member.invoke("Get-Mailbox")).status).toBe(200);
        expect((await member.invoke("Get-TransportRule")).status).toBe(200);
        expectNotAllowed(await member.invoke("New-ServicePrincipal"), "New-ServicePrincipal");
    });

    it("takes service principals by their own object id, not by that of the app registration", async () => {
        const { login } = await ExchangeApplication.register(tenant, graph);
        const made = (ObjectId: string): Promise<Answer> =>
            administrator.invoke("New-ServicePrincipal", { AppId: login.clientId, ObjectId });
        const refused = await made(login.applicationObjectId);
        expect(refused.status).toBe(400);
        expect(refused.body.error.message).toContain("not the one of the app registration");
        expect((await made(login.servicePrincipalObjectId)).body.value).toMatchObject([
            {
                AppId: login.clientId,
                ObjectId: login.servicePrincipalObjectId,
                DisplayName: "EXO PowerShell unattended",
            },
        ]);
        expect((await made(login.servicePrincipalObjectId)).status).toBe(400);
    });

    it("refuses strangers, members that it has, and members that it does not have", async () => {
        await newcomer("twice");
        const add = (Identity: string, Member: string): Promise<Answer> =>
            administrator.invoke("Add-RoleGroupMember", { Identity, Member });
        const notFound = "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException";
        const text = (identity: string): string =>
            `The operation couldn't be performed because object '${identity}' couldn't be found on 'EURPR01A001DC01.EURPR01A001.PROD.OUTLOOK.COM'.`;
        expectException(await add("No Such Group", "twice"), 404, notFound, text("No Such Group"));
        expectException(await add(viewOnly, "nobody"), 404, notFound, text("nobody"));
        expect((await add("Security Reader", "twice")).body.error.message).toContain("can't be managed");
        expect((await add(viewOnly, "twice")).status).toBe(200);
        expect((await add(viewOnly, "twice")).body.error.message).toContain("is already a member");
        const remove = { Identity: "Help Desk", Member: "twice" };
        const removed = await administrator.invoke("Remove-RoleGroupMember", remove);
        expect(removed.body.error.message).toContain("isn't a member");
        const missing = await administrator.invoke("Add-RoleGroupMember", { Identity: viewOnly });
        expect(missing.body.error.message).toContain("missing mandatory parameters: Member");
    });

    it("gives no role of RBAC for Applications", async () => {
        await newcomer("tested");
        expect(await administrator.run("Test-ServicePrincipalAuthorization", { Identity: "tested" })).toEqual([]);
        const unknown = await administrator.invoke("Test-ServicePrincipalAuthorization", { Identity: "untested" });
        expect(unknown.status).toBe(404);
        expect(await administrator.run("Get-ServicePrincipal", { Identity: "tested" })).toHaveLength(1);
    });
});
