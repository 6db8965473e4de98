import type { Login } from "../../src/graph/logins";
import { idsOf } from "../../src/graph/tenantView";
import { certificateFacts } from "../../src/certificate/certificateFacts";
import { kinds } from "../../src/identities/names";
import { compare } from "../../src/repair/compare";
import type { Action, Finding } from "../../src/repair/finding";
import type { StateResource } from "../../src/pulumi/state";
import { credentialOf, rsaKey } from "../verification/support";
import { comparedOf, components, login, resource, role, stateOf, tagPrefix, urnOf } from "./support";

function findings(state: readonly StateResource[], logins: readonly Login[], gone: readonly string[] = []): Finding[] {
    return compare(comparedOf(state, logins, { tenant: { logins, gone: new Set(gone) } }));
}
const actions = (...given: Parameters<typeof findings>): Action[] => findings(...given).map(({ action }) => action);
const commands = (found: readonly Finding[], wanted: Finding["result"]): string[] =>
    found.flatMap(({ result, action }) => (result === wanted && action.kind === "person" ? action.command : []));
const adoptions = (found: readonly Action[]): { kind: string; name: string; id: string }[] =>
    found.flatMap((action) => (action.kind === "adopt" ? [action.adoption] : []));
const without = (state: readonly StateResource[], ...ids: string[]): StateResource[] =>
    state.filter(({ id }) => id === undefined || !ids.includes(id));

const { certificatePem } = credentialOf(rsaKey());
const credential = {
    keyId: "key-a",
    thumbprint: certificateFacts(certificatePem).thumbprint,
    startDateTime: "2026-01-01T00:00:00Z",
    endDateTime: "2027-01-01T00:00:00Z",
};
const mine = login("a");
const [applicationId = "", credentialId = "", servicePrincipalId = "", consentId = "", roleId = ""] = idsOf(mine);
/** Without a credential, which nobody could know. */
const bare = (id: string, changes: Partial<Login> = {}): Login => login(id, { credentials: [], ...changes });

describe("a stack and a tenant that agree", () => {
    test("have no findings", () => {
        expect(findings(stateOf(mine), [mine])).toEqual([]);
        expect(findings([], [])).toEqual([]);
    });

    test("are compared without what other components and programs made", () => {
        const foreign = {
            type: "azuread:index/application:Application",
            urn: "urn:pulumi:dev::project::azuread:index/application:Application::other",
            id: "/applications/other",
        };
        expect(findings([...stateOf(mine), foreign], [mine], ["/applications/other"])).toEqual([]);
    });

    test("agree on a replaced credential that still waits for its deletion", () => {
        const pending = resource("ApplicationCertificate", "exo-current", credentialId, { delete: true });
        expect(findings([...without(stateOf(mine), credentialId), pending], [mine])).toEqual([]);
    });
});

describe("what the state does not know", () => {
    test.each([
        [
            "an application with all that belongs to it",
            idsOf(bare("a")),
            ["Application", "ServicePrincipal", "AppRoleAssignment", "DirectoryRoleAssignment"],
        ],
        ["a service principal", [servicePrincipalId], ["ServicePrincipal"]],
        ["admin consent", [consentId], ["AppRoleAssignment"]],
        ["a directory role", [roleId], ["DirectoryRoleAssignment"]],
    ])("is adopted: %s", (_, lost, expected) => {
        const adopted = adoptions(actions(without(stateOf(bare("a")), ...lost), [bare("a")]));
        expect(adopted.map(({ kind }) => kind)).toEqual(expected);
        expect(lost).toEqual(expect.arrayContaining(adopted.map(({ id }) => id)));
    });

    test("takes the names that the program gives", () => {
        const adopted = adoptions(actions(components(), [bare("a")]));
        expect(adopted.map(({ name }) => name)).toEqual(["exo", "exo", "exo-exchange-manage-as-app", `exo-${role}`]);
    });

    test("is for a person to delete when it is a credential with the stack's certificate", () => {
        const state = [...components({ current: certificatePem }), ...without(stateOf(mine), credentialId).slice(4)];
        expect(commands(findings(state, [login("a", { credentials: [credential] })]), "failed")).toEqual([
            "az ad app credential delete --id client-a --key-id key-a --cert",
        ]);
    });

    test("is for a person to judge when it is a credential with a certificate that the stack does not know", () => {
        expect(commands(findings(without(stateOf(mine), credentialId), [mine]), "warning")).toEqual([
            "az ad app credential delete --id client-a --key-id key-a --cert",
        ]);
    });

    test("is for a person to judge when the stack does not ask for it", () => {
        const { servicePrincipal } = mine;
        const more = servicePrincipal && {
            ...servicePrincipal,
            consents: [
                ...servicePrincipal.consents,
                { id: "other", appRoleId: "mail", resourceId: "graph", resourceClientId: "graph" },
            ],
            roles: [
                ...servicePrincipal.roles,
                { id: "reader", roleDefinitionId: "f2ef992c-3afb-46b9-b7cf-a126ee74c451", directoryScopeId: "/" },
                { id: "scoped", roleDefinitionId: role, directoryScopeId: "/administrativeUnits/u" },
            ],
        };
        expect(commands(findings(stateOf(mine), [login("a", { servicePrincipal: more })]), "warning")).toEqual(
            [
                "/servicePrincipals/graph/appRoleAssignedTo/other",
                "/roleManagement/directory/roleAssignments/reader",
                "/roleManagement/directory/roleAssignments/scoped",
            ].map((id) => `az rest --method DELETE --url https://graph.microsoft.com/v1.0${id}`),
        );
    });

    test("includes every role that Exchange accepts when the state has lost what was asked for", () => {
        expect(adoptions(actions([], [bare("a")])).map(({ kind }) => kind)).toContain("DirectoryRoleAssignment");
    });
});

describe("of several applications with the stack's tag", () => {
    const empty = (id: string, createdDateTime: string): Login =>
        bare(id, { servicePrincipal: undefined, createdDateTime });
    const adopted = (state: readonly StateResource[], logins: readonly Login[]): string[] =>
        adoptions(actions(state, logins)).flatMap(({ kind, id }) => (kind === "Application" ? id : []));

    test("the state's own stays, and the other is for a person to delete", () => {
        expect(actions(stateOf(mine), [empty("b", "2027-01-01T00:00:00Z"), mine])).toEqual([
            { kind: "person", command: "az ad app delete --id client-b" },
        ]);
    });

    test.each<[string, StateResource[], Login[]]>([
        [
            "whose service principal the state still has",
            [...components(), resource("ServicePrincipal", "exo", servicePrincipalId)],
            [bare("b", { createdDateTime: "2027-01-01T00:00:00Z" }), bare("a")],
        ],
        [
            "that accepts the stack's certificate",
            components({ current: certificatePem }),
            [bare("b", { createdDateTime: "2027-01-01T00:00:00Z" }), bare("a", { credentials: [credential] })],
        ],
        ["that has most of what a login needs", components(), [empty("b", "2027-01-01T00:00:00Z"), bare("a")]],
        [
            "that is the newest of equals",
            components(),
            [empty("b", "2026-01-01T00:00:00Z"), empty("a", "2026-01-02T00:00:00Z")],
        ],
    ])("the one is adopted %s", (_, state, logins) => {
        for (const order of [logins, logins.toReversed()]) {
            expect(adopted(state, order)).toEqual(["/applications/a"]);
            expect(commands(findings(state, order), "failed")).toContain("az ad app delete --id client-b");
        }
    });

    test("each name has its own", () => {
        const second = bare("b", { tags: [`${tagPrefix}second`] });
        expect(adopted(components(), [bare("a"), second])).toEqual(["/applications/a", "/applications/b"]);
    });
});

describe("what the tenant does not have", () => {
    test.each([servicePrincipalId, consentId, roleId])("is refreshed away: %s", (id) => {
        const urn = stateOf(mine).find((one) => one.id === id)?.urn;
        const found = actions(stateOf(mine), [login("a", { servicePrincipal: undefined })], [id]);
        expect(found).toEqual([{ kind: "refresh", urn }]);
    });

    test("is refreshed away when it is a credential of an application that is there", () => {
        expect(actions(stateOf(mine), [bare("a")], [credentialId])).toEqual([
            { kind: "refresh", urn: urnOf("ApplicationCertificate", "exo-current") },
        ]);
    });

    test("is forgotten first when it is a credential of an application that is gone", () => {
        const found = actions(stateOf(mine), [], idsOf(mine));
        expect(found[0]).toEqual({
            kind: "forget",
            urn: urnOf("ApplicationCertificate", "exo-current"),
            id: credentialId,
        });
        expect(found).toHaveLength(5);
    });

    test("is forgotten by its id when it waits for its deletion beside a credential of the same name", () => {
        const pending = resource("ApplicationCertificate", "exo-current", "gone/certificate/k", { delete: true });
        expect(actions([...stateOf(mine), pending], [mine], ["gone/certificate/k"])).toEqual([
            { kind: "forget", urn: pending.urn, id: "gone/certificate/k" },
        ]);
    });

    test("gives way to an application of the same tag", () => {
        const other = bare("b");
        const found = actions(stateOf(mine), [other], idsOf(mine));
        expect(found.map(({ kind }) => kind)).toEqual([
            "forget",
            ...kinds.slice(1).map(() => "refresh"),
            ...kinds.slice(1).map(() => "adopt"),
        ]);
        expect(applicationId).not.toBe(idsOf(other)[0]);
    });
});
