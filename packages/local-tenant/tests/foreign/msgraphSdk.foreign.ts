import path from "node:path";
import { first } from "../support";
import { pythonWith, record } from "./environment";

const installed = pythonWith("msgraph-sdk-1.65.0", "msgraph-sdk==1.65.0", "azure-identity==1.27.0");

if ("reason" in installed) {
    test.skip(`the Graph SDK for Python: not installed here (${installed.reason})`, () => undefined);
} else {
    const { python } = installed;
    test("the Graph SDK for Python searches, counts, expands, pages and deletes", async () => {
        await record("msgraph-sdk", async ({ tenant, run }) => {
            const { clientId, clientSecret } = first(first(tenant.running.tenants).deployers);
            const program = path.join(__dirname, "msgraphSdk.py");
            const output = await run(python, [program, tenant.url, tenant.tenantId, clientId, clientSecret]);
            expect(JSON.parse(output)).toEqual({
                count: 3,
                names: ["python 0", "python 1", "python 2"],
                owners: 1,
                users: 7,
                servicePrincipal: "python 2",
                deleted: ["python 2"],
            });
        });
    });
}
