import { z } from "zod";
import { Graph } from "../../src/graph/graph";
import { NetworkFailure } from "../../src/http/networkFailure";
import type { Answer, Request } from "../../src/http/send";

const graphUrl = "https://graph.microsoft.com";
const schema = z.object({ id: z.string() });
const ok = (body: object): Answer => ({ status: 200, headers: {}, body: JSON.stringify(body) });
const refused = (status: number, headers: Record<string, string> = {}): Answer => ({
    status,
    headers,
    body: JSON.stringify({ error: { code: "Nope", message: "because\nof this" } }),
});

let requests: Request[];
let pauses: number[];

/** A Graph that gives these answers, the last again and again. */
function graph(...answers: (Answer | Error)[]): Graph {
    requests = [];
    pauses = [];
    return new Graph({
        graphUrl,
        tokens: () => Promise.resolve("secret"),
        send: (request) => {
            const answer = answers[Math.min(requests.push(request), answers.length) - 1];
            return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer as Answer);
        },
        clock: {
            now: () => new Date("2026-01-01T00:00:00Z"),
            sleep: (ms) => Promise.resolve(void pauses.push(ms)),
        },
        signal: undefined,
    });
}

describe("Microsoft Graph", () => {
    test("follows a list page by page, with the token, on Graph's own host only", async () => {
        const next = `${graphUrl}/v1.0/things?$skiptoken=2`;
        const found = await graph(
            ok({ value: [{ id: "1" }], "@odata.nextLink": next }),
            ok({ value: [{ id: "2" }], "@odata.nextLink": "https://evil.example/v1.0/things" }),
        ).list("/things", schema);
        expect(found).toEqual([{ id: "1" }, { id: "2" }]);
        expect(requests.map(({ url }) => url)).toEqual([`${graphUrl}/v1.0/things`, next]);
        expect(requests[0]?.headers).toMatchObject({ authorization: "Bearer secret" });
    });

    test("changes properties of an object, also when it is busy at first, and names what was refused", async () => {
        const done = { status: 204, headers: {}, body: "" };
        await graph(refused(503), done).change("/things/1", { isDisabled: true });
        expect(requests.map(({ method, body }) => [method, body])).toEqual([
            ["PATCH", '{"isDisabled":true}'],
            ["PATCH", '{"isDisabled":true}'],
        ]);
        await expect(graph(refused(403)).change("/things/1", {})).rejects.toMatchObject({
            evidence: "Microsoft Graph answered 403 to PATCH /things/1: Nope: because of this",
            httpStatus: 403,
        });
    });

    test("takes an object for gone only when that is said three times", async () => {
        expect(await graph(refused(404), refused(404), ok({ id: "1" })).get("/things/1", schema)).toEqual({ id: "1" });
        expect(await graph(refused(404)).get("/things/1", schema)).toBeUndefined();
        expect(requests).toHaveLength(3);
    });

    test("waits as long as it is asked to, else longer each time", async () => {
        jest.spyOn(Math, "random").mockReturnValueOnce(0).mockReturnValueOnce(0).mockReturnValueOnce(0);
        const busy = refused(429, { "retry-after": "7" });
        const cut = new NetworkFailure("graph.microsoft.com", Object.assign(new Error("cut"), { code: "ECONNRESET" }));
        expect(await graph(busy, refused(503), cut, ok({ id: "1" })).get("/things/1", schema)).toEqual({ id: "1" });
        expect(pauses).toEqual([7_000, 4_000, 6_400]);
    });

    test("gives up on a service that stays busy", async () => {
        await expect(graph(refused(503)).get("/things/1", schema)).rejects.toThrow(/answered 503 to GET .*: Nope/);
        expect(requests).toHaveLength(7);
    });

    test("says in one line what was refused", async () => {
        await expect(graph(refused(403)).get("/things/1", schema)).rejects.toThrow(
            /^Microsoft Graph answered 403 to GET \/things\/1: Nope: because of this\. Give the deployer the rights/,
        );
    });

    test("does not take a proxy's page for an answer", async () => {
        await expect(graph({ ...ok({}), body: "<html>" }).get("/things/1", schema)).rejects.toThrow(/such as a proxy/);
    });
});
