import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { State } from "microsoft-local-tenant";
import { LocalStack } from "../lifecycle/localStack";

jest.setTimeout(60_000);

const read = (file: string): string => readFileSync(path.join(__dirname, file), "utf8");

let stack: LocalStack;
beforeAll(async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    // The tenant's state is from then, too: format 2, which the local tenant brings along.
    const state = {
        format: 2,
        signingKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
        issuers: [],
        tenants: JSON.parse(read("tenants.json")) as State["tenants"],
    };
    stack = await LocalStack.create({ state: state as unknown as State });
});
afterAll(() => stack.close());

describe("a stack of the first release", () => {
    it("is previewed without any change, also when the tenant is read again", async () => {
        const { project } = stack;
        project.stack("dev", read("Pulumi.dev.yaml").replace(/^config:\n|^encryptionsalt.*\n/gm, ""));
        const imported = await project.run([
            "stack",
            "import",
            "--stack",
            "dev",
            "--file",
            path.join(__dirname, "stack.json"),
        ]);
        expect(imported.status === 0 ? "" : imported.output).toBe("");
        const { status, output } = await project.run(["preview", "--refresh", "--expect-no-changes", "--stack", "dev"]);
        expect(output).toContain("17 unchanged");
        expect(status).toBe(0);
    });
});
