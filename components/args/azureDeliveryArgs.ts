import type { AutomationDeliveryArgs } from "./automationDeliveryArgs";
import type { CertificateToDeliver } from "./deliveredArgs";
import type { KeyVaultDeliveryArgs } from "./keyVaultDeliveryArgs";
import { isMap } from "./argsCheck";
import type { ArgsTable, Row, RowsOf } from "./table";

/** Where in Azure the active certificate goes, in a stack's configuration. */
export interface AzureDeliveryArgs {
    /** A key vault; see `KeyVaultDelivery`. @default none */
    readonly keyVault?: Omit<KeyVaultDeliveryArgs, keyof CertificateToDeliver>;
    /** An Automation account; see `AutomationDelivery`. @default none */
    readonly automation?: Omit<AutomationDeliveryArgs, keyof CertificateToDeliver>;
}

/** The components themselves check what is in the map. */
const place = <Args>(): Pick<Row<Args>, "type" | "read"> => ({
    type: "object",
    read: (check, path, given) => {
        check.plain(path, given, (value) =>
            isMap(value)
                ? undefined
                : { wrong: "is not a map", remedy: "For example: { resourceGroupName: exo, vaultName: contoso-exo }" },
        );
        return given as Args;
    },
});

/** The arguments of `deliverToAzure`. */
export const azureDeliveryTable = {
    rows: {
        keyVault: {
            ...place<Omit<KeyVaultDeliveryArgs, keyof CertificateToDeliver>>(),
            example: { resourceGroupName: "exo", vaultName: "contoso-exo" },
        },
        automation: {
            ...place<Omit<AutomationDeliveryArgs, keyof CertificateToDeliver>>(),
            example: { resourceGroupName: "exo", automationAccountName: "contoso-exo" },
        },
    },
} satisfies ArgsTable<RowsOf<AzureDeliveryArgs>>;
