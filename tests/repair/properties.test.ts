import type { Login } from "../../src/graph/logins";
import { compare } from "../../src/repair/compare";
import { exchangeManageAsApp } from "../../src/microsoft/permissions";
import type { StateResource } from "../../src/pulumi/state";
import { comparedOf, login, role, stateOf } from "./support";

const mine = login("a", { owners: ["team-a", "team-b"], description: "Reports" });

/** The inputs that the program gives, as the state has them. */
const inputs: Readonly<Record<string, object>> = {
    "azuread:index/application:Application": {
        displayName: "EXO",
        description: "Reports",
        signInAudience: "AzureADMyOrg",
        tags: mine.tags,
        owners: ["team-b", "TEAM-A"],
        requiredResourceAccesses: [
            {
                resourceAppId: exchangeManageAsApp.apiClientId,
                resourceAccesses: [{ id: exchangeManageAsApp.appRoleId, type: "Role" }],
            },
        ],
    },
    "azuread:index/applicationCertificate:ApplicationCertificate": {
        value: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "x" },
        startDate: "2026-01-01T00:00:00Z",
        endDate: "2027-01-01T00:00:00Z",
    },
    "azuread:index/servicePrincipal:ServicePrincipal": { clientId: "client-a", accountEnabled: true },
    "azuread:index/appRoleAssignment:AppRoleAssignment": {
        appRoleId: exchangeManageAsApp.appRoleId,
        resourceObjectId: "exchange",
    },
    "azuread:index/directoryRoleAssignment:DirectoryRoleAssignment": { roleId: role },
};

function state(componentInputs: object = { owners: ["team-a", "team-b"] }): StateResource[] {
    return stateOf(mine).map((one) =>
        one.type.endsWith(":ExchangeApplication")
            ? { ...one, inputs: { ...one.inputs, ...componentInputs } }
            : one.type in inputs
              ? { ...one, inputs: { ...inputs[one.type] } }
              : one,
    );
}

const servicePrincipalWith = (changes: Partial<NonNullable<Login["servicePrincipal"]>>): Partial<Login> => ({
    servicePrincipal: mine.servicePrincipal && { ...mine.servicePrincipal, ...changes },
});

describe("a property that the stack sets", () => {
    test("agrees in another order and in other cases of an id", () => {
        expect(compare(comparedOf(state(), [mine]))).toEqual([]);
    });

    test.each<[string, Partial<Login>, string]>([
        ["displayName", { displayName: "Other" }, 'displayName is "Other" in the tenant, but "EXO" in the state'],
        ["description", { description: "" }, 'description is empty in the tenant, but "Reports" in the state'],
        ["signInAudience", { signInAudience: "AzureADMultipleOrgs" }, "signInAudience"],
        ["tags", { tags: [...mine.tags, "HideApp"] }, "tags"],
        ["tags that are gone", { tags: [] }, "tags is empty in the tenant"],
        ["owners", { owners: ["team-a"] }, "owners is team-a in the tenant, but team-b, TEAM-A in the state"],
        ["permissions that are gone", { requestedPermissions: [] }, "API permissions is empty"],
        [
            "permissions that were added",
            { requestedPermissions: [...mine.requestedPermissions, "graph/mail/Role"] },
            "graph/mail/Role",
        ],
        [
            "startDate",
            { credentials: mine.credentials.map((one) => ({ ...one, startDateTime: "2026-01-01T00:00:01Z" })) },
            "startDate",
        ],
        [
            "endDate",
            { credentials: mine.credentials.map((one) => ({ ...one, endDateTime: "2028-01-01T00:00:00Z" })) },
            "endDate",
        ],
        ["accountEnabled", servicePrincipalWith({ accountEnabled: false }), "accountEnabled is false in the tenant"],
    ])("is compared: %s", (_, changes, text) => {
        const found = compare(comparedOf(state(), [{ ...mine, ...changes }]));
        expect(found.map(({ action }) => action.kind)).toEqual(["refresh"]);
        expect(found[0]?.result).toBe("failed");
        expect(found[0]?.evidence).toContain(text);
    });

    test("is compared as the state's outputs have it, which is what an update goes by", () => {
        const refreshed = state().map((one) =>
            one.type.endsWith(":Application")
                ? { ...one, outputs: { description: "by hand", owners: ["team-c"] } }
                : one,
        );
        const inTenant = { ...mine, description: "by hand", owners: ["team-c"] };
        expect(compare(comparedOf(refreshed, [inTenant]))).toEqual([]);
        expect(compare(comparedOf(refreshed, [mine]))[0]?.evidence).toBe(
            'description is "Reports" in the tenant, but "by hand" in the state; ' +
                "owners is team-a, team-b in the tenant, but team-c in the state",
        );
    });

    test("is not compared when the stack leaves it to the tenant: owners that are not given", () => {
        expect(compare(comparedOf(state({}), [{ ...mine, owners: ["anybody"] }]))).toEqual([]);
    });

    test("is shown without what could steer a terminal", () => {
        const [found] = compare(comparedOf(state(), [{ ...mine, displayName: "\u001b[2Jx\n##vso[task]" }]));
        expect(found?.evidence).not.toMatch(/[\p{Cc}]|##vso/u);
    });
});
