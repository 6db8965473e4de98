import { automationDeliveryTable } from "../../components/args/automationDeliveryArgs";
import { certificateTable } from "../../components/args/certificateArgs";
import { exchangeApplicationTable } from "../../components/args/exchangeApplicationArgs";
import { keyVaultDeliveryTable } from "../../components/args/keyVaultDeliveryArgs";
import type { ArgsTable } from "../../components/args/table";
import { tenantAccessTable } from "../../components/args/tenantAccessArgs";
import { unattendedAccessTable } from "../../components/args/unattendedAccessArgs";
import type { ComponentName } from "../../src/identities/names";

const tables: Readonly<Record<ComponentName, ArgsTable>> = {
    UnattendedAccess: unattendedAccessTable,
    Certificate: certificateTable,
    ExchangeApplication: exchangeApplicationTable,
    TenantAccess: tenantAccessTable,
    KeyVaultDelivery: keyVaultDeliveryTable,
    AutomationDelivery: automationDeliveryTable,
};

/** The table of a component's arguments. */
export function tableOf(component: ComponentName): ArgsTable {
    return tables[component];
}
