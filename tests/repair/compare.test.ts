import type { Login } from "../../src/graph/logins";
import { idsOf } from "../../src/graph/tenantView";
import { certificateFacts } from "../../src/certificate/certificateFacts";
import { compare, type Finding, type Mend } from "../../src/repair/compare";
import { kinds } from "../../src/identities/names";
import type { StateResource } from "../../src/pulumi/state";
import { credentialOf, rsaKey } from "../verification/support";
import { components, login, resource, role, stateOf, tagPrefix, urnOf } from "./support";

function findings(state: readonly StateResource[], logins: readonly Login[], gone: readonly string[] = []): Finding[] {
    const tenant = { logins, gone: new Set(gone) };
    return compare({
        stack: "dev",
        state,
        tenant,
        tagPrefix,
        deployerObjectId: "deployer",
        graphUrl: "https://graph.microsoft.com",
    });
}
const mends = (...given: Parameters<typeof findings>): Mend[] => findings(...given).map(({ mend }) => mend);
const without = (state: readonly StateResource[], ...ids: string[]): StateResource[] =>
    state.filter(({ id }) => id === undefined || !ids.includes(id));

const mine = login("a");
const [applicationId = "", credentialId = "", servicePrincipalId = "", consentId = "", roleId = ""] = idsOf(mine);
const { certificatePem } = credentialOf(rsaKey());
const { thumbprint } = certificateFacts(certificatePem);
const credential = { keyId: "key-a", thumbprint, endDateTime: "2027-01-01T00:00:00Z" };

describe("a stack and a tenant that agree", () => {
    test("have no findings", () => {
        expect(findings(stateOf(mine), [mine])).toEqual([]);
        expect(findings([], [])).toEqual([]);
    });

    test("have none either when the application's tag was taken away", () => {
        expect(findings(stateOf(mine), [login("a", { tags: [] })])).toEqual([]);
    });

    test("are compared without what other components and programs made", () => {
        const foreign = {
            type: "azuread:index/application:Application",
            urn: "urn:pulumi:dev::project::azuread:index/application:Application::other",
            id: "/applications/other",
        };
        expect(findings([...stateOf(mine), foreign], [mine], ["/applications/other"])).toEqual([]);
    });
});

describe("what the state does not know", () => {
    test.each([
        [
            "an application with all that belongs to it",
            idsOf(mine),
            ["Application", "ServicePrincipal", "AppRoleAssignment", "DirectoryRoleAssignment"],
        ],
        ["a service principal", [servicePrincipalId], ["ServicePrincipal"]],
        ["admin consent", [consentId], ["AppRoleAssignment"]],
        ["a directory role", [roleId], ["DirectoryRoleAssignment"]],
    ])("is adopted: %s", (_, lost, kinds) => {
        const adopted = mends(without(stateOf(mine), ...lost), [mine]).flatMap((mend) =>
            mend.by === "adopt" ? [mend.adoption] : [],
        );
        expect(adopted.map(({ kind }) => kind)).toEqual(kinds);
        expect(lost).toEqual(expect.arrayContaining(adopted.map(({ id }) => id)));
    });

    test("takes the names that the program gives", () => {
        const adopted = mends(components(), [mine]).flatMap((mend) => (mend.by === "adopt" ? [mend.adoption] : []));
        expect(adopted.map(({ name }) => name)).toEqual(["exo", "exo", "exo-exchange-manage-as-app", `exo-${role}`]);
    });

    test("is for a person to delete when it is a credential with the stack's certificate", () => {
        const state = [...components({ current: certificatePem }), ...without(stateOf(mine), credentialId).slice(4)];
        expect(mends(state, [login("a", { credentials: [credential] })])).toEqual([
            { by: "hand", command: "az ad app credential delete --id client-a --key-id key-a --cert" },
        ]);
    });

    test("is for a person to judge when it is a credential with a certificate that the stack does not know", () => {
        expect(mends(without(stateOf(mine), credentialId), [mine])).toEqual([
            { by: "hand", command: "az ad app credential delete --id client-a --key-id key-a --cert", may: true },
        ]);
    });

    test("is for a person to judge when the stack does not ask for it", () => {
        const more = {
            id: "sp-a",
            consents: [
                ...(mine.servicePrincipal?.consents ?? []),
                { id: "other", appRoleId: "mail", resourceId: "graph", resourceClientId: "graph" },
            ],
            roles: [
                ...(mine.servicePrincipal?.roles ?? []),
                { id: "reader", roleDefinitionId: "f2ef992c-3afb-46b9-b7cf-a126ee74c451", directoryScopeId: "/" },
                { id: "scoped", roleDefinitionId: role, directoryScopeId: "/administrativeUnits/u" },
            ],
        };
        expect(mends(stateOf(mine), [login("a", { servicePrincipal: more })])).toEqual(
            [
                "/servicePrincipals/graph/appRoleAssignedTo/other",
                "/roleManagement/directory/roleAssignments/reader",
                "/roleManagement/directory/roleAssignments/scoped",
            ].map((id) => ({
                by: "hand",
                command: `az rest --method DELETE --url https://graph.microsoft.com/v1.0${id}`,
                may: true,
            })),
        );
    });

    test("includes every role that Exchange accepts when the state has lost what was asked for", () => {
        const kinds = mends([], [mine]).flatMap((mend) => (mend.by === "adopt" ? [mend.adoption.kind] : []));
        expect(kinds).toContain("DirectoryRoleAssignment");
    });
});

describe("of several applications with the stack's tag", () => {
    const bare = (id: string, createdDateTime: string): Login =>
        login(id, { credentials: [], servicePrincipal: undefined, createdDateTime });
    const adopted = (state: readonly StateResource[], logins: readonly Login[]): unknown =>
        mends(state, logins).flatMap((mend) =>
            mend.by === "adopt" && mend.adoption.kind === "Application" ? [mend.adoption.id] : [],
        );
    const deleted = (state: readonly StateResource[], logins: readonly Login[]): unknown =>
        mends(state, logins).flatMap((mend) => (mend.by === "hand" && mend.may !== true ? [mend.command] : []));

    test("the state's own stays, and the other is for a person to delete", () => {
        expect(mends(stateOf(mine), [bare("b", "2027-01-01T00:00:00Z"), mine])).toEqual([
            { by: "hand", command: "az ad app delete --id client-b" },
        ]);
    });

    test.each<[string, StateResource[], Login[]]>([
        [
            "whose service principal the state still has",
            [...components(), resource("ServicePrincipal", "exo", servicePrincipalId)],
            [login("b", { createdDateTime: "2027-01-01T00:00:00Z" }), mine],
        ],
        [
            "that accepts the stack's certificate",
            components({ current: certificatePem }),
            [login("b", { createdDateTime: "2027-01-01T00:00:00Z" }), login("a", { credentials: [credential] })],
        ],
        ["that has most of what a login needs", components(), [bare("b", "2027-01-01T00:00:00Z"), mine]],
        [
            "that is the newest of equals",
            components(),
            [bare("b", "2026-01-01T00:00:00Z"), bare("a", "2026-01-02T00:00:00Z")],
        ],
    ])("that is taken %s", (_, state, logins) => {
        for (const order of [logins, logins.toReversed()]) {
            expect(adopted(state, order)).toEqual(["/applications/a"]);
            expect(deleted(state, order)).toContain("az ad app delete --id client-b");
        }
    });

    test.each([
        ["nobody", []],
        ["somebody else", ["stranger"]],
        ["somebody else beside the deployer", ["deployer", "stranger"]],
    ])("one that belongs to %s is never adopted: anybody can set a tag", (_, owners) => {
        expect(mends(components(), [login("a", { owners })])).toEqual([
            { by: "hand", command: "az ad app delete --id client-a", may: true },
        ]);
        expect(adopted(components(), [login("a", { owners }), login("b")])).toEqual(["/applications/b"]);
    });

    test("one that belongs to those whom the stack asks for is adopted", () => {
        const state = components().map((one) =>
            one.type.endsWith(":ExchangeApplication") ? { ...one, inputs: { owners: ["team"] } } : one,
        );
        expect(adopted(state, [login("a", { owners: ["team"] })])).toEqual(["/applications/a"]);
    });

    test("each name has its own", () => {
        const second = login("b", { tags: [`${tagPrefix}second`] });
        expect(adopted(components(), [mine, second])).toEqual(["/applications/a", "/applications/b"]);
    });
});

describe("what the tenant does not have", () => {
    test.each([servicePrincipalId, consentId, roleId])("is refreshed away: %s", (id) => {
        const urn = stateOf(mine).find((one) => one.id === id)?.urn;
        const found = mends(stateOf(mine), [login("a", { servicePrincipal: undefined })], [id]);
        expect(found).toEqual([{ by: "refresh", urn }]);
    });

    test("is refreshed away when it is a credential of an application that is there", () => {
        expect(mends(stateOf(mine), [login("a", { credentials: [] })], [credentialId])).toEqual([
            { by: "refresh", urn: urnOf("ApplicationCertificate", "exo-current") },
        ]);
    });

    test("is forgotten first when it is a credential of an application that is gone", () => {
        expect(mends(stateOf(mine), [], idsOf(mine))[0]).toEqual({
            by: "forget",
            urn: urnOf("ApplicationCertificate", "exo-current"),
        });
        expect(mends(stateOf(mine), [], idsOf(mine))).toHaveLength(5);
    });

    test("is forgotten too when it waits for its deletion alone", () => {
        const pending = resource("ApplicationCertificate", "exo-current", "gone/certificate/k", { delete: true });
        const state = [...without(stateOf(mine), credentialId), pending];
        expect(mends(state, [login("a", { credentials: [] })], ["gone/certificate/k"])).toEqual([
            { by: "forget", urn: pending.urn },
        ]);
    });

    test("is for a terminal when it waits for its deletion beside a credential of the same URN", () => {
        const pending = resource("ApplicationCertificate", "exo-current", "gone/certificate/k", { delete: true });
        expect(mends([...stateOf(mine), pending], [mine], ["gone/certificate/k"])).toEqual([
            {
                by: "hand",
                command: `pulumi state delete --stack dev '${pending.urn}'   # at a terminal; choose "gone/certificate/k" (Pending Deletion)`,
            },
        ]);
    });

    test("gives way to an application of the same tag", () => {
        const other = login("b", { credentials: [] });
        const found = mends(stateOf(mine), [other], idsOf(mine));
        expect(found.map(({ by }) => by)).toEqual([
            "forget",
            ...kinds.slice(1).map(() => "refresh"),
            ...kinds.slice(1).map(() => "adopt"),
        ]);
        expect(applicationId).not.toBe(idsOf(other)[0]);
    });
});
