import type { Connection } from "../../../src/connection/connection";
import { expectChanges, LocalStack } from "./localStack";

jest.setTimeout(180_000);

let stack: LocalStack;
beforeAll(async () => {
    stack = await LocalStack.create();
});
afterAll(() => stack.close());

function enter(step: string): void {
    stack.project.enter(`examples/migration/${step}`);
    stack.configure({ "exchange-reports:organization": "exoip.onmicrosoft.com" });
}

/** Ids in the tenant, by types. */
const ids = (): Record<string, unknown> => Object.fromEntries(stack.resources().map(({ type, id }) => [type, id]));

describe("examples/migration", () => {
    let byHand: Record<string, unknown>;
    let connection: Connection;

    it("begins with a program that is written by hand", async () => {
        enter("1-by-hand");
        await stack.project.run(["stack", "init", "test"]);
        expect((await stack.up()).output).toContain("8 created");
        byHand = ids();
    });

    it("goes on with the component: the application gets its tag, and every object is the same as before", async () => {
        enter("2-component");
        expectChanges(await stack.up(), ["update azuread:Application reports"]);
        expect(ids()).toMatchObject(byHand);
        connection = stack.connection();
        expect((await stack.keyCredentials(connection)).map((one) => one.customKeyIdentifier)).toEqual([
            connection.thumbprint,
        ]);
    });

    it("ends with a new certificate, and nothing is left of the program before", async () => {
        enter("3-renewed");
        expectChanges(
            await stack.up(),
            [
                "create tls:PrivateKey reports-next",
                "create tls:SelfSignedCert reports-next",
                "create azuread:ApplicationCertificate reports-next",
            ],
            [
                "create azuread:ApplicationCertificate reports-next",
                "delete azuread:ApplicationCertificate reports-current",
                "delete tls:SelfSignedCert reports-current",
                "delete tls:PrivateKey reports-current",
            ],
        );
        expect(stack.connection().clientId).toBe(connection.clientId);
    });
});
