import { azureTargets, type AzurePlace } from "../../src/identities/azureTargets";
import { isMap } from "./argsCheck";
import type { ArgsTable, Row } from "./table";

/**
 * Where in Azure the active certificate goes, in a stack's configuration: by the name of the place, the arguments of its
 * component without the certificate. @default none
 */
export type AzureDeliveryArgs = { readonly [Place in AzurePlace]?: object };

/** The components themselves check what is in the map. */
const place = {
    type: "object",
    read: (check, path, given) => {
        check.plain(path, given, (value) =>
            isMap(value)
                ? undefined
                : { wrong: "is not a map", remedy: "For example: { resourceGroupName: exo, vaultName: contoso-exo }" },
        );
        return given as object;
    },
    example: { resourceGroupName: "exo" },
} satisfies Row<object>;

/** The arguments of `deliverToAzure`. */
export const azureDeliveryTable: ArgsTable = {
    rows: Object.fromEntries(Object.values(azureTargets).map((target) => [target.place, place])),
};
