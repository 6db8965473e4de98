import { certificateFacts } from "../../src/certificate/certificateFacts";
import { creationOf } from "../../src/graph/auditLog";
import { Graph } from "../../src/graph/graph";
import { loginOf } from "../../src/graph/logins";
import { missingObjects } from "../../src/graph/lookUps";
import { credentialOf, rsaKey } from "../verification/support";

/** A Graph that answers by the path: an object, or a status. */
function graph(answers: Readonly<Record<string, object | number>>): { graph: Graph; asked: string[] } {
    const asked: string[] = [];
    const made = new Graph({
        graphUrl: "https://graph.microsoft.com",
        tokens: () => Promise.resolve("token"),
        send: ({ url }) => {
            const path = url.replace("https://graph.microsoft.com/v1.0", "");
            asked.push(decodeURIComponent(path));
            const [, answer = { value: [] }] = Object.entries(answers).find(([start]) => path.startsWith(start)) ?? [];
            return Promise.resolve(
                typeof answer === "number"
                    ? { status: answer, headers: {}, body: "{}" }
                    : { status: 200, headers: {}, body: JSON.stringify(answer) },
            );
        },
        clock: { now: () => new Date(), sleep: () => Promise.resolve() },
        signal: undefined,
    });
    return { graph: made, asked };
}

const { certificatePem } = credentialOf(rsaKey());
const { thumbprint } = certificateFacts(certificatePem);
const application = {
    ...{ id: "a", appId: "client", displayName: "EXO", tags: [], createdDateTime: "2026-01-01T00:00:00Z" },
    keyCredentials: [] as object[],
    passwordCredentials: [{ keyId: "s", displayName: "back\u001bdoor", endDateTime: "2028-01-01T00:00:00Z" }],
};

describe("a credential of an application", () => {
    const read = async (key: string | null): Promise<string | undefined> => {
        const credential = {
            keyId: "k",
            key,
            customKeyIdentifier: "A".repeat(40),
            endDateTime: "2027-01-01T00:00:00Z",
        };
        const answers = { "/applications/a?": { ...application, keyCredentials: [credential] } };
        return (await loginOf(graph(answers).graph, "a"))?.credentials[0]?.thumbprint;
    };

    test("has the thumbprint of its certificate, whatever customKeyIdentifier says", async () => {
        const der = certificatePem.replace(/-----[^-]+-----|\s/g, "");
        expect(await read(der)).toBe(thumbprint);
        expect(await read(Buffer.from(certificatePem).toString("base64"))).toBe(thumbprint);
    });

    test("has none when Graph does not show its certificate", async () => {
        expect(await read(null)).toBeUndefined();
        expect(await read("bm8gY2VydGlmaWNhdGU=")).toBeUndefined();
    });
});

test("a login has all that signs in as it, of the application and of its service principal", async () => {
    const { graph: made, asked } = graph({
        "/applications/a?": application,
        "/applications/a/federatedIdentityCredentials": {
            value: [{ id: "f", name: "ci", issuer: "https://issuer", subject: "repo:a/b" }],
        },
        "/servicePrincipals?": { value: [{ id: "sp" }] },
        "/servicePrincipals/sp?": {
            ...{ id: "sp", accountEnabled: false },
            passwordCredentials: [{ keyId: "s2", displayName: null, endDateTime: null }],
        },
        "/servicePrincipals/sp/owners": { value: [{ id: "o" }] },
    });
    const login = await loginOf(made, "a");
    expect(asked[0]).toMatch(/^\/applications\/a\?\$select=.*keyCredentials/);
    expect(login).toMatchObject({
        secrets: [{ keyId: "s", displayName: "back door" }],
        federatedCredentials: [{ id: "f", subject: "repo:a/b" }],
        servicePrincipal: { accountEnabled: false, owners: ["o"], secrets: [{ keyId: "s2" }] },
    });
});

describe("who created an application", () => {
    const entry = { activityDateTime: "2026-01-01T00:00:00Z" };
    test.each<[string, object | number, object | undefined]>([
        [
            "an application",
            { value: [{ ...entry, initiatedBy: { app: { servicePrincipalId: "sp" }, user: null } }] },
            { at: entry.activityDateTime, by: "sp" },
        ],
        [
            "a user",
            { value: [{ ...entry, initiatedBy: { user: { id: "u" } } }] },
            { at: entry.activityDateTime, by: "u" },
        ],
        ["nobody that the log names", { value: [entry] }, { at: entry.activityDateTime, by: undefined }],
        ["nobody, as the log has no entry yet", { value: [] }, undefined],
        ["nobody, as the deployer may not read it", 403, undefined],
        ["nobody, as the tenant has no log", 501, undefined],
    ])("is %s", async (_, answer, expected) => {
        const { graph: made, asked } = graph({ "/auditLogs/directoryAudits": answer });
        expect(await creationOf(made, "a")).toEqual(expected);
        expect(asked[0]).toContain("activityDisplayName eq 'Add application' and targetResources/any(t:t/id eq 'a')");
    });

    test("is an error when Graph does not answer", async () => {
        await expect(creationOf(graph({ "/auditLogs": 503 }).graph, "a")).rejects.toThrow(/503/);
    });
});

test("of several objects those are missing that Graph does not know", async () => {
    const { graph: made } = graph({ "/directoryObjects/a": { id: "a" }, "/directoryObjects/b": 404 });
    expect(await missingObjects(made, ["a", "b"])).toEqual(["b"]);
});
