import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { leastPrivilegeSeed, type Seed } from "../src";
import { first, TestTenant } from "./support";

interface Stored {
    format: number;
    tenants: Record<string, Record<string, Record<string, unknown>[]>>;
}

/** Takes away what format 2 did not have. */
function toFormat2(state: Stored): void {
    state.format = 2;
    for (const tenant of Object.values(state.tenants)) {
        delete tenant.groups;
        delete tenant.delegatedPermissionGrants;
        delete tenant.roleEligibilityRequests;
        delete tenant.claimsMappingPolicies;
        tenant.users = (tenant.users ?? []).map(({ id, displayName, userPrincipalName }) => ({
            id,
            displayName,
            userPrincipalName,
        }));
        for (const application of tenant.applications ?? []) {
            delete application.applicationTemplateId;
            delete application.logo;
        }
        for (const servicePrincipal of tenant.servicePrincipals ?? []) {
            delete servicePrincipal.passwordCredentials;
            delete servicePrincipal.claimsMappingPolicies;
        }
    }
}

test("a tenant goes on with the state that an earlier version left", async () => {
    const earlier = await TestTenant.start();
    const { id } = await (await earlier.graph()).do("POST", "/v1.0/applications", { displayName: "from before" });
    await earlier.running.close();
    const file = path.join(earlier.directory, "tenant.json");
    const state = JSON.parse(readFileSync(file, "utf8")) as Stored;
    toFormat2(state);
    writeFileSync(file, JSON.stringify(state));

    const later = await TestTenant.start({ directory: earlier.directory });
    const graph = await later.graph();
    await graph.do("PATCH", `/v1.0/applications/${id}`, { description: "still here" });
    expect(await graph.do("GET", `/v1.0/applications/${id}`)).toMatchObject({ description: "still here" });
    const servicePrincipalId = await graph.servicePrincipalOf("00000003-0000-0000-c000-000000000000");
    expect(await graph.do("GET", `/v1.0/servicePrincipals/${servicePrincipalId}`)).toMatchObject({
        passwordCredentials: [],
        oauth2PermissionScopes: expect.arrayContaining([expect.objectContaining({ value: "User.Read" })]) as object,
    });
    expect((JSON.parse(readFileSync(file, "utf8")) as Stored).format).toBe(3);
    await later.stop();
});

test("a tenant gets the deployers that a later seed adds, but none that was deleted", async () => {
    const earlier = await TestTenant.start();
    const graph = await earlier.graph();
    const [engineer, pipeline, late] = ["1", "2", "3"].map((end) => `aaaaaaaa-0000-0000-0000-00000000000${end}`);
    await graph.do("POST", "/v1.0/applications", { displayName: "from before" });
    await earlier.running.close();
    const file = path.join(earlier.directory, "tenant.json");
    const appIds = (): unknown[] => {
        const [home] = Object.values((JSON.parse(readFileSync(file, "utf8")) as Stored).tenants);
        return (home?.applications ?? []).map(({ appId }) => appId);
    };

    const home = first(leastPrivilegeSeed().tenants);
    const added = {
        displayName: "late",
        clientId: late ?? "",
        clientSecret: "late-secret",
        permissions: "all",
    } as const;
    const seed: Seed = { tenants: [{ ...home, deployers: [...home.deployers, added] }] };
    const later = await TestTenant.start({ directory: earlier.directory, seed });
    const administrator = await later.graph(2);
    expect(appIds()).toEqual(expect.arrayContaining([engineer, pipeline, late]));
    await administrator.do("DELETE", `/v1.0/applications(appId='${pipeline ?? ""}')`);
    await later.running.close();

    const last = await TestTenant.start({ directory: earlier.directory, seed });
    expect(appIds()).not.toContain(pipeline);
    await last.stop();
});
