import { day, TestTenant, type Answer, type Graph, type Json } from "./support";

describe("the administration interface", () => {
    let tenant: TestTenant;
    let graph: Graph;

    beforeAll(async () => {
        tenant = await TestTenant.start({ administration: true });
        graph = await tenant.graph();
    });
    afterAll(() => tenant.stop());

    const administer = (method: string, target: string, body?: unknown): Promise<Answer> =>
        tenant.send(method, `/-/admin/${target}`, body);
    const order = async (fault: object): Promise<void> => {
        expect((await administer("POST", "faults", fault)).status).toBe(204);
    };

    it("answers so many requests of a route in the ordered way, and the others as ever", async () => {
        await order({
            method: "GET",
            path: "/v1.0/applications/{any}",
            times: 2,
            status: 429,
            headers: { "Retry-After": "3" },
            body: { error: { code: "TooManyRequests", message: "Too many requests." } },
        });
        const { id } = await graph.do("POST", "/v1.0/applications", { displayName: "x" });
        const target = `/v1.0/applications/${id}`;
        for (let request = 0; request < 2; request++) {
            const { status, headers, body } = await graph.send("GET", target);
            expect([status, headers.get("retry-after"), body.error.message]).toEqual([429, "3", "Too many requests."]);
            expect((await graph.send("GET", "/v1.0/applications")).status).toBe(200);
        }
        expect((await graph.send("GET", target)).status).toBe(200);
    });

    it("lets a request wait, and cuts one before or after its work", async () => {
        await order({ method: "GET", path: "/v1.0/applications", delayMilliseconds: 300 });
        const started = performance.now();
        expect((await graph.send("GET", "/v1.0/applications")).status).toBe(200);
        expect(performance.now() - started).toBeGreaterThan(290);

        for (const [cut, made] of [
            ["before", 0],
            ["after", 1],
        ] as const) {
            await order({ method: "POST", path: "/v1.0/applications", cut });
            const displayName = `cut ${cut} the work`;
            await expect(graph.send("POST", "/v1.0/applications", { displayName })).rejects.toThrow("fetch failed");
            const { value } = await graph.do("GET", `/v1.0/applications?$filter=displayName eq '${displayName}'`);
            expect([cut, value.length]).toEqual([cut, made]);
        }
    });

    it("forgets faults on request", async () => {
        await order({ method: "GET", path: "/v1.0/applications", status: 500, times: 5 });
        expect((await graph.send("GET", "/v1.0/applications")).status).toBe(500);
        expect((await administer("DELETE", "faults")).status).toBe(204);
        expect((await graph.send("GET", "/v1.0/applications")).status).toBe(200);
    });

    it("moves the clock", async () => {
        const now = async (): Promise<number> => {
            const { body } = await administer("GET", "clock");
            return new Date((body as unknown as { now: string }).now).getTime();
        };
        const before = await now();
        await administer("PATCH", "clock", { advanceSeconds: 86_400 });
        expect(Math.round(((await now()) - before) / day)).toBe(1);
        expect((await graph.send("GET", "/v1.0/applications")).status).toBe(401);
        await administer("PATCH", "clock", { advanceSeconds: -86_400 });
        expect((await graph.send("GET", "/v1.0/applications")).status).toBe(200);
    });

    it("takes the state back to a snapshot, on disk too", async () => {
        const list = async (from: Graph): Promise<Json[]> => (await from.do("GET", "/v1.0/applications")).value;
        const before = await list(graph);
        const { body } = await administer("POST", "snapshots");
        await graph.do("POST", "/v1.0/applications", { displayName: "not to stay" });
        expect(await list(graph)).toHaveLength(before.length + 1);

        expect((await administer("POST", `snapshots/${body.id}/restore`)).status).toBe(204);
        expect(await list(graph)).toEqual(before);
        const again = await TestTenant.start({ directory: tenant.directory });
        expect(await list(await again.graph())).toEqual(before);
        await again.running.close();
        expect((await administer("POST", "snapshots/99/restore")).status).toBe(404);
    });

    it("logs requests without anything secret", async () => {
        const { headers } = await graph.send("GET", "/v1.0/applications?$filter=displayName eq 'geheim'");
        await tenant.token({ grant_type: "client_credentials", client_id: "x", client_secret: "geheim", scope: "y" });
        const { body } = await administer("GET", "requests");
        const { requests } = body as unknown as { requests: { requestId: string }[] };
        expect(requests).toContainEqual({
            method: "GET",
            path: "/v1.0/applications",
            status: 200,
            time: expect.stringMatching(/^\d{4}-/) as string,
            requestId: headers.get("request-id"),
        });
        expect(requests).toContainEqual(
            expect.objectContaining({ method: "POST", path: `/${tenant.tenantId}/oauth2/v2.0/token`, status: 400 }),
        );
        expect(requests).toContainEqual(expect.objectContaining({ path: "/v1.0/applications", status: 0 }));
        expect(JSON.stringify(body)).not.toMatch(/geheim|eyJ|secret/);
    });

    it("says what is wrong with an order", async () => {
        const wrong: [string, string, unknown][] = [
            ["POST", "faults", "{"],
            ["POST", "faults", {}],
            ["POST", "faults", { method: "GET", path: "x" }],
            ["POST", "faults", { method: "GET", path: "/x", status: 99 }],
            ["POST", "faults", { method: "GET", path: "/x", headers: { "a b": "c" } }],
            ["POST", "faults", { method: "GET", path: "/x", headers: { a: "b\r\nc: d" } }],
            ["POST", "faults", { method: "GET", path: "/x", headers: { "Content-Length": "1" } }],
            ["POST", "faults", { method: "GET", path: "/x", time: 1 }],
            ["PATCH", "clock", { advanceSeconds: "1" }],
            ["PATCH", "clock", { advanceSeconds: 1e300 }],
        ];
        for (const [method, target, body] of wrong) {
            const answer = await administer(method, target, body);
            expect([body, answer.status]).toEqual([body, 400]);
            expect(answer.body.error.message).not.toBe("");
        }
    });
});

test("a tenant without administration implements none of it", async () => {
    const tenant = await TestTenant.start();
    for (const [method, target] of [
        ["POST", "faults"],
        ["DELETE", "faults"],
        ["GET", "clock"],
        ["PATCH", "clock"],
        ["GET", "requests"],
        ["POST", "snapshots"],
        ["POST", "snapshots/1/restore"],
    ] as const) {
        const { status, body } = await tenant.send(method, `/-/admin/${target}`);
        expect([status, body.error.message]).toEqual([
            501,
            `The local tenant does not implement ${method} /-/admin/${target}.`,
        ]);
    }
    await tenant.stop();
});
