import { routes } from "../../src/routes";
import { Chance } from "../../src/trouble/chance";
import { Mishaps } from "../../src/trouble/mishaps";
import { profiles } from "../../src/trouble/profiles";
import { TestTenant } from "../support";

const identity = { requestId: "1", clientRequestId: "1", time: new Date() };

/** Every status that a profile ever gives to that route in a thousand requests, with the message or description. */
function refusalsOf(profile: "realistic" | "hostile", route: string): Set<string> {
    const mishaps = new Mishaps(profiles[profile].mishaps, new Chance(1), 0.1, 1);
    const replies = Array.from({ length: 1000 }, () => mishaps.next(route)?.reply?.(identity));
    return new Set(replies.filter((reply) => reply !== undefined).map(({ status }) => String(status)));
}

/** Whether one of a thousand requests to that route is refused. */
function isEverRefused(profile: "realistic" | "hostile", route: string): boolean {
    const mishaps = new Mishaps(profiles[profile].mishaps, new Chance(1), 0.1, 1);
    return Array.from({ length: 1000 }).some(() => mishaps.next(route)?.reply !== undefined);
}

describe("a profile's mishaps", () => {
    it.each([
        ["POST /v1.0/applications", "409 429 503"],
        ["PATCH /v1.0/applications/{applicationObjectId}", "404 409 429 503"],
        ["POST /v1.0/servicePrincipals", "400 403 429 503"],
        ["POST /v1.0/servicePrincipals/{servicePrincipalObjectId}/appRoleAssignedTo", "400 404 429 503"],
        ["POST /v1.0/roleManagement/directory/roleAssignments", "400 404 429 503"],
        ["GET /v1.0/applications/{applicationObjectId}", "429 503 504"],
        ["POST /{tenant}/oauth2/v2.0/token", "429 503"],
        ["GET /adminapi/beta/{tenant}/Mailbox", "429 503"],
        ["GET /metadata/endpoints", ""],
    ])("are all met in the end: hostile, %s", (route, statuses) => {
        expect([...refusalsOf("hostile", route)].sort().join(" ")).toBe(statuses);
    });

    it("are fewer on an ordinary day, and concern every route but the metadata and discovery", () => {
        for (const { pattern } of routes) {
            const isMicrosofts = / \/(v1\.0|beta|adminapi)\/|\/token$/.test(pattern);
            expect([pattern, isEverRefused("realistic", pattern)]).toEqual([pattern, isMicrosofts]);
        }
    });

    it("come in bursts, and say how long to wait, in scaled time", () => {
        const mishaps = new Mishaps(profiles.hostile.mishaps, new Chance(1), 0.1, 1);
        const met = Array.from({ length: 300 }, () => mishaps.next("GET /v1.0/applications")?.reply?.(identity));
        const throttled = met.map((reply) => reply?.status === 429);
        expect(throttled.filter((one, index) => one && throttled[index + 1]).length).toBeGreaterThan(2);
        expect(met.find((reply) => reply?.status === 429)?.headers).toMatchObject({ "retry-after": "1" });
    });

    it("can hang up", async () => {
        const tenant = await TestTenant.start({ profile: { name: "hostile", seed: 1, timeScale: 0 } });
        const outcomes = new Set<string>();
        for (let request = 0; request < 2000 && !outcomes.has("cut"); request++) {
            outcomes.add(await tenant.send("POST", "/v1.0/applications").then(String, () => "cut"));
        }
        expect(outcomes).toContain("cut");
        await tenant.stop();
    });
});
