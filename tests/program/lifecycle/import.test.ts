import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { exchangeManageAsApp } from "../../../src/microsoft/permissions";
import { LocalLogin } from "../../verification/localLogin";
import { credentialOf, rsaKey } from "../../verification/support";
import { expectChanges, LocalStack } from "./localStack";

jest.setTimeout(180_000);

let stack: LocalStack;
beforeAll(async () => {
    stack = await LocalStack.create();
});
afterAll(() => stack.close());

describe("examples/import", () => {
    it("takes over an application made by hand, which keeps its client id, its rights and its certificate", async () => {
        const byHand = await makeByHand();
        const command = /^pulumi (import .*)$/m.exec(readFileSync(example("README.md"), "utf8"))?.[1] ?? "";
        const { status, output } = await stack.project.run([...command.split(" "), "--yes", "--stack", "test"]);
        expect(output).toContain("7 imported");
        expect(status).toBe(0);

        expectChanges(
            await stack.up(),
            [
                "create tls:PrivateKey exo-current",
                "create tls:SelfSignedCert exo-current",
                "create azuread:ApplicationCertificate exo-current",
            ],
            ["update azuread:Application exo", "create azuread:ApplicationCertificate exo-current"],
        );
        const connection = stack.connection();
        const { clientId, applicationObjectId, servicePrincipalObjectId } = byHand;
        expect(connection).toMatchObject({ clientId, applicationObjectId, servicePrincipalObjectId });
        expect((await stack.keyCredentials(connection)).map((one) => one.customKeyIdentifier)).toEqual([
            byHand.thumbprint,
            connection.thumbprint,
        ]);
    });
});

const example = (file: string): string => path.join(stack.project.folder, "program/examples", file);

/** A login as the admin center makes it, and its ids in place of the placeholders. */
async function makeByHand() {
    const credential = credentialOf(rsaKey());
    const login = await LocalLogin.register(stack.tenant, credential);
    await login.addCertificate(credential);
    await login.grantConsent();
    await login.assignRole();
    const { applicationObjectId, servicePrincipalObjectId } = login.connection;
    const idOf = async (query: string): Promise<string> =>
        (await stack.graph.get<{ value: { id: string }[] }>(`/v1.0/${query}`)).value[0]?.id ?? "";
    const ids = {
        "application object id": applicationObjectId,
        "service principal object id": servicePrincipalObjectId,
        "Exchange Online object id": await idOf(
            `servicePrincipals?$filter=appId eq '${exchangeManageAsApp.apiClientId}'`,
        ),
        "consent id": await idOf(`servicePrincipals/${servicePrincipalObjectId}/appRoleAssignments`),
        "role assignment id": await idOf(
            `roleManagement/directory/roleAssignments?$filter=principalId eq '${servicePrincipalObjectId}'`,
        ),
    };
    const file = example("import/resources.json");
    writeFileSync(
        file,
        readFileSync(file, "utf8").replace(/<(.+?)>/g, (_, placeholder) => ids[placeholder as keyof typeof ids]),
    );
    return login.connection;
}
