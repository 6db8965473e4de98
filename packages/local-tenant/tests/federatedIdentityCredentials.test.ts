import { seedWith, TestTenant, type Answer, type Graph } from "./support";

const github = {
    name: "github-main",
    issuer: "https://token.actions.githubusercontent.com",
    subject: "repo:contoso/exo:ref:refs/heads/main",
    audiences: ["api://AzureADTokenExchange"],
};

describe("federated identity credentials", () => {
    let tenant: TestTenant;
    let graph: Graph;
    let credentials: string;

    beforeAll(async () => {
        tenant = await TestTenant.start({ seed: seedWith({ permissions: ["Application.ReadWrite.All"] }) });
        graph = await tenant.graph();
    });
    beforeEach(async () => {
        const { id } = await graph.do("POST", "/v1.0/applications", { displayName: "test" });
        credentials = `/v1.0/applications/${id}/federatedIdentityCredentials`;
    });
    afterAll(() => tenant.stop());

    const create = (changes: object = {}): Promise<Answer> =>
        graph.send("POST", credentials, { ...github, ...changes });

    it("are made, found by id and by name, changed and removed", async () => {
        const { status, body } = await create();
        expect({ status, body }).toMatchObject({ status: 201, body: { ...github, description: null } });
        expect(await graph.do("GET", `${credentials}/github-main`)).toMatchObject({ id: body.id });
        await graph.do("PATCH", `${credentials}/${body.id}`, { description: "deploys", name: "github-main" });
        expect(await graph.do("GET", `${credentials}/${body.id}`)).toMatchObject({ ...github, description: "deploys" });
        const query = new URLSearchParams({ $filter: "name eq 'github-main'" }).toString();
        expect((await graph.do("GET", `${credentials}?${query}`)).value).toHaveLength(1);
        expect((await graph.send("DELETE", `${credentials}/${body.id}`)).status).toBe(204);
        expect((await graph.send("GET", `${credentials}/${body.id}`)).status).toBe(404);
    });

    it("have a name, and an issuer with a subject, of their own", async () => {
        await create();
        expect(await create({ subject: "another" })).toMatchObject({
            status: 409,
            body: {
                error: {
                    code: "Request_MultipleObjectsWithSameKeyValue",
                    message: "FederatedIdentityCredential with name github-main already exists.",
                },
            },
        });
        expect(await create({ name: "another" })).toMatchObject({
            status: 400,
            body: { error: { code: "InvalidFederatedIdentityCredentialValue" } },
        });
    });

    it("keep their name", async () => {
        const { body } = await create();
        expect((await graph.send("PATCH", `${credentials}/${body.id}`, { name: "another" })).status).toBe(400);
    });

    test.each<[string, object]>([
        ["a name of 121 characters", { name: "x".repeat(121) }],
        ["a name that does not fit into an address", { name: "a/b" }],
        ["a subject of 601 characters", { subject: "x".repeat(601) }],
        ["two audiences", { audiences: ["a", "b"] }],
        ["no issuer", { issuer: undefined }],
    ])("are refused with %s", async (_, changes) => {
        expect((await create(changes)).status).toBe(400);
    });

    it("are 20 at most", async () => {
        for (let count = 1; count <= 20; count += 1) {
            expect((await create({ name: `n${count}`, subject: `s${count}` })).status).toBe(201);
        }
        expect((await create({ name: "n21", subject: "s21" })).status).toBe(400);
    });
});
