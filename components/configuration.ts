import leven from "leven";
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { ArgsCheck } from "./args/argsCheck";
import type { AzureDeliveryArgs } from "./args/azureDeliveryArgs";
import { options } from "./args/kinds";
import { azureDeliveryTable } from "./args/azureDeliveryArgs";
import type { ArgsTable, Row, RowsOf } from "./args/table";
import { unattendedAccessTable, type UnattendedAccessArgs } from "./args/unattendedAccessArgs";

/** What a stack's configuration may hold: the arguments of `UnattendedAccess`, and where the certificate goes. */
export interface Configuration extends UnattendedAccessArgs {
    /**
     * Where in Azure the active certificate goes: `keyVault` and `automation`, with the arguments of `KeyVaultDelivery`
     * and `AutomationDelivery`.
     * @default {}: nowhere
     */
    azureDelivery?: AzureDeliveryArgs;
}

/** Pulumi.yaml and docs/configuration.md are written from this table. */
export const configurationTable = {
    rows: {
        ...unattendedAccessTable.rows,
        azureDelivery: {
            ...options(azureDeliveryTable, "{ keyVault: { resourceGroupName: exo, vaultName: contoso-exo } }"),
            default: {},
            example: { keyVault: { resourceGroupName: "exo", vaultName: "contoso-exo" } },
        },
    },
} satisfies ArgsTable<RowsOf<Configuration>>;

/**
 * The configuration of the stack that runs. Its values are checked by the components that they are for.
 * @throws UserError when there is a key that this project does not have.
 */
export function readConfiguration(): Configuration {
    const own = Object.entries(configurationTable.rows as Readonly<Record<string, Row>>).filter(
        ([, row]) => row.configuredAs === undefined,
    );
    refuseUnknownKeys(own.map(([key]) => key));
    const config = new pulumi.Config();
    const values = own.map(([key, { type, required }]) => [key, valueOf(config, key, type, required)] as const);
    return {
        ...Object.fromEntries(values),
        tenantId: new pulumi.Config("azuread").require("tenantId"),
        cloud: azuread.config.environment,
    } as Configuration;
}

function valueOf(config: pulumi.Config, key: string, type: Row["type"], required: boolean | undefined): unknown {
    switch (type) {
        case "string":
            return required ? config.require(key) : config.get(key);
        case "boolean":
            return config.getBoolean(key);
        case "integer":
            return config.getNumber(key);
        default:
            return config.getObject(key);
    }
}

/**
 * A key that nothing reads would leave its default in force without a message: for `role`, Exchange Administrator; for a
 * misspelt namespace the same.
 */
function refuseUnknownKeys(known: readonly string[]): void {
    const project = pulumi.getProject();
    const keys = Object.keys(pulumi.runtime.allConfig()).map((key) => key.split(":") as [string, string]);
    const check = new ArgsCheck("Configuration");
    const own = keys.filter(([namespace]) => namespace === project).map(([, name]) => name);
    check.options(
        `${project}:`,
        Object.fromEntries(own.map((name) => [name, undefined])),
        known,
        Object.fromEntries(
            Object.entries(configurationTable.rows as Readonly<Record<string, Row>>).flatMap(
                ([name, { configuredAs }]) =>
                    configuredAs === undefined
                        ? []
                        : [[name, { wrong: "is not a key of this project", remedy: `Set ${configuredAs} instead` }]],
            ),
        ),
    );
    for (const [namespace, name] of keys) {
        const meant = [project, "azuread"].find((known) => isMisspelt(namespace, known));
        const key = namespace === "azuread" ? azureadKeys.find((known) => isMisspelt(name, known)) : undefined;
        if (meant !== undefined || (key !== undefined && !azureadKeys.includes(name))) {
            check.problem(`${namespace}:${name}`, {
                wrong: "is not a key that anything reads",
                remedy: `Did you mean ${meant ?? namespace}:${key ?? name}?`,
            });
        }
    }
    check.throwProblems();
}

/** Whether a text differs from a known one by case, by one character, or by two in a long one. */
function isMisspelt(given: string, known: string): boolean {
    return given !== known && leven(given.toLowerCase(), known.toLowerCase()) <= (known.length > 10 ? 2 : 1);
}

/**
 * Keys of the azuread provider (pulumi.com/registry/packages/azuread/installation-configuration). Only what resembles one
 * of them is refused: a later version may have more.
 */
const azureadKeys = [
    ...["adoPipelineServiceConnectionId", "clientCertificate", "clientCertificatePassword", "clientCertificatePath"],
    ...["clientId", "clientIdFilePath", "clientSecret", "clientSecretFilePath", "disableTerraformPartnerId"],
    ...["environment", "metadataHost", "msiEndpoint", "oidcRequestToken", "oidcRequestUrl", "oidcToken"],
    ...["oidcTokenFilePath", "partnerId", "tenantId", "useAksWorkloadIdentity", "useCli", "useMsi", "useOidc"],
];
