import { failed, passed, skipped, type Outcome } from "../checks/check";
import { UserError } from "../errors/userError";
import type { Graph } from "../graph/graph";
import { missingObjects } from "../graph/lookUps";
import type { PlannedStep } from "../pulumi/preview";

const owned = ["azuread:index/application:Application", "azuread:index/servicePrincipal:ServicePrincipal"];

/**
 * Whether the owners that are to be set exist. An update that fails at an unknown owner leaves the owner in the state,
 * and the update after the next one calls the application unchanged (seen, azuread 6.9.1).
 */
export async function ownersOutcome(graph: Graph, steps: readonly PlannedStep[]): Promise<Outcome> {
    const planned = steps
        .filter(({ op, type }) => owned.includes(type) && /create|update|replace/.test(op))
        .flatMap(({ inputs }) => (Array.isArray(inputs["owners"]) ? (inputs["owners"] as unknown[]) : []))
        .filter((owner): owner is string => typeof owner === "string");
    const owners = [...new Set(planned)];
    if (owners.length === 0) {
        return skipped("no owners are to be set");
    }
    try {
        const missing = await missingObjects(graph, owners);
        return missing.length === 0
            ? passed(owners.join(", "))
            : failed(
                  `owners: not in this tenant (got ${missing.join(", ")})`,
                  "Set owners to the object ids of users or service principals of this tenant. An application's own object id is not one: take that of its service principal.",
              );
    } catch (error) {
        if (error instanceof UserError && error.httpStatus === 403) {
            return skipped(
                "the deployer may not read the owners; Directory.Read.All (for persons: User.Read.All) would let it",
            );
        }
        throw error;
    }
}
