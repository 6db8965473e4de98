import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { deployerSettings } from "../../src/graph/deployerSettings";
import { chooseWay } from "../../src/graph/signInWay";

const folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-way-"));
afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
});

const file = (name: string, text: string): string => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
};
const way = (environment: Record<string, string>): ReturnType<typeof chooseWay> =>
    chooseWay(deployerSettings({}, environment));

/** All ways at once, from the first in the provider's order to the last; each entry is what that way needs. */
const ways: readonly (readonly [kind: string, environment: Record<string, string>])[] = [
    ["client certificate", { ARM_CLIENT_CERTIFICATE: "AAAA" }],
    ["client certificate", { ARM_CLIENT_CERTIFICATE_PATH: "/x.pfx" }],
    ["client secret", { ARM_CLIENT_SECRET: "s" }],
    ["federated token", { ARM_OIDC_TOKEN: "t", ARM_USE_OIDC: "true" }],
    [
        "Azure DevOps service connection",
        { SYSTEM_ACCESSTOKEN: "t", SYSTEM_OIDCREQUESTURI: "https://x", ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID: "c" },
    ],
    [
        "GitHub Actions token",
        { ARM_USE_OIDC: "true", ACTIONS_ID_TOKEN_REQUEST_URL: "https://x", ACTIONS_ID_TOKEN_REQUEST_TOKEN: "t" },
    ],
    ["managed identity", { ARM_USE_MSI: "true" }],
    ["Azure CLI", {}],
];
const identity = { ARM_TENANT_ID: "tenant", ARM_CLIENT_ID: "client" };

describe("the way in which the azuread provider signs in", () => {
    test.each(ways.map(([kind], index) => [kind, index] as const))("is %s before all that follow", (kind, index) => {
        const rest = ways.slice(index).map(([, environment]) => environment);
        const chosen = way(Object.assign({}, ...rest.toReversed(), identity) as Record<string, string>);
        expect(chosen).toMatchObject({ way: { kind }, unused: [] });
    });

    test("is the inline certificate before the one in a file", () => {
        const both = { ARM_CLIENT_CERTIFICATE: "AAAA", ARM_CLIENT_CERTIFICATE_PATH: "/x.pfx" };
        expect(way({ ...identity, ...both }).way).toMatchObject({ pfx: { base64: "AAAA" } });
    });

    test("is another one when the client id is missing, and that is told", () => {
        const chosen = way({ ARM_TENANT_ID: "tenant", ARM_CLIENT_SECRET: "s", ARM_USE_OIDC: "true" });
        expect(chosen).toEqual({
            way: { kind: "Azure CLI", tenantId: "tenant" },
            unused: [
                "ARM_CLIENT_SECRET is set, but not used, because azuread:clientId (ARM_CLIENT_ID) is not set",
                "ARM_USE_OIDC is set, but not used, because azuread:clientId (ARM_CLIENT_ID) is not set",
            ],
        });
    });

    test("is another one when ARM_USE_OIDC has no token to use, and that is told", () => {
        const chosen = way({ ...identity, ARM_USE_OIDC: "true", SYSTEM_ACCESSTOKEN: "t" });
        expect(chosen.way.kind).toBe("Azure CLI");
        expect(chosen.unused).toEqual([
            expect.stringMatching(/^ARM_USE_OIDC is set, but a federated token is missing/),
        ]);
    });

    test("needs ARM_USE_OIDC for a federated token", () => {
        expect(way({ ...identity, ARM_OIDC_TOKEN: "t" }).way.kind).toBe("Azure CLI");
    });

    test("takes client id, secret and token from files", () => {
        const files = {
            ARM_CLIENT_ID_FILE_PATH: file("id", "client\n"),
            ARM_CLIENT_SECRET_FILE_PATH: file("s", "s3\n"),
        };
        expect(way({ ARM_TENANT_ID: "tenant", ...files }).way).toMatchObject({
            clientId: "client",
            secret: "s3",
        });
        const token = { ARM_USE_OIDC: "true", ARM_OIDC_TOKEN_FILE_PATH: file("t", "token\n") };
        expect(way({ ...identity, ...token }).way).toMatchObject({ kind: "federated token", token: "token" });
    });

    test("takes the identity of a pod of Azure Kubernetes Service", () => {
        const pod = { AZURE_TENANT_ID: "t", AZURE_CLIENT_ID: "c", AZURE_FEDERATED_TOKEN_FILE: file("pod", "token") };
        expect(way({ ...pod, ARM_USE_AKS_WORKLOAD_IDENTITY: "true" }).way).toEqual({
            ...{ kind: "federated token", tenantId: "t", clientId: "c", token: "token" },
        });
    });

    test.each<[string, Record<string, string>, RegExp]>([
        [
            "settings that contradict each other",
            { ARM_CLIENT_ID_FILE_PATH: file("other", "other") },
            /^the client id is set twice/,
        ],
        [
            "a file that is not there",
            { ARM_CLIENT_SECRET_FILE_PATH: "/nowhere" },
            /^cannot read \/nowhere: no such file/,
        ],
        ["a folder", { ARM_CLIENT_SECRET_FILE_PATH: folder }, /^cannot read .*: it is a folder/],
        [
            "a tenant id with a slash",
            { ARM_TENANT_ID: "../x" },
            /^azuread:tenantId \(ARM_TENANT_ID\) is not a tenant id/,
        ],
        ["nothing but the Azure CLI forbidden", { ARM_USE_CLI: "false" }, /^no way to sign in is left/],
    ])("is none with %s", (_, environment, message) => {
        expect(() => way({ ...identity, ...environment })).toThrow(message);
    });

    test("is none with a named pipe, which pulumi could not read again", () => {
        const pipe = path.join(folder, "pipe");
        execFileSync("mkfifo", [pipe]);
        expect(() => way({ ...identity, ARM_CLIENT_SECRET_FILE_PATH: pipe })).toThrow(
            /a pipe or a device, not a regular file/,
        );
    });
});
