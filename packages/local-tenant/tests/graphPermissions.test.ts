import {
    exchangeAdministrator,
    exchangeOnlineAppId,
    manageAsApp,
    seedWith,
    TestTenant,
    type Answer,
    type Graph,
} from "./support";

const denied = { status: 403, body: { error: { code: "Authorization_RequestDenied" } } };

/** The engineer with these permissions, besides the pipeline with the default ones. */
async function tenantWith(
    permissions: readonly string[],
): Promise<{ tenant: TestTenant; graph: Graph; pipeline: Graph }> {
    const tenant = await TestTenant.start({ seed: seedWith({ permissions }) });
    return { tenant, graph: await tenant.graph(0), pipeline: await tenant.graph(1) };
}

describe("the permissions of a deployer", () => {
    let tenant: TestTenant;
    afterEach(() => tenant.stop());

    it("without any allow nothing", async () => {
        const started = await tenantWith([]);
        tenant = started.tenant;
        const id = await started.pipeline.servicePrincipalOf(exchangeOnlineAppId);
        const requests: [string, string, object?][] = [
            ["GET", "/v1.0/applications"],
            ["POST", "/v1.0/applications", { displayName: "x" }],
            ["GET", "/v1.0/servicePrincipals"],
            ["POST", "/v1.0/servicePrincipals", { appId: exchangeOnlineAppId }],
            ["GET", `/v1.0/servicePrincipals/${id}`],
            ["DELETE", `/v1.0/servicePrincipals/${id}`],
            ["GET", `/v1.0/servicePrincipals/${id}/appRoleAssignedTo`],
            ["POST", `/v1.0/servicePrincipals/${id}/appRoleAssignedTo`, {}],
            ["GET", "/v1.0/roleManagement/directory/roleDefinitions"],
            ["POST", "/v1.0/roleManagement/directory/roleAssignments", {}],
            ["GET", "/v1.0/directoryRoleTemplates"],
            ["GET", "/v1.0/domains"],
            ["GET", "/v1.0/organization"],
            ["GET", `/v1.0/directoryObjects/${id}`],
        ];
        for (const [method, target, body] of requests) {
            expect([target, await started.graph.send(method, target, body)]).toMatchObject([target, denied]);
        }
    });

    it("of the default seed suffice for its own objects, and not for those of others", async () => {
        const started = await tenantWith(["Application.ReadWrite.OwnedBy", "Application.Read.All"]);
        tenant = started.tenant;
        const own = await started.graph.do("POST", "/v1.0/applications", { displayName: "own" });
        const other = await started.pipeline.do("POST", "/v1.0/applications", { displayName: "other" });
        const rename = (id: string): Promise<Answer> =>
            started.graph.send("PATCH", `/v1.0/applications/${id}`, { displayName: "renamed" });
        expect(await rename(own.id)).toMatchObject({ status: 204 });
        expect(await rename(other.id)).toMatchObject(denied);
        expect(await rename(other.id.toUpperCase())).toMatchObject(denied);
        expect(await started.graph.send("GET", `/v1.0/applications/${other.id}`)).toMatchObject({
            status: 200,
        });
        expect(await started.graph.send("DELETE", `/v1.0/applications/${other.id}`)).toMatchObject(denied);
        expect(await started.graph.send("POST", "/v1.0/servicePrincipals", { appId: other.appId })).toMatchObject(
            denied,
        );
        // What does not exist is not found, rather than denied: the azuread provider waits for that after a deletion.
        expect(await rename("99999999-0000-0000-0000-000000000000")).toMatchObject({ status: 404 });

        const engineer = await started.graph.servicePrincipalOf("aaaaaaaa-0000-0000-0000-000000000001");
        const owner = `/v1.0/applications/${own.id}/owners/${engineer}/$ref`;
        expect(await started.graph.send("DELETE", owner)).toMatchObject({ status: 204 });
        expect(await rename(own.id)).toMatchObject(denied);
    });

    it("limited to owned objects do not allow lists, nor Microsoft's own service principals", async () => {
        const started = await tenantWith(["Application.ReadWrite.OwnedBy"]);
        tenant = started.tenant;
        const own = await started.graph.do("POST", "/v1.0/applications", { displayName: "own" });
        expect(await started.graph.send("GET", `/v1.0/applications/${own.id}`)).toMatchObject({
            status: 200,
        });
        expect(await started.graph.send("GET", "/v1.0/applications")).toMatchObject(denied);
        const exchangeOnline = await started.pipeline.servicePrincipalOf(exchangeOnlineAppId);
        const target = `/v1.0/servicePrincipals/${exchangeOnline}`;
        expect(await started.graph.send("GET", target)).toMatchObject(denied);
        expect(await started.graph.send("PATCH", target, { tags: [] })).toMatchObject(denied);
        expect(await started.graph.send("DELETE", target)).toMatchObject(denied);
        expect(
            await started.graph.send("POST", "/v1.0/servicePrincipals", { appId: exchangeOnlineAppId }),
        ).toMatchObject({
            status: 403,
            body: { error: { message: expect.stringContaining("must in the local tenant") as string } },
        });
    });

    it("for applications do not include grants", async () => {
        const started = await tenantWith(["Application.ReadWrite.All"]);
        tenant = started.tenant;
        const resourceId = await started.graph.servicePrincipalOf(exchangeOnlineAppId);
        const principalId = await started.graph.servicePrincipalOf("aaaaaaaa-0000-0000-0000-000000000001");
        expect(
            await started.graph.send("POST", `/v1.0/servicePrincipals/${resourceId}/appRoleAssignedTo`, {
                appRoleId: manageAsApp,
                principalId,
                resourceId,
            }),
        ).toMatchObject(denied);
        expect(
            await started.graph.send("POST", "/v1.0/roleManagement/directory/roleAssignments", {
                principalId,
                roleDefinitionId: exchangeAdministrator,
                directoryScopeId: "/",
            }),
        ).toMatchObject(denied);
    });

    it("count as they stand in the token", async () => {
        const started = await tenantWith([]);
        tenant = started.tenant;
        const graphServicePrincipal = await started.pipeline.servicePrincipalOf("00000003-0000-0000-c000-000000000000");
        const principalId = await started.pipeline.servicePrincipalOf("aaaaaaaa-0000-0000-0000-000000000001");
        await started.pipeline.do("POST", `/v1.0/servicePrincipals/${graphServicePrincipal}/appRoleAssignedTo`, {
            appRoleId: "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30",
            principalId,
            resourceId: graphServicePrincipal,
        });
        expect(await started.graph.send("GET", "/v1.0/applications")).toMatchObject(denied);
        expect(await (await tenant.graph(0)).send("GET", "/v1.0/applications")).toMatchObject({ status: 200 });
    });
});
