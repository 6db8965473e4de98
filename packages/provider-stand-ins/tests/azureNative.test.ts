import { inputProblems } from "../src/azureNative/check";
import { readInputTypes } from "../src/azureNative/inputTypes";
import { azureNativeProvider } from "../src/azureNative/provider";
import { secret, unknownValue, type PropertyMap } from "../src/protocol/values";

const vault = { location: "westeurope", resourceGroupName: "exo", vaultName: "contoso-exo" };
const properties = { tenantId: "11111111-2222-3333-4444-555555555555", sku: { family: "A", name: "standard" } };

describe("the azure-native stand-in", () => {
    it.each<readonly [name: string, inputs: PropertyMap, problems: readonly string[]]>([
        ["takes what the package's types allow", { ...vault, properties }, []],
        ["takes what is not known yet", { ...vault, properties: unknownValue }, []],
        [
            "misses what is needed, however deep",
            { ...vault, properties: { tenantId: "x", sku: {} } },
            ["properties.sku.family is missing", "properties.sku.name is missing"],
        ],
        [
            "refuses what is not an input",
            { ...vault, properties: { ...properties, softDelete: true } },
            ["properties.softDelete is not an input"],
        ],
        [
            "refuses a word that Azure does not know",
            { ...vault, properties: { ...properties, sku: { family: "A", name: "gold" } } },
            ["properties.sku.name is none of standard, premium"],
        ],
        [
            "refuses a value of another type",
            { ...vault, vaultName: 1, properties: { ...properties, enableSoftDelete: "yes" } },
            ["vaultName is no string", "properties.enableSoftDelete is no boolean"],
        ],
        ["refuses a list in a map's place", { ...vault, tags: ["x"], properties }, ["tags is not a map"]],
    ])("%s", (_, inputs, problems) => {
        const types = readInputTypes()["azure-native:keyvault:Vault"] ?? {};
        expect(inputProblems("", inputs, types).sort()).toEqual([...problems].sort());
    });

    it("replaces a resource whose id changes, and updates any other", async () => {
        const type = "azure-native:keyvault:Secret";
        const { resources } = azureNativeProvider("3.28.0", undefined);
        const resource = resources[type];
        const urn = `urn:pulumi:test::exo::${type}::exo-pfx`;
        const before = {
            resourceGroupName: "exo",
            vaultName: "contoso-exo",
            secretName: "exo",
            properties: { value: secret("1") },
        };
        const call = { signal: new AbortController().signal };
        const made = await resource?.create({ urn, inputs: before, preview: false }, call);
        expect(made?.id).toMatch(/\/providers\/Microsoft.KeyVault\/vaults\/contoso-exo\/secrets\/exo$/);
        const diff = (news: PropertyMap) =>
            resource?.diff({ urn, id: made?.id ?? "", olds: made?.properties ?? {}, news, ignoreChanges: [] }, call);
        expect(await diff(before)).toEqual({ diffs: [], replaces: [] });
        expect(await diff({ ...before, properties: { value: secret("2") } })).toEqual({
            diffs: ["properties"],
            replaces: [],
        });
        expect(await diff({ ...before, secretName: "mail" })).toEqual({
            diffs: ["secretName"],
            replaces: ["secretName"],
        });
    });

    it("answers with no secret's value", async () => {
        const type = "azure-native:keyvault:Secret";
        const inputs = {
            resourceGroupName: "exo",
            vaultName: "contoso-exo",
            secretName: "exo",
            properties: { value: secret("planted") },
        };
        const made = await azureNativeProvider("3.28.0", undefined).resources[type]?.create(
            { urn: `urn:pulumi:test::exo::${type}::exo-pfx`, inputs, preview: false },
            { signal: new AbortController().signal },
        );
        const { __inputs, ...outputs } = made?.properties ?? {};
        expect(__inputs).toEqual(inputs);
        expect(JSON.stringify(outputs)).not.toContain("planted");
        expect(outputs).toMatchObject({ properties: { secretUri: "https://contoso-exo.vault.azure.net/secrets/exo" } });
    });
});
