import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../../src/connection/connection";
import { isGuid } from "../../src/microsoft/guid";
import { ArgsCheck, isMap } from "../argsCheck";
import { checkSwitch } from "../tenantAccessArgs";
import { locationRule, resourceGroupNameRule, secretNameRule, vaultNameRule } from "./azureRules";
import { checkCertificateToDeliver } from "./deliveredCertificate";

/** A certificate that is put into an Azure Key Vault, for those who may read it there. */
export interface KeyVaultDeliveryArgs {
    /** The output `connection` of the login. */
    connection: pulumi.Input<Connection>;
    /** The certificate of that connection in PEM form: the output `certificatePem`. */
    certificatePem: pulumi.Input<string>;
    /** Its private key in PEM form: the output `privateKeyPem`. It leaves this program as a secret only. */
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
     * with `-certificate` behind it. A change makes new secrets.
     * @default "exo-unattended"
     */
    secretName?: pulumi.Input<string>;
    /**
     * Who may read the PFX, by a stable key of your choice (letters, digits, hyphens). Each gets the role Key Vault
     * Secrets User on that secret alone (learn.microsoft.com/azure/key-vault/general/rbac-guide).
     * @default none: the rights are given elsewhere
     */
    readers?: Record<string, KeyVaultReaderArgs>;
}

/** Somebody who may read a secret. */
export interface KeyVaultReaderArgs {
    /** Object id of a user, group, service principal or managed identity. */
    principalId: pulumi.Input<string>;
    /**
     * What that is: `ServicePrincipal` (managed identities too), `Group` or `User`. Azure looks up a new one in vain for
     * minutes when it is not told (learn.microsoft.com/azure/role-based-access-control/troubleshooting).
     * @default "ServicePrincipal"
     */
    principalType?: string;
}

const defaultSecretName = "exo-unattended";

/**
 * The args with defaults filled in and every value checked.
 * @throws UserError with every problem found.
 */
export function checkKeyVaultDeliveryArgs(subject: string, args: KeyVaultDeliveryArgs) {
    const check = new ArgsCheck(subject);
    check.options("", args, options, {});
    const checked = {
        certificate: checkCertificateToDeliver(check, args),
        resourceGroupName: check.input("resourceGroupName", args.resourceGroupName, resourceGroupNameRule),
        vaultName: check.input("vaultName", args.vaultName, vaultNameRule),
        createVault: args.createVault === undefined || checkSwitch(check, "createVault", args.createVault),
        location: check.input("location", args.location, locationRule),
        secretName: check.input("secretName", args.secretName ?? defaultSecretName, secretNameRule),
        readers: checkReaders(check, args.readers ?? {}),
    };
    if (!checked.createVault && args.location !== undefined) {
        check.problem("location", "is for a vault that is created; an existing one stays where it is");
    }
    check.throwProblems();
    return checked;
}

const options: readonly (keyof KeyVaultDeliveryArgs)[] = [
    "connection",
    "certificatePem",
    "privateKeyPem",
    "resourceGroupName",
    "vaultName",
    "createVault",
    "location",
    "secretName",
    "readers",
];

const principalTypes = ["ServicePrincipal", "Group", "User"];

function checkReaders(
    check: ArgsCheck,
    readers: Readonly<Record<string, KeyVaultReaderArgs>>,
): Record<string, Required<KeyVaultReaderArgs>> {
    const example = 'must be a map, for example { reports: { principalId: "00000000-0000-0000-0000-000000000000" } }';
    if (!check.plain("readers", readers, (given: unknown) => (isMap(given) ? undefined : example))) {
        return {};
    }
    return Object.fromEntries(
        Object.entries(readers).map(([key, reader]) => {
            const path = `readers.${key}`;
            check.plain(path, key, () =>
                /^[a-z0-9][a-z0-9-]{0,63}$/i.test(key)
                    ? undefined
                    : "must be a key of at most 64 letters, digits and hyphens, for example reports",
            );
            return [key, checkReader(check, path, reader)];
        }),
    );
}

function checkReader(check: ArgsCheck, path: string, reader: KeyVaultReaderArgs): Required<KeyVaultReaderArgs> {
    if (!check.plain(path, reader, (given: unknown) => (isMap(given) ? undefined : "must be a map with principalId"))) {
        return { principalId: "", principalType: "" };
    }
    check.options(`${path}.`, reader, ["principalId", "principalType"], {});
    const principalType = reader.principalType ?? "ServicePrincipal";
    check.plain(`${path}.principalType`, principalType, () =>
        principalTypes.includes(principalType) ? undefined : `must be one of ${principalTypes.join(", ")}`,
    );
    return {
        principalId: check.input(`${path}.principalId`, reader.principalId, (id) =>
            isGuid(id) ? undefined : "must be the object id of a user, group or service principal, a GUID",
        ),
        principalType,
    };
}
