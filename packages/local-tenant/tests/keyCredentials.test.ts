import { TestCertificate, TestTenant, type Answer, type Graph, type Json } from "./support";

const certificate = new TestCertificate();
const second = new TestCertificate();
const hour = 3_600_000;
const text = (date: Date, offset = 0): string => new Date(date.getTime() + offset).toISOString().replace(".000Z", "Z");

describe("certificate credentials", () => {
    let tenant: TestTenant;
    let graph: Graph;
    let application: string;

    beforeAll(async () => {
        tenant = await TestTenant.start();
        graph = await tenant.graph();
    });
    beforeEach(async () => {
        const { id } = await graph.do("POST", "/v1.0/applications", { displayName: "test" });
        application = `/v1.0/applications/${id}`;
    });
    afterAll(() => tenant.stop());

    const patch = (...keyCredentials: unknown[]): Promise<Answer> =>
        graph.send("PATCH", application, { keyCredentials });
    const read = async (query = ""): Promise<Json[]> =>
        (await graph.do("GET", `${application}${query}`)).keyCredentials;

    it("take thumbprint, name and dates from the certificate, and hide it unless asked for", async () => {
        expect((await patch(certificate.keyCredential())).status).toBe(204);
        const shown = {
            keyId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
            customKeyIdentifier: expect.stringMatching(/^[0-9A-F]{40}$/) as string,
            displayName: "CN=exoip.com",
            startDateTime: text(certificate.notBefore),
            endDateTime: text(certificate.notAfter),
            type: "AsymmetricX509Cert",
            usage: "Verify",
        };
        expect(await read()).toEqual([{ ...shown, key: null }]);
        expect(await read("?$select=keyCredentials")).toEqual([{ ...shown, key: certificate.der.toString("base64") }]);
    });

    it("can be sent as DER too", async () => {
        expect((await patch(certificate.keyCredential({ key: certificate.der.toString("base64") }))).status).toBe(204);
        expect(await read()).toHaveLength(1);
    });

    it("are one list: what is not repeated is gone, what is repeated without its key stays", async () => {
        await patch(certificate.keyCredential());
        const [first] = await read();
        expect((await patch(first, second.keyCredential())).status).toBe(204);
        expect(await read()).toEqual([first, expect.anything()]);
        const [, added] = await read();
        expect((await patch(added)).status).toBe(204);
        expect(await read()).toEqual([added]);
        expect((await patch()).status).toBe(204);
        expect(await read()).toEqual([]);
    });

    it("cannot be changed in place", async () => {
        await patch(certificate.keyCredential());
        const [{ keyId }] = (await read()) as [Json];
        const answer = await patch(second.keyCredential({ keyId }));
        expect(answer).toMatchObject({
            status: 400,
            body: {
                error: { message: `Update to existing credential with KeyId '${keyId}' is not allowed.` },
            },
        });
        expect((await patch(certificate.keyCredential({ keyId }))).status).toBe(204);
    });

    test.each<[string, object]>([
        ["name", { displayName: "another" }],
        ["identifier", { customKeyIdentifier: "another" }],
        ["start", { startDateTime: text(certificate.notBefore, hour) }],
        ["end", { endDateTime: text(certificate.notAfter, -hour) }],
    ])("cannot get another %s in place", async (_, changes) => {
        await patch(certificate.keyCredential());
        const [stored] = (await read()) as [Json];
        const { status, body } = await patch({ ...stored, ...changes });
        expect([status, body.error.message]).toEqual([
            400,
            `Update to existing credential with KeyId '${stored.keyId}' is not allowed.`,
        ]);
        expect(await read()).toEqual([stored]);
    });

    it("have names of 90 characters at most: longer ones are cut", async () => {
        await patch(certificate.keyCredential({ displayName: "x".repeat(100) }));
        expect(await read()).toMatchObject([{ displayName: "x".repeat(90) }]);
    });

    it("are not shown in lists, even when they are selected", async () => {
        await patch(certificate.keyCredential({ displayName: "in a list" }));
        const { value } = await graph.do("GET", "/v1.0/applications?$select=keyCredentials");
        const shown = value.flatMap(({ keyCredentials }) => keyCredentials);
        expect(shown).toContainEqual(expect.objectContaining({ displayName: "in a list", key: null }));
    });

    it("keep whole seconds in UTC", async () => {
        const startDateTime = text(certificate.notBefore, hour).replace("Z", ".577009175+00:00");
        const endDateTime = `${text(certificate.notAfter, -hour).replace("Z", "")}+01:00`;
        expect((await patch(certificate.keyCredential({ startDateTime, endDateTime }))).status).toBe(204);
        expect(await read()).toMatchObject([
            { startDateTime: text(certificate.notBefore, hour), endDateTime: text(certificate.notAfter, -2 * hour) },
        ]);
    });

    test.each<[string, Record<string, unknown>, string, string]>([
        [
            "without its type",
            { type: "" },
            "Request_BadRequest",
            "Invalid value specified for property 'type' of resource 'KeyCredential'.",
        ],
        [
            "of another type",
            { type: "Symmetric" },
            "Request_BadRequest",
            "Invalid value specified for property 'type' of resource 'KeyCredential'.",
        ],
        [
            "for another use",
            { usage: "Sign" },
            "Request_BadRequest",
            "Invalid value specified for property 'usage' of resource 'KeyCredential'.",
        ],
        [
            "that is new, without its key",
            { key: null },
            "Request_BadRequest",
            "Invalid value specified for property 'key' of resource 'KeyCredential'.",
        ],
        [
            "that is no certificate",
            { key: "bm90IGEgcGVt" },
            "KeyCredentialsInvalidValue",
            "Key credential is invalid: the value of property 'key' is not a valid certificate.",
        ],
        [
            "that ends after its certificate",
            { endDateTime: text(certificate.notAfter, 1000) },
            "KeyCredentialsInvalidEndDate",
            "Key credential end date is invalid.",
        ],
        [
            "that starts before its certificate",
            { startDateTime: text(certificate.notBefore, -1000) },
            "KeyCredentialsInvalidStartDate",
            "Key credential start date is invalid.",
        ],
        [
            "that ends before it starts",
            { endDateTime: text(certificate.notBefore, -1000) },
            "KeyCredentialsInvalidStartDate",
            "Key credential start date is invalid.",
        ],
        [
            "with a date that is none",
            { endDateTime: "soon" },
            "Request_BadRequest",
            "Invalid value specified for property 'keyCredentials.1.endDateTime' of resource 'Application'.",
        ],
    ])("are refused: one %s", async (_, changes, code, message) => {
        await patch(second.keyCredential());
        const before = await read();
        const answer = await patch(...before, certificate.keyCredential(changes));
        expect(answer).toMatchObject({ status: 400, body: { error: { code, message } } });
        expect(await read()).toEqual(before);
    });

    it("are refused with the same keyId twice", async () => {
        const keyId = "12121212-3434-5656-7878-909090909090";
        expect((await patch(certificate.keyCredential({ keyId }), second.keyCredential({ keyId }))).status).toBe(400);
    });
});
