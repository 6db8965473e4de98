import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { sandboxDeployer } from "../src";
import { TestTenant, type Graph } from "./support";

const tenantModule = path.resolve(__dirname, "../dist/index.js");
const program = `require(${JSON.stringify(tenantModule)})
    .startTenant({ directory: process.argv[1], port: 0 })
    .then(({ port }) => console.log(port))`;

let directory: string;

beforeAll(() => {
    directory = mkdtempSync(path.join(tmpdir(), "local-tenant-"));
});
afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
});

/** A tenant in a process of its own, as a deployer sees it. */
async function startChild(token: string): Promise<{ child: ChildProcess; send: (body: object) => Promise<string> }> {
    const child = spawn(process.execPath, ["-e", program, directory], { stdio: ["ignore", "pipe", "inherit"] });
    const [port] = (await once(createInterface(child.stdout), "line")) as [string];
    const send = async (body: object): Promise<string> => {
        const response = await fetch(`https://localhost:${port}/v1.0/applications`, {
            method: "POST",
            headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
            body: JSON.stringify(body),
        });
        expect(response.status).toBe(201);
        return ((await response.json()) as { id: string }).id;
    };
    return { child, send };
}

async function applicationIds(graph: Graph): Promise<string[]> {
    const { value } = await graph.do("GET", "/v1.0/applications?$top=999");
    return value.map(({ id }) => id);
}

it("loses no acknowledged write when its process is killed, at whatever moment", async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 5; round++) {
        // Started in this process first: it trusts the certificate, and reads what the last round left.
        const tenant = await TestTenant.start({ directory });
        const graph = await tenant.graph();
        expect(await applicationIds(graph)).toEqual(expect.arrayContaining(acknowledged));
        // Of no particular port, so that the next process takes it too.
        const { body } = await tenant.token({
            grant_type: "client_credentials",
            client_id: sandboxDeployer.clientId,
            client_secret: sandboxDeployer.clientSecret,
            scope: "https://graph.microsoft.com/.default",
        });
        await tenant.running.close();

        const { child, send } = await startChild(body.access_token);
        const ended = once(child, "exit");
        const write = async (): Promise<void> => {
            for (;;) {
                acknowledged.push(await send({ displayName: `round ${round}` }));
            }
        };
        const before = acknowledged.length;
        const writers = [write(), write(), write()].map((writer) =>
            expect(writer).rejects.toThrow(/fetch failed|terminated/),
        );
        while (acknowledged.length < before + 3) {
            await sleep(1);
        }
        await sleep(Math.random() * 100);
        child.kill("SIGKILL");
        await Promise.all([ended, ...writers]);
    }
    const tenant = await TestTenant.start({ directory });
    const ids = await applicationIds(await tenant.graph());
    expect(acknowledged.length).toBeGreaterThan(20);
    expect(ids).toEqual(expect.arrayContaining(acknowledged));
    await tenant.stop();
});
