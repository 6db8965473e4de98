import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunningTenant } from "microsoft-local-tenant";
import { NetworkFailure } from "../../src/http/networkFailure";
import { Sender } from "../../src/http/send";
import { verify, type Verification } from "../../src/verification";
import { administer, LocalLogin, startTrustedTenant } from "./localLogin";
import { TestProxy } from "./proxy";
import { credentialOf, rsaKey } from "./support";

const credential = credentialOf(rsaKey());
const { env } = process;
let folder: string;
let tenant: RunningTenant;
let login: LocalLogin;
let proxy: TestProxy;

beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "exo-unattended-"));
    tenant = await startTrustedTenant(folder);
    login = await LocalLogin.complete(tenant, credential);
});

afterAll(async () => {
    await tenant.close();
    rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
    proxy = await TestProxy.start();
});

afterEach(async () => {
    process.env = env;
    await proxy.stop();
});

function attempt(signal?: AbortSignal): Promise<Verification> {
    const endpoints = { loginUrl: tenant.url, exchangeUrl: tenant.url };
    return verify(login.connection, credential, { endpoints, timeoutMs: 0, ...(signal && { signal }) });
}

describe("a verification behind a proxy", () => {
    test.each([
        ["HTTPS_PROXY", "http://"],
        ["https_proxy", "http://"],
        ["HTTPS_PROXY", ""],
    ])("goes through the one that %s names, with the scheme %j", async (variable, scheme) => {
        process.env = { ...env, [variable]: `${scheme}${new URL(proxy.url).host}` };
        expect((await attempt()).verdict).toBe("proved");
        expect(new Set(proxy.asked)).toEqual(new Set([`localhost:${tenant.port}`]));
    });

    test("goes past it to the hosts that NO_PROXY names", async () => {
        process.env = { ...env, HTTPS_PROXY: proxy.url, NO_PROXY: "example.com,localhost" };
        expect((await attempt()).verdict).toBe("proved");
        expect(proxy.asked).toEqual([]);
    });

    test.each([
        ["407 Proxy Authentication Required", "refused"],
        ["403 Forbidden", "refused"],
        ["502 Bad Gateway", "not-proved-in-time"],
        ["503 Service Unavailable", "not-proved-in-time"],
    ])("that answers %s is %s, with the proxy's own words", async (refusal, verdict) => {
        proxy.refusal = refusal;
        process.env = { ...env, HTTPS_PROXY: proxy.url };
        const result = await attempt();
        expect(result.verdict).toBe(verdict);
        expect(result.checks[2]).toMatchObject({
            id: "clock",
            evidence: expect.stringContaining(refusal.slice(0, 3)) as string,
            remedy: expect.stringMatching(/HTTPS_PROXY.*NO_PROXY/) as string,
        });
    });

    test("says so when nothing answers where the proxy should be, and never shows its password", async () => {
        process.env = { ...env, HTTPS_PROXY: "http://ada:planted-secret@127.0.0.1:2" };
        const result = await attempt();
        expect(result.verdict).toBe("refused");
        expect(result.checks[2]?.evidence).toMatch(/cannot be reached \(ECONNREFUSED\)/);
        expect(JSON.stringify(result)).not.toContain("planted-secret");
    });
});

describe("a request", () => {
    const path = "/metadata/endpoints";
    const version = "?api-version=2022-09-01";

    async function send(signal?: AbortSignal): Promise<unknown> {
        const sender = new Sender(signal);
        try {
            return await sender.send({ method: "GET", url: `${tenant.url}${path}${version}`, headers: {} });
        } finally {
            sender.close();
        }
    }

    test("follows no redirect, so that nobody else sees a token", async () => {
        const headers = { location: `${tenant.url}/elsewhere` };
        await administer(tenant, "POST", "faults", { method: "GET", path, status: 302, headers });
        await expect(send()).resolves.toMatchObject({ status: 302, headers });
    });

    test.each(["before", "after"])("that is cut %s the work may succeed later", async (cut) => {
        await administer(tenant, "POST", "faults", { method: "GET", path, cut });
        const failure = await send().catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(NetworkFailure);
        expect(failure).toMatchObject({ mayPassWithTime: true });
    });

    test("ends at once with the signal's reason", async () => {
        await administer(tenant, "POST", "faults", { method: "GET", path, delayMilliseconds: 60_000 });
        const stop = new AbortController();
        const sent = send(stop.signal);
        setTimeout(() => {
            stop.abort(new Error("stopped"));
        }, 50);
        await expect(sent).rejects.toThrow("stopped");
    });

    describe("to a server of its own", () => {
        let server: Server;
        let answer: (response: ServerResponse) => void;

        beforeAll(async () => {
            const [cert, key] = ["server.pem", "server.key"].map((name) => readFileSync(join(folder, name)));
            server = createServer({ cert, key }, (_, response) => {
                answer(response);
            }).listen(0, "localhost");
            await once(server, "listening");
        });
        afterAll(() => {
            server.closeAllConnections();
            server.close();
        });

        async function ask(limit?: AbortSignal): Promise<unknown> {
            const { port } = server.address() as AddressInfo;
            const sender = new Sender(undefined, limit);
            const url = `https://localhost:${port}/`;
            const outcome = await sender.send({ method: "GET", url, headers: {} }).catch((error: unknown) => error);
            sender.close();
            return outcome;
        }

        test("ends at an answer longer than 10 MiB, however it comes, and does not wait for its end", async () => {
            answer = (response) => {
                // Never ended.
                response.write("x".repeat(10 * 1024 * 1024));
                response.write("x");
            };
            expect(await ask()).toMatchObject({
                evidence: expect.stringMatching(/sent an answer of more than 10 MiB/) as string,
                mayPassWithTime: false,
            });
        });

        test("takes one of 10 MiB", async () => {
            answer = (response) => response.end("x".repeat(10 * 1024 * 1024));
            expect(await ask()).toMatchObject({ status: 200 });
        });

        test("counts a body that trickles as an answer that did not come in time", async () => {
            answer = (response) => {
                response.write("x");
                setInterval(() => response.write("x"), 5).unref();
            };
            expect(await ask(AbortSignal.timeout(60))).toMatchObject({
                evidence: expect.stringMatching(/did not answer in time/) as string,
                mayPassWithTime: true,
            });
        });
    });

    test("that a verification's time ends counts as one that was not answered in time", async () => {
        await administer(tenant, "POST", "faults", { method: "GET", path, delayMilliseconds: 60_000 });
        const sender = new Sender(undefined, AbortSignal.timeout(50));
        const url = `${tenant.url}${path}${version}`;
        const failure = await sender.send({ method: "GET", url, headers: {} }).catch((error: unknown) => error);
        expect(failure).toMatchObject({
            evidence: expect.stringMatching(/did not answer in time/) as string,
            mayPassWithTime: true,
        });
        sender.close();
    });
});

test("a verification without time ends an attempt that hangs after two minutes", async () => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    const limits: number[] = [];
    // A hundredth of the time.
    jest.spyOn(AbortSignal, "timeout").mockImplementation((ms) => (limits.push(ms), timeout(Math.round(ms / 100))));
    const path = "/{tenant}/v2.0/.well-known/openid-configuration";
    await administer(tenant, "POST", "faults", { method: "GET", path, delayMilliseconds: 60_000 });
    const { verdict } = await attempt();
    jest.restoreAllMocks();
    expect(verdict).toBe("not-proved-in-time");
    expect(Math.max(...limits.filter((limit) => limit !== 30_000))).toBeLessThanOrEqual(120_000);
    expect(limits[0]).toBeGreaterThan(119_000);
});
