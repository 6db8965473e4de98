import { createPrivateKey } from "node:crypto";
import type * as authorization from "@pulumi/azure-native/authorization";
import type * as keyvault from "@pulumi/azure-native/keyvault";
import { privateKeyPemIn, readKeys } from "../../../src/certificate/readKeys";
import { UserError } from "../../../components";
import { KeyVaultDelivery, type KeyVaultDeliveryArgs } from "../../../components/azure";
import { certificatePem, isSecret, privateKeyPem, registrations, tenantId, valueOf } from "../mockEngine";
import { connection, login, pfx } from "./delivered";

const place = { resourceGroupName: "exo", vaultName: "contoso-exo" };
const reader = "00000000-dddd-0000-0000-000000000001";

async function deploy(args: Partial<KeyVaultDeliveryArgs> = {}, preview = false) {
    let delivery: KeyVaultDelivery | undefined;
    const seen = await registrations(() => {
        delivery = new KeyVaultDelivery("exo", { ...login(), ...place, ...args });
    }, preview);
    return {
        delivery: delivery as KeyVaultDelivery,
        seen,
        named: (name: string) => seen.find((one) => `${one.type.split(":").at(-1) ?? ""} ${one.name}` === name),
    };
}

/** A secret on the wire. */
const wrapped = (value: unknown) => expect.objectContaining({ value }) as unknown as string;

describe("a certificate in a key vault", () => {
    it("is two secrets of a vault with RBAC, soft delete and purge protection", async () => {
        const { seen, named } = await deploy({ location: "westeurope" });
        expect(seen.map(({ type, name }) => `${type} ${name}`)).toEqual([
            "azure-native:keyvault:Secret exo-certificate",
            "azure-native:keyvault:Secret exo-pfx",
            "azure-native:keyvault:Vault exo",
            "exo-unattended:index:KeyVaultDelivery exo",
        ]);
        const vault: keyvault.VaultArgs = {
            ...place,
            location: "westeurope",
            properties: {
                tenantId,
                sku: { family: "A", name: "standard" },
                enableRbacAuthorization: true,
                enableSoftDelete: true,
                softDeleteRetentionInDays: 90,
                enablePurgeProtection: true,
                // azure-native's own defaults
                enabledForDeployment: false,
                enabledForDiskEncryption: false,
                enabledForTemplateDeployment: false,
                publicNetworkAccess: "enabled",
            },
        };
        expect(named("Vault exo")?.inputs).toEqual(vault);
        const common = {
            ...place,
            tags: {
                deliveredBy: "exo-unattended/exo-unattended/test/exo",
                thumbprint: connection.thumbprint,
                clientId: connection.clientId,
                tenantId,
                organization: "contoso.onmicrosoft.com",
            },
        };
        // 2026-01-01T00:00:00Z and 2031-01-01T00:00:00Z
        const attributes = { notBefore: 1767225600, expires: 1924992000 };
        const secret: keyvault.SecretArgs = {
            ...common,
            secretName: "exo-unattended",
            properties: { value: wrapped(pfx), contentType: "application/x-pkcs12", attributes },
        };
        expect(named("Secret exo-pfx")?.inputs).toEqual(secret);
        const certificate: keyvault.SecretArgs = {
            ...common,
            secretName: "exo-unattended-certificate",
            properties: { value: certificatePem, contentType: "application/x-pem-file", attributes },
        };
        expect(named("Secret exo-certificate")?.inputs).toEqual(certificate);
    });

    it("is a PFX that opens without a password, with the very key", () => {
        const key = privateKeyPemIn(readKeys(Buffer.from(pfx, "base64"), ""));
        expect(createPrivateKey(key).equals(createPrivateKey(privateKeyPem))).toBe(true);
    });

    it("goes with its vault on destroy, since a secret by itself is deleted through the vault's own API", async () => {
        const { named } = await deploy();
        expect(named("Secret exo-pfx")?.deletedWith).toMatch(/Vault::exo$/);
        expect((await deploy({ createVault: false })).named("Secret exo-pfx")?.deletedWith).toBe("");
    });

    it("may be read by those who are named, and that secret alone", async () => {
        const { named, seen } = await deploy({ readers: { reports: { principalId: reader } } });
        const assignment: authorization.RoleAssignmentArgs = {
            scope: "/subscriptions/22222222-0000-0000-0000-000000000001/resourceGroups/exo/providers/Microsoft.KeyVault/vaults/contoso-exo/secrets/exo-unattended",
            roleDefinitionId:
                "/subscriptions/22222222-0000-0000-0000-000000000001/providers/Microsoft.Authorization/roleDefinitions/4633458b-17de-408a-b874-0445c86b69e6",
            principalId: reader,
            principalType: "ServicePrincipal",
            roleAssignmentName: "33f36d24-ba38-5f27-9454-20233f16c6c7",
        };
        expect(named("RoleAssignment exo-reader-reports")?.inputs).toEqual(assignment);
        expect(seen).toHaveLength(5);
    });

    it("gives a reader the same assignment under another key, and another reader another one", async () => {
        const name = async (readers: KeyVaultDeliveryArgs["readers"]) =>
            (await deploy({ readers })).seen.find(({ type }) => type.endsWith("RoleAssignment"))?.inputs[
                "roleAssignmentName"
            ];
        const first = await name({ a: { principalId: reader } });
        expect(await name({ b: { principalId: reader, principalType: "Group" } })).toBe(first);
        expect(await name({ a: { principalId: reader.replace("dddd", "eeee") } })).not.toBe(first);
    });

    it("goes into an existing vault without touching it", async () => {
        const { seen, named } = await deploy({
            createVault: false,
            secretName: "mail",
            readers: { a: { principalId: reader } },
        });
        expect(seen.map(({ type }) => type)).not.toContain("azure-native:keyvault:Vault");
        expect(named("Secret exo-pfx")?.inputs).toMatchObject({ ...place, secretName: "mail" });
    });

    it("is known as delivered, without a secret, when it is there; in the preview before, nothing is known of it", async () => {
        const { delivery } = await deploy();
        expect(await valueOf(delivery.deliveries)).toEqual([
            {
                kind: "keyVaultSecret",
                place: "/subscriptions/22222222-0000-0000-0000-000000000001/resourceGroups/exo/providers/Microsoft.KeyVault/vaults/contoso-exo/secrets/exo-unattended",
                thumbprint: connection.thumbprint,
                notAfter: "2031-01-01T00:00:00Z",
            },
        ]);
        expect(await isSecret(delivery.deliveries)).toBe(false);
        expect(await valueOf(delivery.secretUri)).toBe("https://contoso-exo.vault.azure.net/secrets/exo-unattended");
        expect(await valueOf((await deploy({}, true)).delivery.deliveries)).toBeUndefined();
    });

    it("shows its key in no input but the one secret", async () => {
        const { seen } = await deploy({ readers: { a: { principalId: reader } } });
        const withKey = seen.filter(({ inputs }) => /PRIVATE KEY|MII[\w+/]{2000}/.test(JSON.stringify(inputs)));
        expect(withKey.map(({ name }) => name)).toEqual(["exo-pfx"]);
    });
});

describe("a delivery to a key vault refuses, with every problem and nothing registered:", () => {
    it.each<readonly [name: string, args: Record<string, unknown>, problem: string]>([
        [
            "a name that is no vault's",
            { vaultName: "-x" },
            'KeyVaultDelivery exo: vaultName: is not the name of a key vault (got "-x")',
        ],
        [
            "a resource group that ends with a period",
            { resourceGroupName: "exo." },
            "resourceGroupName: is not the name of a resource group (got",
        ],
        [
            "a secret's name with an underscore",
            { secretName: "my_pfx" },
            'secretName: is not the name of a secret (got "my_pfx")',
        ],
        ["an option that does not exist", { vault: "x" }, "vault: is not an option here"],
        [
            "a region for a vault that exists",
            { createVault: false, location: "westeurope" },
            "location: is for a new vault",
        ],
        ["readers in a list", { readers: [reader] }, "readers: is not a map (got"],
        [
            "a reader by name",
            { readers: { a: { principalId: "Reports" } } },
            "readers.a.principalId: is not the object id",
        ],
        [
            "a reader of a kind that Azure does not know",
            { readers: { a: { principalId: reader, principalType: "Robot" } } },
            "readers.a.principalType: is not one of ServicePrincipal, Group, User (got",
        ],
        [
            "no connection",
            { connection: undefined },
            "connection: is required. Use the output connection of UnattendedAccess",
        ],
    ])("%s", async (_, args, problem) => {
        let error: unknown;
        const seen = await registrations(() => {
            try {
                new KeyVaultDelivery("exo", { ...login(), ...place, ...args });
            } catch (caught) {
                error = caught;
            }
        });
        expect(error).toBeInstanceOf(UserError);
        expect((error as Error).message).toContain(problem);
        expect(seen).toEqual([]);
    });
});
