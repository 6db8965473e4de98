import * as pulumi from "@pulumi/pulumi";
import { manifestOf, type DeliveryManifest } from "../src/delivery/manifest";
import { UserError } from "../src/errors/userError";
import { ArgsCheck } from "./args/argsCheck";
import { azureDeliveryTable, type AzureDeliveryArgs } from "./args/azureDeliveryArgs";
import { readArgs } from "./args/table";
import type { UnattendedAccess } from "./unattendedAccess";

/** What `components/azure` does with them. */
export type DeliverToAzure = (
    name: string,
    access: UnattendedAccess,
    places: AzureDeliveryArgs,
) => pulumi.Output<DeliveryManifest>;

/**
 * Delivers the active certificate of a login to the places that the configuration names, and reports what was delivered
 * where: nothing, when it names none.
 * @throws UserError when a place is not allowed, or @pulumi/azure-native is not installed.
 */
export function deliverToAzure(
    name: string,
    access: UnattendedAccess,
    places: AzureDeliveryArgs = {},
): pulumi.Output<DeliveryManifest> {
    const check = new ArgsCheck("azureDelivery");
    readArgs(check, "", places, azureDeliveryTable);
    check.throwProblems();
    return Object.keys(places).length === 0 ? pulumi.output(manifestOf([])) : loadDeliver()(name, access, places);
}

/** An import would make every program load azure-native, and check its half million lines of types. */
function loadDeliver(): DeliverToAzure {
    try {
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
        return (require("./azure/deliver") as { deliver: DeliverToAzure }).deliver;
    } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        throw code === "MODULE_NOT_FOUND" && message.includes("@pulumi/azure-native")
            ? new UserError(
                  "azureDelivery: needs the package @pulumi/azure-native, which is not installed",
                  "Run npm install @pulumi/azure-native.",
              )
            : error;
    }
}
