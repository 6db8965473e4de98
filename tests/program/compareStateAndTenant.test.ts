import { readFileSync } from "node:fs";
import path from "node:path";
import { compareStateAndTenant } from "./compareStateAndTenant";
import type { StackResource } from "./project";
import type { State, Tenant } from "microsoft-local-tenant";
import {
    exchangeOnlineAppId,
    TestCertificate,
    TestTenant,
    type Graph,
} from "../../packages/local-tenant/tests/support";

const owner = "exo-unattended/project/stack/";
const tag = `${owner}exo`;

let tenant: TestTenant;
let graph: Graph;
/** The stack's resources as the azuread provider would keep them. */
let resources: StackResource[];

beforeAll(async () => {
    tenant = await TestTenant.start();
    graph = await tenant.graph();
    const login = await graph.login(new TestCertificate());
    const target = `/v1.0/applications/${login.applicationObjectId}`;
    await graph.do("PATCH", target, { tags: ["other", tag] });
    const consent = await graph.consent(login);
    const role = await graph.assignRole(login);
    const { keyCredentials } = await graph.do("GET", target);
    const exchange = await graph.servicePrincipalOf(exchangeOnlineAppId);
    resources = Object.entries({
        Application: `/applications/${login.applicationObjectId}`,
        ApplicationCertificate: `${login.applicationObjectId}/certificate/${keyCredentials[0]?.keyId ?? ""}`,
        ServicePrincipal: `/servicePrincipals/${login.servicePrincipalObjectId}`,
        AppRoleAssignment: `/servicePrincipals/${exchange}/appRoleAssignedTo/${consent.id}`,
        DirectoryRoleAssignment: `/roleManagement/directory/roleAssignments/${role.id}`,
    }).map(([kind, id]) => ({ urn: `urn::${kind}::exo`, type: `azuread:index/x:${kind}`, id }));
    // Another stack's login is nobody's business here, nor are resources of other providers.
    const other = await graph.login(new TestCertificate(), "other");
    await graph.do("PATCH", `/v1.0/applications/${other.applicationObjectId}`, {
        tags: ["exo-unattended/project/another/exo"],
    });
});
afterAll(() => tenant.stop());

const home = (): Tenant => {
    const { tenants } = JSON.parse(readFileSync(path.join(tenant.directory, "tenant.json"), "utf8")) as State;
    return tenants[tenant.tenantId] as Tenant;
};
const key = { urn: "urn::key", type: "tls:index/privateKey:PrivateKey", id: "abc" };

describe("a comparison of a stack's state with the tenant", () => {
    it("finds nothing when they agree", () => {
        expect(compareStateAndTenant([...resources, key], home(), owner)).toEqual({ missing: [], orphans: [] });
    });

    it("lists whatever the state has lost, by its tag", () => {
        for (const lost of resources) {
            const kind = lost.type.replace("azuread:index/x:", "");
            const rest = resources.filter((one) => one !== lost);
            expect(compareStateAndTenant(rest, home(), owner)).toEqual({
                missing: [],
                orphans: [{ tag, kind, id: lost.id }],
            });
        }
        expect(compareStateAndTenant([], home(), owner).orphans).toHaveLength(5);
    });

    it("lists what the state has and the tenant has not", () => {
        const gone = { urn: "urn::gone", type: "azuread:index/application:Application", id: "/applications/gone" };
        const unborn = { urn: "urn::unborn", type: "azuread:index/application:Application" };
        expect(compareStateAndTenant([...resources, gone, unborn], home(), owner)).toEqual({
            missing: [gone, unborn],
            orphans: [],
        });
    });
});
