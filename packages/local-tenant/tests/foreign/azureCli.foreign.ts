import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { first, TestCertificate } from "../support";
import { pythonWith, record } from "./environment";

const installed = pythonWith("azure-cli-2.91.0", "azure-cli==2.91.0");
const graph = "00000003-0000-0000-c000-000000000000";

if ("reason" in installed) {
    test.skip(`the Azure CLI: not installed here (${installed.reason})`, () => undefined);
} else {
    const { python } = installed;
    test("the Azure CLI manages an application from login to logout, with a secret and with a certificate", async () => {
        const folder = mkdtempSync(path.join(tmpdir(), "azure-cli-"));
        await record("azure-cli", async ({ tenant, run }) => {
            const environment = {
                AZURE_CONFIG_DIR: path.join(folder, "config"),
                AZURE_CORE_COLLECT_TELEMETRY: "no",
                // For clouds that Microsoft's own sign-in service does not know.
                AZURE_CORE_INSTANCE_DISCOVERY: "false",
            };
            const az = async (...args: string[]): Promise<unknown> => {
                const output = await run(python, ["-m", "azure.cli", ...args, "--output", "json"], environment);
                return output.trim() === "" ? undefined : (JSON.parse(output) as unknown);
            };
            const { clientId, clientSecret } = first(first(tenant.running.tenants).deployers);
            const login = (user: string, ...credential: string[]): Promise<unknown> =>
                az(
                    ...["login", "--service-principal", "--username", user, ...credential],
                    ...["--tenant", tenant.tenantId, "--allow-no-subscriptions"],
                );
            await az("cloud", "register", "--name", "Local", "--endpoint-resource-manager", tenant.url);
            await az("cloud", "set", "--name", "Local");
            await login(clientId, "--password", clientSecret);

            const { appId } = (await az("ad", "app", "create", "--display-name", "by az")) as { appId: string };
            const app = ["--id", appId];
            await az("ad", "sp", "create", ...app);
            await az(
                ...["ad", "app", "permission", "add", ...app, "--api", graph, "--api-permissions"],
                "df021288-bdef-4463-88db-98f22de89214=Role",
                "e1fe6dd8-ba31-4d61-89e7-88639da4683d=Scope",
            );
            await az("ad", "app", "permission", "grant", ...app, "--api", graph, "--scope", "User.Read");
            expect(await az("ad", "app", "permission", "list-grants", ...app)).toMatchObject([{ scope: "User.Read" }]);
            expect(await az("ad", "app", "owner", "list", ...app)).toMatchObject([{ displayName: "engineer" }]);
            expect(await az("ad", "app", "list", "--display-name", "by az")).toMatchObject([{ appId }]);
            await az("ad", "app", "update", ...app, "--display-name", "renamed by az");
            expect(await az("ad", "app", "show", ...app)).toMatchObject({ displayName: "renamed by az" });
            expect(await az("ad", "user", "list")).toHaveLength(7);
            expect(await az("ad", "group", "create", "--display-name", "az", "--mail-nickname", "az")).toMatchObject({
                securityEnabled: true,
            });
            const { password } = (await az("ad", "app", "credential", "reset", ...app)) as { password: string };

            const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
            const certificate = new TestCertificate({}, privateKey);
            const [pem, both] = ["certificate.pem", "login.pem"].map((name) => path.join(folder, name));
            writeFileSync(pem ?? "", certificate.pem);
            writeFileSync(both ?? "", `${certificate.privateKeyPem}${certificate.pem}`);
            await az("ad", "app", "credential", "reset", ...app, "--cert", `@${pem ?? ""}`, "--append");
            await az("logout");

            await login(appId, "--password", password);
            await az("logout");
            await login(appId, "--certificate", both ?? "");
            const token = (await az("account", "get-access-token", "--resource", tenant.url)) as { tokenType: string };
            expect(token.tokenType).toBe("Bearer");
            await az("logout");
            await login(clientId, "--password", clientSecret);
            await az("ad", "app", "delete", ...app);
            await az("logout");
        });
        rmSync(folder, { recursive: true, force: true });
    });
}
