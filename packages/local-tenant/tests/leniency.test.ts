import { defaultSeed } from "../src";
import { TestTenant, type Graph } from "./support";

// What Microsoft Graph takes although its reference does not say so: clients that work with it rely on that.
describe("Microsoft Graph also", () => {
    let tenant: TestTenant;
    let graph: Graph;
    let target: string;

    beforeAll(async () => {
        tenant = await TestTenant.start({ seed: defaultSeed() });
        graph = await tenant.graph();
        const scope = { id: "0a5b4a7e-6d2c-4a44-9d4c-0f3c5a8e1b01", type: "Admin", value: "access" };
        const { id } = await graph.do("POST", "/v1.0/applications", {
            displayName: "lenient",
            api: { oauth2PermissionScopes: [scope] },
            web: { homePageUrl: "https://example.com" },
        });
        target = `/v1.0/applications/${id}`;
    });
    afterAll(() => tenant.stop());

    it("takes paths and names of properties in any case", async () => {
        await graph.do("PATCH", target.replace("applications", "Applications"), { DISPLAYNAME: "in capitals" });
        expect(await graph.do("GET", target)).toMatchObject({ displayName: "in capitals" });
        expect(await graph.send("PATCH", target, { displayNames: "x" })).toMatchObject({ status: 400 });
    });

    it("enables roles and scopes that do not say whether they are enabled", async () => {
        expect(await graph.do("GET", target)).toMatchObject({
            api: { oauth2PermissionScopes: [{ value: "access", isEnabled: true }] },
        });
    });

    it("shows one property of an application or a service principal by its path, and no other name", async () => {
        expect((await graph.do("GET", `${target}/web`)) as unknown).toMatchObject({
            "@odata.context": expect.stringMatching(/#applications\('[^']+'\)\/web$/) as string,
            homePageUrl: "https://example.com",
        });
        const api = await graph.servicePrincipalOf("00000003-0000-0000-c000-000000000000");
        const { value } = await graph.do("GET", `/v1.0/servicePrincipals/${api}/appRoles`);
        expect(value.length).toBeGreaterThan(50);
        expect(await graph.send("GET", `${target}/extensionProperties`)).toMatchObject({ status: 501 });
    });

    it("takes numbers for the ids of a batch, and answers with texts", async () => {
        const requests = [{ id: 1, method: "GET", url: "/organization" }];
        expect(await graph.do("POST", "/v1.0/$batch", { requests })).toMatchObject({
            responses: [{ id: "1", status: 200 }],
        });
    });

    it("adds members to a group by a change of the group, up to 20 at once", async () => {
        const { id } = await graph.do("POST", "/v1.0/groups", {
            displayName: "bound",
            mailEnabled: false,
            mailNickname: "bound",
            securityEnabled: true,
        });
        const members = ["Adele Vance", "Alex Wilber"].map((name) => tenant.userId(name));
        const bound = members.map((member) => `https://graph.microsoft.com/v1.0/directoryObjects/${member}`);
        await graph.do("PATCH", `/v1.0/groups/${id}`, { "members@odata.bind": bound });
        const list = `/v1.0/groups/${id}/members`;
        expect((await graph.do("GET", `${list}?$select=id,givenName,appId`)).value).toMatchObject([
            { "@odata.type": "#microsoft.graph.user", id: members[0], givenName: "Adele" },
            { id: members[1] },
        ]);
        const [again] = bound;
        expect(await graph.send("PATCH", `/v1.0/groups/${id}`, { "members@odata.bind": [again] })).toMatchObject({
            status: 400,
        });
        const tooMany = Array<string>(21).fill(again ?? "");
        expect(await graph.send("PATCH", `/v1.0/groups/${id}`, { "members@odata.bind": tooMany })).toMatchObject({
            status: 400,
        });
    });
});
