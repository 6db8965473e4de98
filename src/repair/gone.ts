import { applicationObjectId } from "../graph/tenantView";
import { nameOf } from "../identities/names";
import type { Compared } from "./compared";
import { repairable, type Finding } from "./finding";
import { titleOf, type TenantResource } from "./stackResources";

/** What the state has and the tenant has not: what has to leave the state by itself comes first. */
export function goneFindings(resources: readonly TenantResource[], { tenant }: Compared): Finding[] {
    const gone = resources.filter(({ id }) => tenant.gone.has(id));
    const isBlocked = ({ kind, id }: TenantResource): boolean =>
        kind === "ApplicationCertificate" && !tenant.logins.some((login) => login.id === applicationObjectId(id));
    return [
        ...gone.filter(isBlocked).map((resource) =>
            // The provider reads a credential with its application, and takes its absence for an error.
            repairable(
                titleOf(resource),
                `${nameOf(resource.urn)} (${resource.id}) no longer exists in the tenant, and neither does its application. Neither refresh nor an update gets past it`,
                { kind: "forget", urn: resource.urn, id: resource.id },
            ),
        ),
        ...gone
            .filter((resource) => !isBlocked(resource))
            .map((resource) =>
                repairable(
                    titleOf(resource),
                    `${nameOf(resource.urn)} (${resource.id}) is in the state, but no longer exists in the tenant`,
                    { kind: "refresh", urn: resource.urn },
                ),
            ),
    ];
}
