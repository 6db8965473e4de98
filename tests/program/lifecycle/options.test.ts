import { expectChanges, LocalStack } from "./localStack";

jest.setTimeout(180_000);

let stack: LocalStack;
beforeAll(async () => {
    stack = await LocalStack.create();
});
afterAll(() => stack.close());

/** The program with one instance of that name and those resource options. */
function instance(name: string, options: string): void {
    const { tenantId, organization } = stack.tenant.tenants[0] ?? { tenantId: "", organization: "" };
    stack.program(
        `const access = new UnattendedAccess("${name}", { tenantId: "${tenantId}", organization: "${organization}" }, ${options});`,
        "export const connection = access.connection;",
    );
}

describe("resource options of the login", () => {
    it("a transform reaches the application: it sets notes", async () => {
        instance(
            "exo",
            `{ transforms: [({ type, props, opts }) => type === "azuread:index/application:Application"
                 ? { props: { ...props, notes: "CMDB 4711" }, opts } : undefined] }`,
        );
        expect((await stack.up()).output).toContain("12 created");
        const { applicationObjectId } = stack.connection();
        expect(await stack.graph.get(`/v1.0/applications/${applicationObjectId}`)).toMatchObject({
            notes: "CMDB 4711",
        });
    });

    it("an alias renames the instance: only the application's tag and notes change, and nothing is replaced", async () => {
        const before = stack.connection();
        instance("reports", `{ aliases: [{ name: "exo" }] }`);
        expectChanges(await stack.up(), ["update azuread:Application reports"]);
        expect(stack.connection()).toEqual(before);
        expect(await stack.graph.get(`/v1.0/applications/${before.applicationObjectId}`)).toMatchObject({
            notes: null,
            tags: ["exo-unattended/exo-unattended/test/reports"],
        });
    });

    it("protect refuses to delete, and says what is protected", async () => {
        instance("reports", "{ protect: true }");
        expectChanges(await stack.up());
        const refused = await stack.run(["destroy"]);
        expect(refused.status).not.toBe(0);
        expect(refused.changes.filter((change) => !change.failed)).toEqual([]);
        expect(refused.output).toContain("because it is protected");
    });
});
