import type { Login } from "../../src/graph/logins";
import type { Creation } from "../../src/graph/auditLog";
import { certificateFacts } from "../../src/certificate/certificateFacts";
import { compare } from "../../src/repair/compare";
import type { Compared } from "../../src/repair/compared";
import type { StateResource } from "../../src/pulumi/state";
import { credentialOf, rsaKey } from "../verification/support";
import { comparedOf, components, login, resource } from "./support";

const { certificatePem } = credentialOf(rsaKey());
const certificate = (thumbprint: string | undefined): Login["credentials"][number] => ({
    keyId: "k",
    thumbprint,
    startDateTime: undefined,
    endDateTime: "2027-01-01T00:00:00Z",
});
const clean = (changes: Partial<Login> = {}): Login => login("a", { credentials: [], ...changes });
const secret = { keyId: "s", displayName: "backup", endDateTime: "2028-01-01T00:00:00Z" };
const federated = {
    id: "f",
    name: "ci",
    issuer: "https://token.actions.githubusercontent.com",
    subject: "repo:evil/x",
};

/** Evidence and result for an application that the state does not know, and what would be adopted. */
function judge(one: Login, state: StateResource[] = components(), changes: Partial<Compared> = {}) {
    const found = compare(comparedOf(state, [one], changes));
    return {
        adopted: found.flatMap(({ action }) => (action.kind === "adopt" ? action.adoption.kind : [])),
        text: found.map(({ evidence }) => evidence).join("\n"),
        results: found.map(({ result }) => result),
    };
}

const withServicePrincipal = (changes: Partial<NonNullable<Login["servicePrincipal"]>>): Login => {
    const one = clean();
    return { ...one, servicePrincipal: one.servicePrincipal && { ...one.servicePrincipal, ...changes } };
};

describe("an application with the stack's tag that the state does not know", () => {
    test("is adopted when the deployer owns it alone, it has no credentials, and an interrupted update explains it", () => {
        expect(judge(clean()).adopted[0]).toBe("Application");
    });

    test("is adopted with a credential of the stack's own certificate", () => {
        const { thumbprint } = certificateFacts(certificatePem);
        const state = components({ current: certificatePem });
        expect(judge(clean({ credentials: [certificate(thumbprint)] }), state).adopted[0]).toBe("Application");
    });

    test("is adopted when its owners are those that the stack asks for", () => {
        const state = components().map((one) =>
            one.type.endsWith(":ExchangeApplication") ? { ...one, inputs: { owners: ["team"] } } : one,
        );
        expect(judge(clean({ owners: ["team"] }), state).adopted[0]).toBe("Application");
    });

    test.each<[string, Login, string]>([
        ["it has a client secret", clean({ secrets: [secret] }), 'client secret "backup"'],
        ["it has a federated credential", clean({ federatedCredentials: [federated] }), "subject repo:evil/x"],
        ["it has a foreign certificate", clean({ credentials: [certificate("F".repeat(40))] }), "F".repeat(40)],
        ["it has a certificate that is not shown", clean({ credentials: [certificate(undefined)] }), "not shown"],
        ["nobody owns it", clean({ owners: [] }), "no owner"],
        ["somebody else owns it", clean({ owners: ["stranger"] }), "owned by stranger"],
        ["somebody else owns it too", clean({ owners: ["deployer", "stranger"] }), "owned by stranger"],
        ["its service principal has a secret", withServicePrincipal({ secrets: [secret] }), "service principal has"],
        [
            "its service principal has a certificate",
            withServicePrincipal({ credentials: [certificate("F".repeat(40))] }),
            "service principal has",
        ],
        ["its service principal has an owner", withServicePrincipal({ owners: ["stranger"] }), "owned by stranger"],
    ])("is refused, with all that belongs to it, when %s", (_, one, said) => {
        const { adopted, text, results } = judge(one);
        expect(adopted).toEqual([]);
        expect(text).toContain(said);
        expect(results).toEqual(["failed"]);
    });

    test("is refused when no update of the stack was interrupted", () => {
        const { adopted, text } = judge(clean(), components(), { interruptedUpdates: [] });
        expect(adopted).toEqual([]);
        expect(text).toContain("created at 2026-01-01T00:00:00Z, when no update of this stack was interrupted");
    });

    test("is refused when it was created outside of the interrupted updates, which are named", () => {
        const span = { from: Date.parse("2026-02-01T00:00:00Z"), to: Date.parse("2026-02-01T00:10:00Z") };
        const { adopted, text } = judge(clean(), components(), { interruptedUpdates: [span] });
        expect(adopted).toEqual([]);
        expect(text).toContain("2026-02-01T00:00:00.000Z to 2026-02-01T00:10:00.000Z");
    });

    test.each<[string, Creation, string[]]>([
        ["the deployer", { at: "2026-01-01T00:00:00Z", by: "deployer" }, ["Application"]],
        ["nobody whom the log names", { at: "2026-01-01T00:00:00Z", by: undefined }, ["Application"]],
        ["somebody else", { at: "2026-01-01T00:00:00Z", by: "attacker" }, []],
        ["the deployer at another time", { at: "2029-01-01T00:00:00Z", by: "deployer" }, []],
    ])("is judged by the audit log: created by %s", (_, creation, kinds) => {
        const { adopted } = judge(clean(), components(), { creations: new Map([["a", creation]]) });
        expect(adopted.slice(0, 1)).toEqual(kinds);
    });

    test("does not block a stack that has its own", () => {
        const own = clean();
        const planted = login("b", { secrets: [secret] });
        const state = [...components(), resource("Application", "exo", "/applications/a")];
        const found = compare(comparedOf(state, [own, planted]));
        const about = found.filter(({ evidence }) => evidence.includes("client-b"));
        expect(about.map(({ result }) => result)).toEqual(["warning"]);
    });
});

describe("a service principal of the stack's application that the state does not know", () => {
    const state = [...components(), resource("Application", "exo", "/applications/a")];

    test("is adopted with its grants", () => {
        expect(judge(clean(), state).adopted).toEqual([
            "ServicePrincipal",
            "AppRoleAssignment",
            "DirectoryRoleAssignment",
        ]);
    });

    test.each([
        ["a secret", withServicePrincipal({ secrets: [secret] })],
        ["a certificate", withServicePrincipal({ credentials: [certificate("F".repeat(40))] })],
        ["a foreign owner", withServicePrincipal({ owners: ["stranger"] })],
    ])("is refused with its grants when it has %s", (_, one) => {
        const { adopted, results } = judge(one, state);
        expect(adopted).toEqual([]);
        expect(results).toContain("failed");
    });
});
