import { failed, passed, skipped, warning, type Outcome } from "../checks/check";
import type { Directory } from "../graph/directory";
import { viewTenant } from "../graph/tenantView";
import { tagPrefixOf } from "../identities/names";
import type { StateResource } from "../pulumi/state";
import { compare } from "../repair/compare";
import { tenantResources } from "../repair/stackResources";

/**
 * Whether the stack's state and the tenant agree. What the tenant has and the state does not, an update would create
 * again, and be refused; what the state has and the tenant does not, an update calls unchanged.
 */
export async function checkStateAndTenant(
    { graph, deployer, endpoints }: Directory,
    stack: string,
    state: readonly StateResource[],
): Promise<Outcome> {
    const [first] = state;
    const ids = tenantResources(state).map(({ id }) => id);
    if (first === undefined || ids.length === 0) {
        return skipped("the state has nothing in the tenant yet");
    }
    const tagPrefix = tagPrefixOf(first.urn);
    const tenant = await viewTenant(graph, tagPrefix, ids);
    const findings = compare({
        ...{ stack, state, tenant, tagPrefix },
        deployerObjectId: deployer.objectId,
        graphUrl: endpoints.graphUrl,
    });
    const repairable = findings.filter(({ mend }) => mend.by !== "hand");
    const left = findings.filter(({ mend }) => mend.by === "hand" && mend.may !== true);
    const evidence = [...repairable, ...left].map(({ what }) => what).join("; ");
    const remedy = "Run exo-unattended repair.";
    if (repairable.length > 0) {
        return failed(evidence, remedy);
    }
    return left.length > 0 ? warning(evidence, remedy) : passed("the stack's state and the tenant agree");
}
