import type { Deployer } from "../../src/graph/deployer";
import { checkRights, neededRights } from "../../src/preflight/rights";
import { typeOf, type Kind } from "../../src/identities/names";
import type { PlannedStep, Preview } from "../../src/pulumi/preview";
import { deployerPermissions } from "microsoft-local-tenant";

const application: Deployer = {
    tenantId: "t",
    objectId: "o",
    name: "deployer",
    kind: "application",
    permissions: deployerPermissions,
    directoryRoles: [],
};
const person: Deployer = { ...application, kind: "person", permissions: [] };
const applicationAdministrator = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3";
const privilegedRoleAdministrator = "e8611ab8-c189-46e8-94e1-60213ab1f814";
const globalAdministrator = "62e90394-69f5-4237-9190-012177145e10";

const step = (kind: Kind, op: string, inputs: PlannedStep["inputs"] = {}, id?: string): PlannedStep => ({
    ...{
        op,
        type: typeOf(kind),
        urn: `urn:pulumi:s::p::${typeOf(kind)}::exo`,
        id,
        inputs,
        parent: undefined,
        provider: undefined,
    },
});
const plan = (...steps: PlannedStep[]): Preview => ({ steps, errors: [] });
const newStack = plan(
    step("Application", "create"),
    step("ApplicationCertificate", "create", { applicationId: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }),
    step("ServicePrincipal", "create", { clientId: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }),
    step("AppRoleAssignment", "create"),
    step("DirectoryRoleAssignment", "create"),
);
const renewal = plan(step("ApplicationCertificate", "create", { applicationId: "/applications/a" }));
const seen = (deployer: Deployer, preview: Preview, owned: string[] = []): string => {
    const { result, evidence } = checkRights(deployer, neededRights(preview), owned);
    return `${result}: ${evidence}`;
};

describe("the rights of an application", () => {
    test("that docs/deployer.md lists are enough for a new stack", () => {
        expect(seen(application, newStack)).toBe(`passed: holds ${deployerPermissions.join(", ")}`);
    });

    test.each([
        [
            "Application.ReadWrite.OwnedBy",
            "create and change the application, its credentials and its service principal",
        ],
        ["Application.Read.All", "look up Exchange Online and read back what is created"],
        ["AppRoleAssignment.ReadWrite.All", "grant admin consent"],
        ["RoleManagement.ReadWrite.Directory", "assign directory roles"],
    ])("without %s are named with what they are for", (permission, purpose) => {
        const permissions = deployerPermissions.filter((one) => one !== permission);
        expect(seen({ ...application, permissions }, newStack)).toBe(
            `failed: the deployer's token lacks ${permission} (to ${purpose})`,
        );
    });

    test("to what it owns are enough for a renewal when it is the owner", () => {
        expect(seen(application, renewal, ["a"])).toMatch(/^passed/);
        expect(seen(application, renewal, ["b"])).toMatch(
            /^failed: .* lacks Application.ReadWrite.All, or ownership of the application/,
        );
    });

    test("to all are needed for Exchange Online's service principal", () => {
        const preview = plan(step("ServicePrincipal", "create", { clientId: "00000002-0000-0ff1-ce00-000000000000" }));
        expect(seen(application, preview)).toMatch(/^failed: .* lacks Application.ReadWrite.All \(to create Exchange/);
    });

    test("are those of a new stack when the plan stops early", () => {
        const stopped = { steps: [], errors: ["stopped"] };
        expect(seen({ ...application, permissions: ["Application.Read.All"] }, stopped)).toMatch(
            /lacks Application.ReadWrite.OwnedBy .*; AppRoleAssignment.* .*; RoleManagement/,
        );
    });

    test("come with a directory role too", () => {
        expect(seen({ ...application, permissions: [], directoryRoles: [globalAdministrator] }, newStack)).toMatch(
            /^passed/,
        );
    });

    test("are not needed for what does not change", () => {
        const reader = { ...application, permissions: ["Application.Read.All"] };
        expect(seen(reader, plan(step("Application", "same", {}, "/applications/a")))).toMatch(/^passed/);
        expect(seen(reader, plan(step("Application", "update", {}, "/applications/a")))).toMatch(/^failed/);
    });
});

describe("the rights of a person", () => {
    test("are its active directory roles", () => {
        const directoryRoles = [applicationAdministrator, privilegedRoleAdministrator];
        expect(seen({ ...person, directoryRoles }, newStack)).toBe(
            "passed: holds Application Administrator, Privileged Role Administrator",
        );
        expect(seen({ ...person, directoryRoles: [applicationAdministrator] }, newStack)).toBe(
            "failed: the deployer's token lacks the directory role Privileged Role Administrator (to assign directory roles)",
        );
    });

    test.each([
        ["Application Administrator", applicationAdministrator],
        ["Cloud Application Administrator", "158c047a-c907-4556-b7ef-446551a6b5f7"],
    ])("are those of %s alone when the stack assigns no directory role", (_, role) => {
        const steps = newStack.steps.filter(({ type }) => type !== typeOf("DirectoryRoleAssignment"));
        expect(seen({ ...person, directoryRoles: [role] }, { ...newStack, steps })).toMatch(/^passed/);
    });

    test("are missing with the advice to activate them", () => {
        expect(checkRights(person, neededRights(renewal), []).remedy).toMatch(/Privileged Identity Management/);
    });
});

describe("the rights for another tenant's application", () => {
    const guest: Preview = {
        ...newStack,
        steps: newStack.steps.filter(({ type }) =>
            [typeOf("ServicePrincipal"), typeOf("AppRoleAssignment"), typeOf("DirectoryRoleAssignment")].includes(type),
        ),
    };

    test("are more than those for an application of its own, and its administrator can consent instead", () => {
        const { result, evidence, remedy } = checkRights(application, neededRights(guest), []);
        expect(`${result}: ${evidence}`).toBe(
            "failed: the deployer's token lacks Application.ReadWrite.All (to create the service principal of another tenant's application)",
        );
        expect(remedy).toContain("set awaitAdminConsent of the TenantAccess to true");
        const permissions = [...deployerPermissions, "Application.ReadWrite.All"];
        expect(seen({ ...application, permissions }, guest)).toMatch(/^passed/);
    });

    test("are two when its administrator consents", () => {
        const roles = { ...guest, steps: guest.steps.filter(({ type }) => type === typeOf("DirectoryRoleAssignment")) };
        const permissions = ["Application.Read.All", "RoleManagement.ReadWrite.Directory"];
        expect(seen({ ...application, permissions }, roles)).toMatch(/^passed/);
    });
});
