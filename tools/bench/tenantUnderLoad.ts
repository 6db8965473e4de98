import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import https from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { sandboxDeployer, startTenant, type RunningTenant } from "microsoft-local-tenant";
import type { State } from "microsoft-local-tenant";
import type { Figure } from "./main";

/** Applications and service principals, half of each. */
const objects = 10_000;
const requests = 100_000;

/** Reads and writes in a tenant with 10,000 objects, and its memory over 100,000 requests. */
export async function tenantUnderLoad(): Promise<Figure[]> {
    const directory = mkdtempSync(path.join(tmpdir(), "exo-unattended-bench-"));
    try {
        await (await startTenant({ directory, port: 0 })).close();
        const appIds = plant(path.join(directory, "tenant.json"));
        const tenant = await startTenant({ directory, port: 0 });
        const client = await Client.signIn(tenant);
        const figures = await measure(client, appIds);
        client.close();
        await tenant.close();
        return figures;
    } finally {
        rmSync(directory, { recursive: true, force: true });
    }
}

/** Fills the tenant by its file: ten thousand writes would take minutes and are not what is measured. */
function plant(file: string): { readonly id: string; readonly appId: string }[] {
    const state = JSON.parse(readFileSync(file, "utf8")) as State;
    const [home] = Object.values(state.tenants);
    const application = home?.applications[0];
    const servicePrincipal = home?.servicePrincipals.at(-1);
    if (!home || !application || !servicePrincipal) {
        throw new Error("the seed has no deployer");
    }
    const planted = Array.from({ length: objects / 2 }, () => ({ id: randomUUID(), appId: randomUUID() }));
    for (const { id, appId } of planted) {
        home.applications.push({ ...application, id, appId });
        home.servicePrincipals.push({ ...servicePrincipal, id: randomUUID(), appId });
    }
    writeFileSync(file, JSON.stringify(state));
    return planted;
}

async function measure(
    client: Client,
    planted: readonly { readonly id: string; readonly appId: string }[],
): Promise<Figure[]> {
    const any = (): { readonly id: string; readonly appId: string } =>
        planted[Math.floor(Math.random() * planted.length)] ?? { id: "", appId: "" };
    const byId = (): Promise<void> => client.send("GET", `/v1.0/applications/${any().id}`);
    const byFilter = (): Promise<void> =>
        client.send("GET", `/v1.0/servicePrincipals?$filter=${encodeURIComponent(`appId eq '${any().appId}'`)}`);
    const write = (): Promise<void> => client.send("POST", "/v1.0/applications", { displayName: "bench" });

    await median(500, byId); // for the compiler
    const figures: Figure[] = [
        { what: `read by id among ${objects} objects`, value: await median(1000, byId), unit: "ms", limit: 2 },
        { what: `read by filter among ${objects} objects`, value: await median(1000, byFilter), unit: "ms", limit: 2 },
        { what: `write among ${objects} objects`, value: await median(20, write), unit: "ms", limit: 120 },
    ];
    await many(requests / 10, byId);
    const before = heapMegabytes();
    await many(requests, byId);
    const value = heapMegabytes() - before;
    return [...figures, { what: `more heap after ${requests} requests`, value, unit: "MB", limit: 5 }];
}

async function median(count: number, request: () => Promise<void>): Promise<number> {
    const times: number[] = [];
    for (let index = 0; index < count; index++) {
        const started = performance.now();
        await request();
        times.push(performance.now() - started);
    }
    return times.sort((a, b) => a - b)[Math.floor(count / 2)] ?? NaN;
}

async function many(count: number, request: () => Promise<void>): Promise<void> {
    const worker = async (): Promise<void> => {
        for (let index = 0; index < count / 8; index++) {
            await request();
        }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
}

function heapMegabytes(): number {
    if (!globalThis.gc) {
        throw new Error("run node with --expose-gc");
    }
    globalThis.gc();
    globalThis.gc();
    return process.memoryUsage().heapUsed / 2 ** 20;
}

/** Graph on connections that are kept. */
class Client {
    private readonly agent: https.Agent;
    private token = "";

    private constructor(private readonly tenant: RunningTenant) {
        this.agent = new https.Agent({ keepAlive: true, ca: readFileSync(tenant.certificateFile) });
    }

    static async signIn(tenant: RunningTenant): Promise<Client> {
        const client = new Client(tenant);
        const { tenantId, clientId, clientSecret } = sandboxDeployer;
        const answer = await client.exchange(
            "POST",
            `/${tenantId}/oauth2/v2.0/token`,
            new URLSearchParams({
                grant_type: "client_credentials",
                client_id: clientId,
                client_secret: clientSecret,
                scope: `${tenant.url}/.default`,
            }).toString(),
            "application/x-www-form-urlencoded",
        );
        client.token = (JSON.parse(answer) as { access_token: string }).access_token;
        return client;
    }

    async send(method: string, target: string, body?: object): Promise<void> {
        await this.exchange(method, target, body === undefined ? "" : JSON.stringify(body), "application/json");
    }

    close(): void {
        this.agent.destroy();
    }

    private exchange(method: string, target: string, body: string, type: string): Promise<string> {
        return new Promise((resolve, reject) => {
            const { agent, token, tenant } = this;
            const headers = { "content-type": type, ...(token && { authorization: `Bearer ${token}` }) };
            const request = https.request({
                host: "localhost",
                port: tenant.port,
                method,
                path: target,
                agent,
                headers,
            });
            request.on("error", reject).on("response", (response) => {
                let text = "";
                response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
                response.on("end", () => {
                    if (response.statusCode !== 200 && response.statusCode !== 201) {
                        reject(new Error(`${method} ${target}: ${response.statusCode ?? 0} ${text}`));
                    }
                    resolve(text);
                });
            });
            request.end(body);
        });
    }
}
