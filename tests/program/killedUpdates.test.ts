import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { State, Tenant } from "microsoft-local-tenant";
import { main } from "../cli/support";
import { adoptOptions, az, azCommands } from "./azureCli";
import { compareStateAndTenant } from "./compareStateAndTenant";
import { LocalStack } from "./lifecycle/localStack";
import { descendants, ended } from "./processTree";
import type { Result } from "./project";

/** How many moments are tried. KILL_MOMENTS asks for more; they repeat, each time with another victim. */
const moments = Number(process.env.KILL_MOMENTS ?? 3);
jest.setTimeout(moments * 300_000);

const owner = "exo-unattended/exo-unattended/test/";
const victims = ["engine", "plugin", "command"] as const;

let stack: LocalStack;
beforeAll(async () => {
    stack = await LocalStack.create();
});
afterAll(() => stack.close());

/** How many requests have changed something in the tenant. */
async function writes(): Promise<number> {
    const answer = await fetch(`${stack.tenant.url}/-/admin/requests`);
    const { requests } = (await answer.json()) as { requests: { method: string; path: string }[] };
    return requests.filter(({ method, path }) => method !== "GET" && path.startsWith("/v1.0/")).length;
}

/** Starts an update and kills one of its processes once that many requests have changed the tenant. */
async function killAfter(changes: number, victim: (typeof victims)[number]): Promise<Result> {
    const before = await writes();
    let child: ChildProcess | undefined;
    const update = stack.project.execute(
        "node",
        [main, "up", "--yes", "--skip-preview", "--stack", "test"],
        {},
        (started) => (child = started),
    );
    const end = new AbortController();
    void update.then(() => {
        end.abort();
    });
    while (!end.signal.aborted && (await writes()) < before + changes) {
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const command = child?.pid ?? 0;
    const below = descendants(command);
    const pulumi = below.find(({ command }) => /(^|\/)pulumi up /.test(command));
    const plugin = below.find(({ command }) => /(pulumi-resource-|stand-in )azuread/.test(command));
    const pid = { engine: pulumi?.pid, plugin: plugin?.pid, command }[victim];
    if (!end.signal.aborted) {
        expect(pid).toBeGreaterThan(0);
        process.kill(pid ?? 0, "SIGKILL");
    }
    const result = await update;
    // What a plugin still sends, and what an engine without its command still does, comes to its end.
    await ended(pulumi === undefined ? [] : [pulumi.pid]);
    return result;
}

const repair = (...args: string[]): Promise<Result> =>
    stack.project.execute("node", [main, "repair", "--stack", "test", "--yes", ...args]);

/** What a person does after a killed update: repair, adopt what is shown, run what is printed, until nothing is left. */
async function recover(): Promise<Result> {
    for (let attempt = 0, adopt: string[] = []; attempt < 6; attempt++) {
        const result = await repair(...adopt);
        if (result.status === 0) {
            return result;
        }
        adopt = adoptOptions(result.stdout);
        for (const command of azCommands(result.stdout)) {
            await az(stack.graph, command);
        }
    }
    throw new Error(stack.project.printed.slice(-2).join("\n"));
}

const runs = Array.from({ length: moments }, (_, index): [(typeof victims)[number], number] => [
    victims[index % victims.length] ?? "engine",
    1 + ((index * 3) % 8),
]);

describe("after kill -9, repair is the one way back", () => {
    it.each(runs)("of the %s, after %i requests that changed the tenant", async (victim, changes) => {
        await killAfter(changes, victim);
        const recovered = await recover();
        expect(recovered.stdout).toContain("Nothing to repair: the state and the tenant agree.");

        const { status, output } = await stack.up();
        expect(status === 0 ? "" : output).toBe("");
        expect(output).not.toContain("pending operations");
        const { tenants } = JSON.parse(readFileSync(path.join(stack.tenantFolder, "tenant.json"), "utf8")) as State;
        const resources = stack.resources();
        expect(compareStateAndTenant(resources, Object.values(tenants)[0] as Tenant, owner)).toEqual({
            missing: [],
            orphans: [],
        });
        expect((await stack.run(["destroy"])).status).toBe(0);
    });
});
