import { expectChanges, LocalStack } from "./localStack";

jest.setTimeout(180_000);

let stack: LocalStack;
beforeAll(async () => {
    stack = await LocalStack.create();
});
afterAll(() => stack.close());

const application = "azuread:Application exo";
const credential = "azuread:ApplicationCertificate exo-current";
const servicePrincipal = "azuread:ServicePrincipal exo";
const consent = "azuread:AppRoleAssignment exo-exchange-manage-as-app";
const role = "azuread:DirectoryRoleAssignment exo-29232cdf-9323-42fd-ade2-1d097af3e4de";

/** Deletes an object by hand, as an administrator would; by the id that the engine keeps. */
async function takeAway(line: string): Promise<void> {
    const [type = "", name = ""] = line.split(" ");
    const resource = stack
        .resources()
        .find(
            ({ type: found, urn }) => found.endsWith(`:${type.replace("azuread:", "")}`) && urn.endsWith(`::${name}`),
        );
    await stack.graph.delete(`/v1.0${resource?.id ?? ""}`);
}

describe("an update that failed half way", () => {
    it("keeps what was made, says what Microsoft said, and the next one makes the rest", async () => {
        await stack.order({
            method: "POST",
            path: "/v1.0/servicePrincipals",
            status: 403,
            body: { error: { code: "Authorization_RequestDenied", message: "Insufficient privileges." } },
        });
        const failed = await stack.up();
        expect(failed.status).not.toBe(0);
        expect(failed.output).toContain("Authorization_RequestDenied: Insufficient privileges.");
        expect(failed.changes.filter((change) => change.failed)).toEqual([
            expect.objectContaining({ line: `create ${servicePrincipal}` }),
        ]);
        expectChanges(
            await stack.up(),
            [`create ${servicePrincipal}`, `create ${consent}`],
            [`create ${servicePrincipal}`, `create ${role}`],
        );
    });
});

describe("what was taken away in the tenant", () => {
    it("is found by refresh and put back: a role, the consent and a credential, for the same certificate", async () => {
        const before = stack.connection();
        await takeAway(role);
        await takeAway(consent);
        await stack.graph.patch(`/v1.0/applications/${before.applicationObjectId}`, { keyCredentials: [] });
        expectChanges(
            await stack.up({}, "--refresh"),
            ...[role, consent, credential].map((line) => [`gone ${line}`, `create ${line}`]),
        );
        expect(stack.connection()).toEqual(before);
        expect(await stack.keyCredentials(before)).toHaveLength(1);
    });

    it("is found by refresh and put back: the service principal, and with it role and consent", async () => {
        const { clientId } = stack.connection();
        await takeAway(servicePrincipal);
        expectChanges(
            await stack.up({}, "--refresh"),
            [`gone ${servicePrincipal}`, `create ${servicePrincipal}`],
            ...[consent, role].map((line) => [`gone ${line}`, `create ${servicePrincipal}`, `create ${line}`]),
        );
        expect(stack.connection().clientId).toBe(clientId);
    });

    it("stops a refresh, and even a destroy --refresh, when it is the application: its credential is first to be taken out of the state", async () => {
        const before = stack.connection();
        await takeAway(application);
        const refresh = await stack.run(["refresh"]);
        expect(refresh.status).not.toBe(0);
        expect(refresh.output).toContain(`Retrieving Application (Application: "${before.applicationObjectId}")`);

        expect((await stack.run(["destroy", "--refresh"])).status).not.toBe(0);

        await forgetCredential();
        expectChanges(
            await stack.up({}, "--refresh"),
            [`create ${application}`, `create ${credential}`],
            [`create ${application}`, `create ${servicePrincipal}`, `create ${consent}`],
            [`create ${servicePrincipal}`, `create ${role}`],
        );
        const after = stack.connection();
        expect(after.clientId).not.toBe(before.clientId);
        expect(after.thumbprint).toBe(before.thumbprint);
    });
});

describe("a renewal that failed half way", () => {
    it("is completed by the next update, with the old certificate untouched", async () => {
        const before = stack.connection();
        await stack.order({
            method: "PATCH",
            path: "/v1.0/applications/{id}",
            status: 409,
            body: { error: { code: "ConcurrencyViolation", message: "Try again." } },
        });
        stack.configure({ certificates: { current: {}, next: {} }, activeCertificate: "next" });
        const failed = await stack.up();
        expect(failed.status).not.toBe(0);
        expect(failed.changes.filter((change) => change.failed)).toEqual([
            expect.objectContaining({ line: "create azuread:ApplicationCertificate exo-next" }),
        ]);
        expect((await stack.keyCredentials(before)).map((one) => one.customKeyIdentifier)).toEqual([before.thumbprint]);
        expectChanges(await stack.up(), ["create azuread:ApplicationCertificate exo-next"]);
    });
});

describe("what was taken away in the tenant", () => {
    it("stops a destroy; destroy --refresh knows that it is gone", async () => {
        await takeAway(role);
        const failed = await stack.run(["destroy"]);
        expect(failed.status).not.toBe(0);
        expect(failed.changes.filter((change) => change.failed)).toEqual([
            expect.objectContaining({ line: `delete ${role}` }),
        ]);
        expectChanges(
            await stack.run(["destroy", "--refresh"]),
            [`gone ${role}`, `delete ${servicePrincipal}`, `delete ${application}`],
            ...["current", "next"].map((key) => [
                `delete azuread:ApplicationCertificate exo-${key}`,
                `delete tls:SelfSignedCert exo-${key}`,
                `delete tls:PrivateKey exo-${key}`,
            ]),
        );
    });
});

/** What a person does with `pulumi state delete`. */
async function forgetCredential(): Promise<void> {
    const lost = stack.resources().find(({ type }) => type.endsWith(":ApplicationCertificate"));
    const { output, status } = await stack.project.run([
        ...["state", "delete", lost?.urn ?? "", "--yes", "--stack", "test"],
    ]);
    expect(status === 0 ? "" : output).toBe("");
}
