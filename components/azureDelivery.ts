import type * as pulumi from "@pulumi/pulumi";
import type { Delivery, DeliveryManifest } from "../src/delivery/manifest";
import { UserError } from "../src/errors/userError";
import { azureTargets, fileOf, type AzureComponent } from "../src/identities/azureTargets";
import { ArgsCheck } from "./args/argsCheck";
import { azureDeliveryTable, type AzureDeliveryArgs } from "./args/azureDeliveryArgs";
import { readArgs } from "./args/table";
import { deliveryManifestOf } from "./deliveryManifestOf";
import type { UnattendedAccess } from "./unattendedAccess";

/**
 * Delivers the active certificate of a login to the places that the configuration names, and reports what was delivered
 * where: nothing, when it names none.
 * @throws UserError when a place is not allowed, or @pulumi/azure-native is not installed.
 */
export function deliverToAzure(
    name: string,
    { connection, certificatePem, privateKeyPem }: UnattendedAccess,
    places: AzureDeliveryArgs = {},
): pulumi.Output<DeliveryManifest> {
    const check = new ArgsCheck("azureDelivery");
    readArgs(check, "", places, azureDeliveryTable);
    check.throwProblems();
    return deliveryManifestOf(
        Object.values(azureTargets).flatMap(({ place, component }) => {
            if (places[place] === undefined) {
                return [];
            }
            const Component = load(component);
            return [new Component(name, { connection, certificatePem, privateKeyPem, ...places[place] })];
        }),
    );
}

/** A component of `components/azure`; it checks its arguments itself. */
type DeliveryComponent = new (name: string, args: object) => { readonly deliveries: pulumi.Output<Delivery[]> };

/** An import would make every program load azure-native, and check its half million lines of types. */
function load(component: AzureComponent): DeliveryComponent {
    try {
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
        const loaded = require(`./azure/${fileOf(component)}`) as Readonly<Record<AzureComponent, DeliveryComponent>>;
        return loaded[component];
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
