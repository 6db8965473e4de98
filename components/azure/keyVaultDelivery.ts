import * as authorization from "@pulumi/azure-native/authorization";
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as pulumi from "@pulumi/pulumi";
import type { Delivery } from "../../src/delivery/manifest";
import { UserError } from "../../src/errors/userError";
import { componentToken } from "../../src/identities/names";
import { certificateTags, deliveredCertificate, type DeliveredCertificate } from "./deliveredCertificate";
import { checkKeyVaultDeliveryArgs, type KeyVaultDeliveryArgs } from "../args/keyVaultDeliveryArgs";
import { uuidV5 } from "./uuidV5";

/** A built-in role; source: learn.microsoft.com/azure/role-based-access-control/built-in-roles/security. */
const keyVaultSecretsUser = "4633458b-17de-408a-b874-0445c86b69e6";

/**
 * The certificate as secrets of an Azure Key Vault: the PFX with its key, and the certificate alone.
 * @example
 * ```ts
 * const { connection, certificatePem, privateKeyPem } = access;
 * const vault = new KeyVaultDelivery("reports", {
 *     connection,
 *     certificatePem,
 *     privateKeyPem,
 *     resourceGroupName: "exo",
 *     vaultName: "contoso-exo",
 *     readers: { reports: { principalId: "00000000-0000-0000-0000-000000000000" } },
 * });
 * ```
 */
export class KeyVaultDelivery extends pulumi.ComponentResource {
    /** Address of the PFX's secret without a version, which is always the newest one: `https://….vault.azure.net/secrets/…`. */
    readonly secretUri: pulumi.Output<string>;
    /** The place and what it holds, for `deliveryManifest`. Known when the PFX and the readers' rights are there. */
    readonly deliveries: pulumi.Output<Delivery[]>;

    /**
     * @throws UserError when an argument is not allowed, or key and certificate do not belong to the connection; nothing
     * is registered then.
     */
    constructor(name: string, args: KeyVaultDeliveryArgs, opts?: pulumi.ComponentResourceOptions) {
        const subject = `KeyVaultDelivery ${name}`;
        const { privateKeyPem, ...checked } = checkKeyVaultDeliveryArgs(subject, args);
        const delivered = deliveredCertificate(subject, { ...checked, privateKeyPem });
        // Children wait for this component's registration, and that waits for its inputs: nothing is made of a bad key.
        // The key itself is not an input: the state has it often enough.
        const inputs = { ...checked, connection: delivered.connection, certificatePem: delivered.certificatePem };
        super(componentToken("KeyVaultDelivery"), name, inputs, opts);

        const vault = checked.createVault ? this.createVault(name, checked, delivered) : undefined;
        const vaultId = vault?.id ?? this.existingVaultId(subject, checked);
        const secret = (childName: string, secretName: pulumi.Input<string>, content: SecretContent): keyvault.Secret =>
            new keyvault.Secret(
                childName,
                {
                    resourceGroupName: checked.resourceGroupName,
                    vaultName: vault?.name ?? checked.vaultName,
                    secretName,
                    properties: { ...content, attributes: validity(delivered) },
                    tags: certificateTags(name, delivered.connection),
                },
                // By itself a secret is deleted through the vault's own API, for which the deployer may have no right.
                { parent: this, deletedWith: vault },
            );
        const pfx = secret(`${name}-pfx`, checked.secretName, {
            value: delivered.pfx,
            contentType: "application/x-pkcs12",
        });
        secret(`${name}-certificate`, pulumi.interpolate`${checked.secretName}-certificate`, {
            value: delivered.certificatePem,
            contentType: "application/x-pem-file",
        });
        const readers = Object.entries(checked.readers).map(
            ([key, { principalId, principalType }]) =>
                new authorization.RoleAssignment(
                    `${name}-reader-${key}`,
                    {
                        scope: pfx.id,
                        roleDefinitionId: vaultId.apply(roleDefinitionId),
                        principalId,
                        principalType,
                        roleAssignmentName: pulumi
                            .all([checked.resourceGroupName, checked.vaultName, checked.secretName, principalId])
                            .apply((place) => uuidV5("key vault secrets user", ...place)),
                    },
                    { parent: this, deleteBeforeReplace: true },
                ),
        );

        this.secretUri = pfx.properties.secretUri;
        this.deliveries = pulumi
            .all([delivered.connection, pfx.id, pulumi.all(readers.map(({ id }) => id))])
            .apply(([{ thumbprint, notAfter }, place]) => [
                { kind: "keyVaultSecret" as const, place, thumbprint, notAfter },
            ]);
        this.registerOutputs({ secretUri: this.secretUri, deliveries: this.deliveries });
    }

    private createVault(name: string, { resourceGroupName, vaultName, location }: Place, of: DeliveredCertificate) {
        return new keyvault.Vault(
            name,
            {
                resourceGroupName,
                vaultName,
                location,
                properties: {
                    tenantId: of.connection.tenantId,
                    sku: { family: keyvault.SkuFamily.A, name: keyvault.SkuName.Standard },
                    enableRbacAuthorization: true,
                    enableSoftDelete: true,
                    softDeleteRetentionInDays: 90,
                    enablePurgeProtection: true,
                },
            },
            { parent: this },
        );
    }

    private existingVaultId(subject: string, { resourceGroupName, vaultName, readers }: Place): pulumi.Output<string> {
        return keyvault
            .getVaultOutput({ resourceGroupName, vaultName }, { parent: this })
            .apply(({ id, properties }) => {
                if (properties.enableRbacAuthorization !== true && Object.keys(readers).length > 0) {
                    throw new UserError(
                        `${subject}: readers: cannot be used: the vault uses access policies, where a role grants nothing. ` +
                            "Switch it to Azure RBAC (az keyvault update --enable-rbac-authorization true), or leave readers out.",
                    );
                }
                return id;
            });
    }
}

type Place = Omit<ReturnType<typeof checkKeyVaultDeliveryArgs>, "privateKeyPem">;

interface SecretContent {
    readonly value: pulumi.Output<string>;
    readonly contentType: string;
}

/** Key Vault refuses a secret to nobody because of these dates, but shows them, and warns before the end. */
function validity({ connection }: DeliveredCertificate): {
    notBefore: pulumi.Output<number>;
    expires: pulumi.Output<number>;
} {
    const seconds = (time: string): number => Date.parse(time) / 1000;
    return {
        notBefore: connection.apply(({ notBefore }) => seconds(notBefore)),
        expires: connection.apply(({ notAfter }) => seconds(notAfter)),
    };
}

/** Azure adds the subscription to a role's id, and what it answers would differ for ever from an id without. */
function roleDefinitionId(resourceId: string): string {
    const subscription = resourceId.split("/").slice(0, 3).join("/");
    return `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${keyVaultSecretsUser}`;
}
