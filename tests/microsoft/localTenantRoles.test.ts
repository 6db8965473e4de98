import { exchangePermissions } from "../../src/microsoft/exchangePermissions";
import { rolesThatHold, rolesThatHoldWith } from "../../packages/local-tenant/src/exchange/managementRoleEntries";

/** The local tenant knows nothing of this product, so it has the published part of the table for itself: `npm run docs` writes it. */
describe("The local tenant's management roles", () => {
    it("are those of the table, for every cmdlet whose roles are facts", () => {
        const rows = Object.entries(exchangePermissions.cmdlets);
        const facts = rows.filter(([, { confidence }]) => confidence === "documented" || confidence === "observed");
        expect(facts.length).toBeGreaterThan(300);
        const inTable = Object.fromEntries(
            rows.map(([cmdlet]) => [cmdlet, undefined as readonly string[] | undefined]),
        );
        const inTenant = rows.map(([cmdlet]) => [cmdlet, rolesThatHold(cmdlet)?.toSorted()]);
        for (const [cmdlet, { roles }] of facts) {
            inTable[cmdlet] = roles.toSorted();
        }
        expect(Object.fromEntries(inTenant)).toEqual(inTable);
    });

    it("follow the documented rules for parameters", () => {
        for (const { cmdlets, parameter, roles, confidence } of exchangePermissions.parameters) {
            if (confidence === "documented") {
                for (const cmdlet of cmdlets) {
                    expect(rolesThatHoldWith(cmdlet, [parameter])).toEqual(roles);
                }
            }
        }
    });
});
