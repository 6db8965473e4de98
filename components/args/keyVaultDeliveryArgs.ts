import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../../src/connection/connection";
import { isGuid } from "../../src/microsoft/guid";
import { ArgsCheck, type Rule } from "./argsCheck";
import { locationRule, resourceGroupNameRule, secretNameRule, vaultNameRule } from "./azureRules";
import { deliveredRows } from "./deliveredArgs";
import { flag, mapOf, options, plainText, text } from "./kinds";
import { oneOf } from "./rules";
import { readArgs, type ArgsTable, type Read, type RowsOf } from "./table";

/** A certificate that is put into an Azure Key Vault, for those who may read it there. */
export interface KeyVaultDeliveryArgs {
    /** The output `connection` of the login. */
    connection: pulumi.Input<Connection>;
    /** The certificate of that connection in PEM form: the output `certificatePem`. */
    certificatePem: pulumi.Input<string>;
    /** Its private key in PEM form: the output `privateKeyPem`. It leaves this program only as a secret. */
    privateKeyPem: pulumi.Input<string | undefined>;
    /** Resource group of the vault. It must exist. */
    resourceGroupName: pulumi.Input<string>;
    /** Name of the vault: 3 to 24 letters, digits and hyphens, that no other vault in the world has. */
    vaultName: pulumi.Input<string>;
    /**
     * Create the vault, in the tenant of the login: with Azure RBAC, 90 days of soft delete and purge protection, so
     * that its name stays taken for 90 days after a destroy. An existing vault is left as it is; with `readers` it must
     * use Azure RBAC.
     * @default true
     */
    createVault?: boolean;
    /**
     * Azure region of a vault that is created, for example `westeurope`. A change makes a new vault.
     * @default the configuration `azure-native:location`, else the region of the resource group
     */
    location?: pulumi.Input<string>;
    /**
     * Name of the secret with the PFX, at most 115 characters. The certificate alone goes into the secret of that name
     * with `-certificate` after it. A change makes new secrets.
     * @default "exo-unattended"
     */
    secretName?: pulumi.Input<string>;
    /**
     * Who may read the PFX, by a stable key of your choice (letters, digits, hyphens). Each gets the role Key Vault
     * Secrets User on that secret alone (learn.microsoft.com/azure/key-vault/general/rbac-guide).
     * @default none: the rights are granted elsewhere
     */
    readers?: Record<string, KeyVaultReaderArgs>;
}

/** Somebody who may read a secret. */
export interface KeyVaultReaderArgs {
    /** Object id of a user, group, service principal or managed identity. */
    principalId: pulumi.Input<string>;
    /**
     * What that is: `ServicePrincipal` (managed identities too), `Group` or `User`. Without it, Azure does not find a new
     * one for minutes (learn.microsoft.com/azure/role-based-access-control/troubleshooting).
     * @default "ServicePrincipal"
     */
    principalType?: string;
}

const principalRule: Rule = (id) =>
    isGuid(id)
        ? undefined
        : {
              wrong: "is not the object id of a user, group or service principal, which is a GUID",
              remedy: "Find it with: az ad sp show --id <client id> --query id",
          };

const readerTable = {
    rows: {
        principalId: { ...text(principalRule), required: true, example: "00000000-0000-0000-0000-000000000000" },
        principalType: {
            ...plainText(oneOf(["ServicePrincipal", "Group", "User"])),
            default: "ServicePrincipal",
            example: "Group",
        },
    },
} satisfies ArgsTable<RowsOf<KeyVaultReaderArgs>>;

const readerExample = '{ principalId: "00000000-0000-0000-0000-000000000000" }';

const newVaultLocationRule: Rule = (location, siblings) =>
    siblings["createVault"] === false
        ? { wrong: "is for a new vault", remedy: "Remove it: an existing vault stays where it is" }
        : locationRule(location, siblings);

/** The arguments of `KeyVaultDelivery`. */
export const keyVaultDeliveryTable = {
    rows: {
        ...deliveredRows,
        resourceGroupName: { ...text(resourceGroupNameRule), required: true, example: "exo" },
        vaultName: { ...text(vaultNameRule), required: true, example: "contoso-exo" },
        createVault: { ...flag, default: true, example: false },
        location: { ...text(newVaultLocationRule), example: "westeurope" },
        secretName: { ...text(secretNameRule), default: "exo-unattended", example: "mailbox-reports" },
        readers: {
            ...mapOf(options(readerTable, readerExample), `{ reports: ${readerExample} }`),
            default: {},
            example: { reports: { principalId: "00000000-0000-0000-0000-000000000000" } },
        },
    },
} satisfies ArgsTable<RowsOf<KeyVaultDeliveryArgs>>;

/**
 * The args with defaults filled in and every value checked.
 * @throws UserError with every problem found.
 */
export function checkKeyVaultDeliveryArgs(
    subject: string,
    args: KeyVaultDeliveryArgs,
): Read<typeof keyVaultDeliveryTable.rows> {
    const check = new ArgsCheck(subject);
    const checked = readArgs(check, "", args, keyVaultDeliveryTable);
    check.throwProblems();
    return checked;
}
