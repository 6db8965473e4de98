import { defaultSeed } from "../src";
import { stories } from "./azuread/stories";
import { tell } from "./azuread/story";
import { first, TestTenant, type Graph } from "./support";

describe("the tenant does what azuread's acceptance tests expect of", () => {
    let tenant: TestTenant;
    let graph: Graph;
    let caller: string;

    beforeEach(async () => {
        tenant = await TestTenant.start({ seed: defaultSeed() });
        graph = await tenant.graph();
        caller = await graph.servicePrincipalOf(first(first(tenant.running.tenants).deployers).clientId);
    });
    afterEach(async () => {
        expect(tenant.logged).toEqual([]);
        await tenant.stop();
    });

    it.each(Object.entries(stories))("%s", async (_, story) => {
        await tell(graph, { caller }, story);
    });
});
