import { routes } from "../src/routes";
import { seedWith, TestTenant } from "./support";

const graphRoutes = routes.filter(
    // A batch is open to everybody: each of its requests is judged by itself.
    ({ segments }) => (segments[1] === "v1.0" || segments[1] === "beta") && segments[2] !== "$batch",
);
const id = "99999999-0000-0000-0000-000000000000";

describe("the routes of Microsoft Graph", () => {
    it("say what they serve, and where that is taken from", () => {
        const silent = graphRoutes.filter(({ serves = "", basis }) => serves === "" || basis === undefined);
        expect(silent).toEqual([]);
    });

    it("are all closed to a caller without permissions", async () => {
        const tenant = await TestTenant.start({ seed: seedWith({ permissions: [] }) });
        try {
            const graph = await tenant.graph();
            for (const { method, segments } of graphRoutes) {
                const target = segments.map((segment) => segment.replace(/\{.+\}/, id)).join("/");
                const answer = await graph.send(
                    method,
                    target,
                    method === "GET" || method === "DELETE" ? undefined : {},
                );
                expect([method, target, answer.status, answer.body]).toMatchObject([
                    method,
                    target,
                    403,
                    {
                        error: {
                            code: "Authorization_RequestDenied",
                            message: "Insufficient privileges to complete the operation.",
                        },
                    },
                ]);
            }
        } finally {
            await tenant.stop();
        }
        expect(graphRoutes.length).toBeGreaterThan(80);
    });
});
