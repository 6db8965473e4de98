import { failed, passed, warning, type Outcome } from "../checks/check";
import type { DeployerSettings } from "../graph/deployerSettings";
import type { Deployer } from "../graph/deployer";
import type { ChosenWay } from "../graph/signInWay";
import { isGuid } from "../microsoft/guid";

/** Whether the deployer belongs to the stack's tenant, and whether all that it set for its sign-in counted. */
export function checkSignIn(
    { deployer, signIn }: { readonly deployer: Deployer; readonly signIn: ChosenWay },
    settings: Pick<DeployerSettings, "tenantId">,
): Outcome {
    const { kind, name, objectId, tenantId } = deployer;
    const who = `the ${kind} ${name} (object id ${objectId}), in tenant ${tenantId}, by ${signIn.way.kind}`;
    const wanted = settings.tenantId ?? "";
    // A tenant may also be named by one of its domains; its id is in the token only.
    if (isGuid(wanted) && wanted.toLowerCase() !== tenantId.toLowerCase()) {
        return failed(
            `${who}; azuread:tenantId is ${wanted}`,
            `Sign in to the stack's tenant: az login --tenant ${wanted}, or ARM_TENANT_ID and its credentials.`,
        );
    }
    return signIn.unused.length === 0
        ? passed(who)
        : warning(`${who}; ${signIn.unused.join("; ")}`, "Complete these settings, or remove them.");
}
