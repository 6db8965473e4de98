import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { defaultSeed } from "../src";
import type { ForeignExchange } from "./foreign/recorder";
import { TestTenant } from "./support";

const folder = path.join(__dirname, "foreign/recorded");

/** What the tenant chooses anew each time: object ids, client ids and the like, and the tokens of pages. */
const chosen = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w-]{43})$/;

/** The chosen texts that stand at the same places of both bodies. */
function pairs(recorded: unknown, actual: unknown): [string, string][] {
    if (typeof recorded === "string" && typeof actual === "string") {
        return chosen.test(recorded) && recorded !== actual ? [[recorded, actual]] : [];
    }
    if (typeof recorded !== "object" || typeof actual !== "object" || !recorded || !actual) {
        return [];
    }
    return Object.entries(recorded).flatMap(([name, value]) => pairs(value, (actual as Record<string, unknown>)[name]));
}

describe("the tenant answers the recorded requests of foreign clients as it did when they made them", () => {
    test.each(readdirSync(folder).map((file) => [file.replace(".jsonl", ""), file]))("%s", async (_, file) => {
        const tenant = await TestTenant.start({ seed: defaultSeed() });
        const { token } = await tenant.graph();
        const known = new Map<string, string>();
        const exchanges = readFileSync(path.join(folder, file), "utf8")
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line) as ForeignExchange);
        expect(exchanges.length).toBeGreaterThan(5);
        for (const { method, url, headers, request, status, response } of exchanges) {
            const translated = (text: string): string =>
                [...known].reduce(
                    (so, [from, to]) => so.replaceAll(from, to),
                    text.replaceAll("local.test", new URL(tenant.url).host),
                );
            const body = request === undefined ? undefined : translated(JSON.stringify(request));
            const answer = await tenant.send(method, translated(url), body, {
                ...headers,
                authorization: `Bearer ${token}`,
            });
            expect([method, url, answer.status]).toEqual([method, url, status]);
            for (const [from, to] of pairs(response, answer.body)) {
                known.set(from, to);
            }
        }
        expect(tenant.logged).toEqual([]);
        await tenant.stop();
    });
});
