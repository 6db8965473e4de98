import * as pulumi from "@pulumi/pulumi";
import { manifestOf, type DeliveryManifest } from "../src/delivery/manifest";
import { ArgsCheck, isMap } from "./argsCheck";
import type { AutomationDeliveryArgs } from "./azure/automationDeliveryArgs";
import type { KeyVaultDeliveryArgs } from "./azure/keyVaultDeliveryArgs";
import type { UnattendedAccess } from "./unattendedAccess";
import { UserError } from "../src/errors/userError";

/** Where in Azure the active certificate goes, in a stack's configuration. */
export interface AzureDeliveryArgs {
    /** A key vault; see `KeyVaultDelivery`. @default none */
    readonly keyVault?: Omit<KeyVaultDeliveryArgs, Certificate>;
    /** An Automation account; see `AutomationDelivery`. @default none */
    readonly automation?: Omit<AutomationDeliveryArgs, Certificate>;
}

type Certificate = "connection" | "certificatePem" | "privateKeyPem";

/** What `components/azure` does with them. */
export type DeliverToAzure = (
    name: string,
    access: UnattendedAccess,
    places: AzureDeliveryArgs,
) => pulumi.Output<DeliveryManifest>;

/**
 * Delivers the active certificate of a login to the places that the configuration names, and says what was delivered
 * where: nothing, when it names none.
 * @throws UserError when a place is not allowed, or @pulumi/azure-native is not installed.
 */
export function deliverToAzure(
    name: string,
    access: UnattendedAccess,
    places: AzureDeliveryArgs = {},
): pulumi.Output<DeliveryManifest> {
    const check = new ArgsCheck("azureDelivery");
    check.options("", places, ["keyVault", "automation"], {});
    for (const [place, given] of Object.entries(places)) {
        check.plain(place, given, (options: unknown) => (isMap(options) ? undefined : mustBeMap));
    }
    check.throwProblems();
    return Object.keys(places).length === 0 ? pulumi.output(manifestOf([])) : loadDeliver()(name, access, places);
}

const mustBeMap = "must be a map, for example { resourceGroupName: exo, vaultName: contoso-exo }";

/** An import would make every program load azure-native, and check its half million lines of types. */
function loadDeliver(): DeliverToAzure {
    try {
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
        return (require("./azure/deliver") as { deliver: DeliverToAzure }).deliver;
    } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        throw code === "MODULE_NOT_FOUND" && message.includes("@pulumi/azure-native")
            ? new UserError(
                  "azureDelivery: needs the package @pulumi/azure-native; run npm install @pulumi/azure-native",
              )
            : error;
    }
}
