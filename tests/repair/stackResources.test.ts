import { tagPrefixOf } from "../../src/identities/names";
import { accessName, ofTenant } from "../../src/repair/stackResources";
import type { StateResource } from "../../src/pulumi/state";
import { components, resource } from "./support";

const other = "urn:pulumi:dev::project::pulumi:providers:azuread::fabrikam";
const access = (name: string, inputs: StateResource["inputs"]): StateResource => ({
    type: "exo-unattended:index:TenantAccess",
    urn: `urn:pulumi:dev::project::exo-unattended:index:TenantAccess::${name}`,
    inputs,
});

describe("a stack's resources", () => {
    test("are those of one tenant, whatever the same program has in others", () => {
        const own = [...components(), resource("ServicePrincipal", "exo", "/servicePrincipals/own")];
        const elsewhere: StateResource[] = [
            { type: "pulumi:providers:azuread", urn: other, id: "f", inputs: { tenantId: "FABRIKAM" } },
            access("fabrikam", { tenantId: "fabrikam", clientId: "client" }),
            resource("ServicePrincipal", "fabrikam", "/servicePrincipals/other", { provider: `${other}::f` }),
        ];
        expect(ofTenant([...own, ...elsewhere], "contoso")).toEqual(own);
        expect(ofTenant([...own, ...elsewhere], "fabrikam")).toHaveLength(own.length + elsewhere.length);
    });

    test("find the access of an application by its client id, whatever its name", () => {
        const state = [access("first", { clientId: "other" }), access("second", { clientId: "client" })];
        expect(accessName(state, "client", "exo")).toBe("second");
        expect(accessName(state, "unknown", "exo")).toBe("exo");
    });

    test("carry project and stack in their URNs, as the tags do", () => {
        expect(tagPrefixOf("urn:pulumi:dev::exo::pulumi:pulumi:Stack::exo-dev")).toBe("exo-unattended/exo/dev/");
    });
});
