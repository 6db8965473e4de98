import { first, seedWith, TestTenant, type Graph } from "./support";

let tenant: TestTenant;
let graph: Graph;

beforeAll(async () => {
    tenant = await TestTenant.start({ seed: seedWith({ permissions: "all" }) });
    graph = await tenant.graph();
});
afterAll(() => tenant.stop());

const newUser = (name: string, changes: object = {}): object => ({
    accountEnabled: true,
    displayName: name,
    mailNickname: name,
    userPrincipalName: `${name}@exoip.onmicrosoft.com`,
    passwordProfile: { password: "p@$$Wd12345", forceChangePasswordNextSignIn: false },
    ...changes,
});

describe("users", () => {
    it("are created, read by id and by name, changed, deleted and restored", async () => {
        const { id } = await graph.do("POST", "/v1.0/users", newUser("holly.o'neill", { jobTitle: "Clerk" }));
        expect(await graph.do("GET", "/v1.0/users/holly.o'neill@exoip.onmicrosoft.com")).toEqual({
            "@odata.context": `${tenant.url}/v1.0/$metadata#users/$entity`,
            businessPhones: [],
            displayName: "holly.o'neill",
            givenName: null,
            id,
            jobTitle: "Clerk",
            mail: null,
            mobilePhone: null,
            officeLocation: null,
            preferredLanguage: null,
            surname: null,
            userPrincipalName: "holly.o'neill@exoip.onmicrosoft.com",
        });
        await graph.do("PATCH", `/v1.0/users/${id}`, {
            city: "Bern",
            employeeOrgData: { costCenter: "12", division: null },
            jobTitle: null,
        });
        expect(
            await graph.do("GET", `/v1.0/users/${id}?$select=city,employeeOrgData,jobTitle,otherMails`),
        ).toMatchObject({
            city: "Bern",
            employeeOrgData: { costCenter: "12", division: null },
            jobTitle: null,
            otherMails: [],
        });
        await graph.do("DELETE", `/v1.0/users/${id}`);
        expect(await graph.send("GET", `/v1.0/users/${id}`)).toMatchObject({ status: 404 });
        const bin = "/v1.0/directory/deletedItems";
        expect((await graph.do("GET", `${bin}/microsoft.graph.user`)).value).toMatchObject([{ id }]);
        await graph.do("POST", `${bin}/${id}/restore`);
        expect(await graph.do("GET", `/v1.0/users/${id}`)).toMatchObject({ id });
    });

    it("are listed with those of the seed, and found by filter", async () => {
        const { value } = await graph.do("GET", "/v1.0/users?$filter=startswith(displayName,'Adele')");
        expect(value).toMatchObject([{ displayName: "Adele Vance", givenName: "Adele", surname: "Vance" }]);
    });

    it("show in beta whether address lists have them", async () => {
        const { id } = await graph.do("POST", "/v1.0/users", newUser("listed"));
        await graph.do("PATCH", `/beta/users/${id}`, { showInAddressList: false });
        expect(await graph.do("GET", `/beta/users/${id}?$select=showInAddressList`)).toMatchObject({
            showInAddressList: false,
        });
        expect(await graph.do("GET", `/beta/users/${id}`)).toMatchObject({ accountEnabled: true, userType: "Member" });
    });

    it("have a manager or none", async () => {
        const { id } = await graph.do("POST", "/v1.0/users", newUser("managed"));
        const boss = tenant.userId("Megan Bowen");
        expect(await graph.send("GET", `/v1.0/users/${id}/manager`)).toMatchObject({ status: 404 });
        const reference = { "@odata.id": `https://graph.microsoft.com/v1.0/users/${boss}` };
        await graph.do("PUT", `/v1.0/users/${id}/manager/$ref`, reference);
        expect(await graph.do("GET", `/v1.0/users/${id}/manager`)).toMatchObject({
            "@odata.type": "#microsoft.graph.user",
            id: boss,
            displayName: "Megan Bowen",
        });
        expect(await graph.do("GET", `/v1.0/users/${id}?$expand=manager($select=id)`)).toMatchObject({
            displayName: "managed",
            manager: { id: boss },
        });
        await graph.do("DELETE", `/v1.0/users/${id}/manager/$ref`);
        expect(await graph.send("GET", `/v1.0/users/${id}/manager`)).toMatchObject({ status: 404 });
    });

    it.each([
        ["a foreign domain", { userPrincipalName: "x@example.com" }, /domain portion of the userPrincipalName/],
        ["a weak password", { passwordProfile: { password: "password" } }, /password complexity requirements/],
        [
            "a name that is taken",
            { userPrincipalName: "adele.vance@exoip.onmicrosoft.com" },
            /userPrincipalName already/,
        ],
        ["no password", { passwordProfile: undefined }, /passwordProfile/],
        ["a property that is Graph's to set", { proxyAddresses: [] }, /read-only/],
        ["a property that does not exist", { colour: "red" }, /does not exist on type/],
    ])("are refused with %s", async (_, changes, message) => {
        const answer = await graph.send("POST", "/v1.0/users", newUser("refused", changes));
        expect(answer).toMatchObject({
            status: 400,
            body: { error: { message: expect.stringMatching(message) as string } },
        });
    });

    it("take their ownerships, memberships and roles with them", async () => {
        const { id } = await graph.do("POST", "/v1.0/users", newUser("leaver"));
        const reference = { "@odata.id": `${tenant.url}/v1.0/directoryObjects/${id}` };
        const application = await graph.do("POST", "/v1.0/applications", { displayName: "owned" });
        await graph.do("POST", `/v1.0/applications/${application.id}/owners/$ref`, reference);
        const group = await graph.do("POST", "/v1.0/groups", {
            displayName: "team",
            mailEnabled: false,
            mailNickname: "team",
            securityEnabled: true,
        });
        await graph.do("POST", `/v1.0/groups/${group.id}/members/$ref`, reference);
        expect((await graph.do("GET", `/v1.0/users/${id}/memberOf`)).value).toMatchObject([
            { "@odata.type": "#microsoft.graph.group", id: group.id, displayName: "team" },
        ]);
        await graph.do("DELETE", `/v1.0/users/${id}`);
        const owners = await graph.do("GET", `/v1.0/applications/${application.id}/owners`);
        expect(owners.value.map((owner) => owner.id)).not.toContain(id);
        expect((await graph.do("GET", `/v1.0/groups/${group.id}/members`)).value).toEqual([]);
    });

    it("hold app roles that are for users, by themselves and through groups", async () => {
        const application = await graph.do("POST", "/v1.0/applications", {
            displayName: "api",
            appRoles: [
                appRole("11111111-0000-0000-0000-000000000001", ["User"]),
                appRole("11111111-0000-0000-0000-000000000002", ["Application"]),
            ],
        });
        const { id: resourceId } = await graph.do("POST", "/v1.0/servicePrincipals", { appId: application.appId });
        const user = tenant.userId("Alex Wilber");
        const group = await graph.do("POST", "/v1.0/groups", {
            displayName: "readers",
            mailEnabled: false,
            mailNickname: "readers",
            securityEnabled: true,
        });
        for (const [kind, principalId] of [
            ["users", user],
            ["groups", group.id],
        ] as const) {
            const target = `/v1.0/${kind}/${principalId}/appRoleAssignments`;
            const grant = { principalId, resourceId, appRoleId: "11111111-0000-0000-0000-000000000001" };
            const made = await graph.do("POST", target, grant);
            expect(made).toMatchObject({
                principalType: kind === "users" ? "User" : "Group",
                resourceDisplayName: "api",
            });
            expect((await graph.do("GET", target)).value).toMatchObject([{ id: made.id }]);
            const forApplications = { ...grant, appRoleId: "11111111-0000-0000-0000-000000000002" };
            expect(await graph.send("POST", target, forApplications)).toMatchObject({ status: 400 });
            await graph.do("DELETE", `${target}/${made.id}`);
            expect((await graph.do("GET", target)).value).toEqual([]);
        }
    });
});

const appRole = (id: string, allowedMemberTypes: string[]): object => ({
    id,
    allowedMemberTypes,
    description: id,
    displayName: id,
    isEnabled: true,
    value: id,
});

describe("groups", () => {
    const security = { displayName: "Security", mailEnabled: false, mailNickname: "security", securityEnabled: true };

    it("are created, changed and deleted, with owners and members", async () => {
        const user = tenant.userId("Diego Siciliani");
        const reference = { "@odata.id": `${tenant.url}/beta/directoryObjects/${user}` };
        const { id } = await graph.do("POST", "/beta/groups", {
            ...security,
            groupTypes: [],
            isAssignableToRole: false,
            membershipRule: null,
            "owners@odata.bind": [reference["@odata.id"]],
            resourceBehaviorOptions: [],
            resourceProvisioningOptions: [],
        });
        const target = `/v1.0/groups/${id}`;
        await graph.do("PATCH", target, { description: "who guards" });
        expect(await graph.do("GET", target)).toMatchObject({ description: "who guards", groupTypes: [], mail: null });
        expect((await graph.do("GET", `${target}/owners`)).value).toMatchObject([{ id: user }]);
        await graph.do("DELETE", `${target}/owners/${user}/$ref`);
        await graph.do("POST", `${target}/owners/$ref`, reference);
        await graph.do("POST", `${target}/members/$ref`, reference);
        expect((await graph.do("GET", `${target}/members`)).value).toMatchObject([{ id: user }]);
        expect(await graph.send("POST", `${target}/members/$ref`, reference)).toMatchObject({ status: 400 });
        await graph.do("DELETE", `${target}/members/${user}/$ref`);
        expect((await graph.do("GET", `${target}/memberOf`)).value).toEqual([]);
        expect((await graph.do("GET", "/v1.0/groups?$filter=securityEnabled eq true")).value).toMatchObject(
            expect.arrayContaining([expect.objectContaining({ id })]) as object,
        );
        await graph.do("DELETE", target);
        expect(await graph.send("GET", target)).toMatchObject({ status: 404 });
    });

    it("of Microsoft 365 can be restored, security groups cannot", async () => {
        const unified = { ...security, groupTypes: ["Unified"], mailEnabled: true, securityEnabled: false };
        const kept = await graph.do("POST", "/v1.0/groups", { ...unified, mailNickname: "kept" });
        expect(kept).toMatchObject({ mail: "kept@exoip.onmicrosoft.com" });
        const gone = await graph.do("POST", "/v1.0/groups", security);
        for (const { id } of [kept, gone]) {
            await graph.do("DELETE", `/v1.0/groups/${id}`);
        }
        const { value } = await graph.do("GET", "/v1.0/directory/deletedItems/microsoft.graph.group");
        expect(value.map(({ id }) => id)).toEqual([kept.id]);
        await graph.do("POST", `/v1.0/directory/deletedItems/${kept.id}/restore`);
        expect(await graph.do("GET", `/v1.0/groups/${kept.id}`)).toMatchObject({ displayName: "Security" });
    });

    it.each([
        ["neither mail nor security", { securityEnabled: false }],
        ["a rule without dynamic membership", { membershipRule: "user.city -eq 'Bern'" }],
        ["dynamic membership without a rule", { groupTypes: ["DynamicMembership"] }],
    ])("are refused with %s", async (_, changes) => {
        expect(await graph.send("POST", "/v1.0/groups", { ...security, ...changes })).toMatchObject({ status: 400 });
    });

    it("hold directory roles only when they were made for it", async () => {
        const assign = (principalId: string): object => ({
            principalId,
            roleDefinitionId: "644ef478-e28f-4e28-b9dc-3fdde9aa0b1f",
            directoryScopeId: "/",
        });
        const target = "/v1.0/roleManagement/directory/roleAssignments";
        const ordinary = await graph.do("POST", "/v1.0/groups", security);
        expect(await graph.send("POST", target, assign(ordinary.id))).toMatchObject({ status: 400 });
        const assignable = await graph.do("POST", "/v1.0/groups", { ...security, isAssignableToRole: true });
        await graph.do("POST", target, assign(assignable.id));
        const { value } = await graph.do("GET", `${target}?$expand=principal,roleDefinition`);
        expect(first(value)).toMatchObject({
            principal: { id: assignable.id },
            roleDefinition: { displayName: "Printer Administrator" },
        });
    });

    it("need permissions of their own", async () => {
        const other = await TestTenant.start({ seed: seedWith({ permissions: ["Application.ReadWrite.All"] }) });
        const stranger = await other.graph();
        for (const target of ["/v1.0/users", "/v1.0/groups", "/v1.0/oauth2PermissionGrants"]) {
            expect(await stranger.send("GET", target)).toMatchObject({ status: 403 });
            expect(await stranger.send("POST", target, {})).toMatchObject({ status: 403 });
        }
        await other.stop();
    });
});
