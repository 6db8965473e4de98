import { builtInRoles } from "../src/builtInRoles";
import { first, seedWith, TestTenant, type Graph } from "./support";

const printerAdministrator = "644ef478-e28f-4e28-b9dc-3fdde9aa0b1f";

let tenant: TestTenant;
let graph: Graph;

beforeAll(async () => {
    tenant = await TestTenant.start({ seed: seedWith({ permissions: "all" }) });
    graph = await tenant.graph();
});
afterAll(() => tenant.stop());

describe("directory roles", () => {
    it("are Microsoft's, each with a name and a template of its own", async () => {
        const { value } = await graph.do("GET", "/v1.0/directoryRoleTemplates?$top=999");
        expect(value.length).toBeGreaterThan(120);
        expect(new Set(value.map(({ id }) => id)).size).toBe(value.length);
        expect(new Set(value.map(({ displayName }) => displayName)).size).toBe(value.length);
        for (const { templateId, description } of builtInRoles) {
            expect(templateId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
            expect(description).toMatch(/\w/);
        }
        expect(value).toContainEqual(
            expect.objectContaining({ displayName: "Printer Administrator", id: printerAdministrator }),
        );
    });

    it("have members once they are activated: those who hold them for the whole tenant", async () => {
        const role = await graph.do("POST", "/v1.0/directoryRoles", { roleTemplateId: printerAdministrator });
        const members = `/v1.0/directoryRoles/${role.id}/members`;
        const user = tenant.userId("Grady Archie");
        const reference = { "@odata.id": `${tenant.url}/v1.0/directoryObjects/${user}` };
        await graph.do("POST", `${members}/$ref`, reference);
        expect(await graph.send("POST", `${members}/$ref`, reference)).toMatchObject({ status: 400 });
        expect((await graph.do("GET", members)).value).toMatchObject([{ id: user }]);
        expect(await graph.do("GET", `${members}/${user}`)).toMatchObject({ id: user });
        const filter = `$filter=roleDefinitionId eq '${printerAdministrator}'`;
        const { value } = await graph.do("GET", `/v1.0/roleManagement/directory/roleAssignments?${filter}`);
        expect(value).toMatchObject([{ principalId: user, directoryScopeId: "/" }]);
        const byTemplate = `/v1.0/directoryRoles(roleTemplateId='${printerAdministrator}')`;
        expect(await graph.do("GET", `${byTemplate}?$expand=members`)).toMatchObject({ members: [{ id: user }] });
        await graph.do("DELETE", `${members}/${user}/$ref`);
        expect(await graph.send("GET", `${members}/${user}`)).toMatchObject({ status: 404 });
        expect((await graph.do("GET", members)).value).toEqual([]);
    });

    it("have people who are eligible for them, by request", async () => {
        const requests = "/v1.0/roleManagement/directory/roleEligibilityScheduleRequests";
        const schedules = "/v1.0/roleManagement/directory/roleEligibilitySchedules";
        const wanted = {
            action: "adminAssign",
            principalId: tenant.userId("Nestor Wilke"),
            roleDefinitionId: printerAdministrator,
            directoryScopeId: "/",
            justification: "abc",
            scheduleInfo: { startDateTime: "2026-11-26T10:00:00Z", expiration: { type: "noExpiration" } },
        };
        const { id } = await graph.do("POST", requests, wanted);
        expect(await graph.do("GET", `${requests}/${id}`)).toMatchObject({ ...wanted, status: "Provisioned" });
        expect(await graph.do("GET", `${schedules}/${id}`)).toMatchObject({ principalId: wanted.principalId });
        expect((await graph.do("GET", schedules)).value).toHaveLength(1);
        expect(await graph.send("POST", requests, wanted)).toMatchObject({ status: 400 });
        const removal = { ...wanted, action: "adminRemove", scheduleInfo: undefined };
        await graph.do("POST", requests, removal);
        expect((await graph.do("GET", schedules)).value).toEqual([]);
        const { value } = await graph.do("GET", requests);
        expect(first(value)).toMatchObject({ id, status: "Revoked" });
        expect(await graph.send("POST", requests, removal)).toMatchObject({ status: 400 });
        expect(await graph.send("POST", requests, { ...wanted, action: "selfActivate" })).toMatchObject({
            status: 501,
        });
    });
});
