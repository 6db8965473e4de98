import { importFile } from "../../src/repair/importFile";
import { components, resource } from "./support";

const adoption = { kind: "Application", name: "exo", id: "/applications/a", component: "exo" } as const;
const inState = "urn:pulumi:dev::project::exo-unattended:index:UnattendedAccess";

describe("a file for pulumi import", () => {
    test("puts a resource under the component that the state has, with the version of its provider", () => {
        expect(importFile([adoption], components())).toEqual({
            nameTable: { "ExchangeApplication-exo": `${inState}$exo-unattended:index:ExchangeApplication::exo` },
            resources: [
                {
                    type: "azuread:index/application:Application",
                    name: "Application-exo",
                    logicalName: "exo",
                    id: "/applications/a",
                    parent: "ExchangeApplication-exo",
                    version: "6.9.1",
                },
            ],
        });
    });

    test("makes the components that the state has not, each once", () => {
        const servicePrincipal = {
            kind: "ServicePrincipal",
            name: "exo",
            id: "/servicePrincipals/s",
            component: "exo",
        } as const;
        const { nameTable, resources } = importFile([adoption, servicePrincipal], []);
        expect(nameTable).toEqual({});
        expect(resources.map(({ name, parent, component }) => [name, parent, component])).toEqual([
            ["UnattendedAccess-exo", undefined, true],
            ["ExchangeApplication-exo", "UnattendedAccess-exo", true],
            ["Application-exo", "ExchangeApplication-exo", undefined],
            ["TenantAccess-exo", "UnattendedAccess-exo", true],
            ["ServicePrincipal-exo", "TenantAccess-exo", undefined],
        ]);
    });

    test("uses the provider that the stack's resources use", () => {
        const provider = "urn:pulumi:dev::project::pulumi:providers:azuread::contoso";
        const state = [...components(), resource("ServicePrincipal", "exo", "s", { provider: `${provider}::id` })];
        const { nameTable, resources } = importFile([adoption], state);
        expect(nameTable).toMatchObject({ azuread: provider });
        expect(resources).toMatchObject([{ provider: "azuread" }]);
    });
});
