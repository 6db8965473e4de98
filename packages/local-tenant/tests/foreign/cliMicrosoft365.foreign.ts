import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { first, TestCertificate } from "../support";
import { npmPackage, record } from "./environment";

const installed = npmPackage("@pnp/cli-microsoft365", "11.11.0");
const graph = "https://graph.microsoft.com";

if ("reason" in installed) {
    test.skip(`the CLI for Microsoft 365: not installed here (${installed.reason})`, () => undefined);
} else {
    const main = path.join(installed.folder, "dist/index.js");
    test("the CLI for Microsoft 365 manages an application from login to logout, with a secret and with a certificate", async () => {
        const folder = mkdtempSync(path.join(tmpdir(), "cli-microsoft365-"));
        await record("cli-microsoft365", async ({ tenant, run }) => {
            const environment = { HOME: folder, LOCAL_TENANT: tenant.url };
            const m365 = async (...args: string[]): Promise<unknown> => {
                const hosts = path.join(__dirname, "microsoftHosts.cjs");
                const options = ["--require", hosts, main, ...args, "--output", "json"];
                const output = await run(process.execPath, options, environment);
                return output.trim() === "" ? undefined : (JSON.parse(output) as unknown);
            };
            const { clientId, clientSecret } = first(first(tenant.running.tenants).deployers);
            const login = (appId: string, ...credential: string[]): Promise<unknown> =>
                m365("login", "--appId", appId, "--tenant", tenant.tenantId, ...credential);
            const withSecret = ["--authType", "secret", "--secret"];
            expect(await login(clientId, ...withSecret, clientSecret)).toMatchObject({ connectedAs: "engineer" });

            const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
            const certificate = new TestCertificate({}, privateKey);
            const [pem, both] = ["certificate.pem", "login.pem"].map((name) => path.join(folder, name));
            writeFileSync(pem ?? "", certificate.pem);
            writeFileSync(both ?? "", `${certificate.privateKeyPem}${certificate.pem}`);
            const made = (await m365(
                ...["entra", "app", "add", "--name", "by m365", "--withSecret", "--uri", "api://by-m365"],
                ...["--certificateFile", pem ?? "", "--certificateDisplayName", "by m365"],
                ...["--apisApplication", `${graph}/Application.ReadWrite.All`, "--grantAdminConsent"],
                ...["--scopeName", "access", "--scopeConsentBy", "admins"],
                ...["--scopeAdminConsentDisplayName", "Access", "--scopeAdminConsentDescription", "Access it"],
            )) as { appId: string; secrets: { value: string }[] };
            const app = ["--appId", made.appId];
            expect(await m365("entra", "app", "get", ...app)).toMatchObject({ displayName: "by m365" });
            await m365(
                ...["entra", "app", "role", "add", ...app, "--name", "Readers", "--description", "Readers of it"],
                ...["--allowedMembers", "both", "--claim", "Readers"],
            );
            expect(await m365("entra", "app", "role", "list", ...app)).toMatchObject([{ value: "Readers" }]);
            await m365("entra", "app", "permission", "add", ...app, "--delegatedPermissions", `${graph}/User.Read`);
            expect(await m365("entra", "app", "permission", "list", ...app)).toHaveLength(2);
            await m365("entra", "app", "set", ...app, "--redirectUris", "https://localhost/x", "--platform", "web");

            const permission = [...app, "--resource", "Microsoft Graph", "--scopes", "Group.Read.All"];
            await m365("entra", "approleassignment", "add", ...permission);
            expect(await m365("entra", "approleassignment", "list", ...app)).toHaveLength(2);
            await m365("entra", "approleassignment", "remove", ...permission, "--force");
            const enterpriseApp = (await m365("entra", "enterpriseapp", "get", "--id", made.appId)) as { id: string };
            const [api] = (await m365("entra", "enterpriseapp", "list", "--displayName", "Microsoft Graph")) as [
                { id: string },
            ];
            await m365(
                ...["entra", "oauth2grant", "add", "--clientId", enterpriseApp.id, "--resourceId", api.id],
                ...["--scope", "User.Read"],
            );
            const grants = ["entra", "oauth2grant", "list", "--spObjectId", enterpriseApp.id];
            const [grant] = (await m365(...grants)) as [{ id: string }];
            await m365("entra", "oauth2grant", "set", "--grantId", grant.id, "--scope", "User.Read openid");
            expect(await m365(...grants)).toMatchObject([{ scope: "User.Read openid" }]);
            await m365("entra", "oauth2grant", "remove", "--grantId", grant.id, "--force");
            expect(await m365("entra", "user", "list")).toHaveLength(7);
            expect(await m365("entra", "user", "get", "--userName", "adele.vance@exoip.onmicrosoft.com")).toMatchObject(
                {
                    displayName: "Adele Vance",
                },
            );
            const group = (await m365(
                ...["entra", "group", "add", "--displayName", "m365", "--type", "security"],
                ...["--memberUserNames", "adele.vance@exoip.onmicrosoft.com"],
            )) as { id: string };
            expect(await m365("entra", "group", "member", "list", "--groupId", group.id)).toHaveLength(1);
            await m365("entra", "group", "remove", "--id", group.id, "--force");
            await m365("logout");

            expect(await login(made.appId, ...withSecret, first(made.secrets).value)).toMatchObject({
                connectedAs: "by m365",
            });
            await m365("logout");
            await login(made.appId, "--authType", "certificate", "--certificateFile", both ?? "");
            await m365("entra", "app", "remove", ...app, "--force");
            await m365("logout");
        });
        rmSync(folder, { recursive: true, force: true });
    });
}
