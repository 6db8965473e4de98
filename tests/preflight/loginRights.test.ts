import { exchangeDirectoryRoles } from "../../src/microsoft/directoryRoles";
import { checkLoginRights, configuredRights, rightsInWords } from "../../src/preflight/loginRights";
import { unknownValue, type PlannedStep } from "../../src/pulumi/preview";
import type { StateResource } from "../../src/pulumi/state";
import { componentStep } from "./support";

const exchangeAdministrator = "29232cdf-9323-42fd-ade2-1d097af3e4de";
const globalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
const everything = "This login can change everything in Exchange Online: directory role Exchange Administrator.";
const reading =
    "This login can read everything that a Global Administrator can, and change nothing: directory role Global Reader.";

describe("the rights of a login in words", () => {
    test.each<[string[], string[], string]>([
        [[exchangeAdministrator], [], everything],
        [["global reader"], [], reading],
        [
            [],
            ["Recipient Management", "Our own group"],
            "This login can create and change recipients in Exchange Online, once it is a member: Exchange role group Recipient Management. " +
                "This login can do what the Exchange role group Our own group allows, once it is a member.",
        ],
        [
            ["00000000-0000-4000-8000-000000000000"],
            [],
            "This login can do what the directory role 00000000-0000-4000-8000-000000000000 allows.",
        ],
        [
            [],
            [],
            "This login can do nothing: Exchange.ManageAsApp alone, without a role or a role group, gives no right.",
        ],
    ])("of the roles %p and the groups %p", (roles, exchangeRoleGroups, words) => {
        expect(rightsInWords({ roles, exchangeRoleGroups })).toBe(words);
    });

    test("are told of each supported role", () => {
        for (const { name } of exchangeDirectoryRoles) {
            expect(rightsInWords({ roles: [name], exchangeRoleGroups: [] })).toMatch(
                new RegExp(`^This login can (change|read|create|reset) .*: directory role ${name}\\.$`),
            );
        }
    });
});

describe("the rights that a configuration asks for", () => {
    test("are its roles and role groups", () => {
        const config = { "exo-unattended:roles": '["Global Reader"]', "exo-unattended:exchangeRoleGroups": '["X"]' };
        expect(configuredRights(config, "exo-unattended")).toEqual({
            roles: ["Global Reader"],
            exchangeRoleGroups: ["X"],
        });
    });

    test("are to read only when it asks for neither", () => {
        expect(configuredRights({ "exo-unattended:roles": "[]" }, "exo-unattended")).toEqual({
            ...{ roles: [], exchangeRoleGroups: ["View-Only Organization Management"] },
        });
    });

    test.each<Record<string, string>>([{}, { "exo-unattended:roles": "Global Reader" }])(
        "are not known from %p",
        (config) => {
            expect(configuredRights(config, "exo-unattended")).toBeUndefined();
        },
    );
});

describe("the check of a login's rights", () => {
    const access = (roles: unknown): PlannedStep & StateResource =>
        componentStep("TenantAccess", "exo", { roles, exchangeRoleGroups: [] });

    test("shows what the login will be able to do, and what it could before when that changes", () => {
        expect(checkLoginRights([access([exchangeAdministrator])], [])).toEqual({
            result: "passed",
            evidence: everything,
        });
        expect(checkLoginRights([access([exchangeAdministrator])], [access([globalReader])])).toEqual({
            ...{ result: "passed", evidence: `${everything} So far: ${reading}` },
        });
        // A preview does not name what stays as it is.
        expect(checkLoginRights([], [access([globalReader])]).evidence).toBe(reading);
    });

    test("is skipped when the plan does not say", () => {
        expect(checkLoginRights([], []).result).toBe("skipped");
        expect(checkLoginRights([access(unknownValue)], []).result).toBe("skipped");
    });
});
