import { readFileSync, statSync, writeFileSync } from "node:fs";
import https from "node:https";
import { createServer } from "node:net";
import path from "node:path";
import { connect } from "node:tls";
import { X509Certificate } from "node:crypto";
import { startTenant } from "../src";
import { day, exchangeScope, TestCertificate, TestTenant, type Graph } from "./support";

describe("the server of the local tenant", () => {
    let tenant: TestTenant;
    let graph: Graph;

    beforeAll(async () => {
        tenant = await TestTenant.start();
        graph = await tenant.graph();
    });
    afterAll(() => tenant.stop());

    const statusFor = (host: string, hostname = "127.0.0.1"): Promise<number | undefined> =>
        new Promise((resolve, reject) => {
            const { port } = tenant.running;
            const request = https.get({
                hostname,
                port,
                path: "/metadata/endpoints?api-version=2022-09-01",
                headers: { host },
                servername: "localhost",
            });
            request.on("error", reject).on("response", (response) => {
                response.resume();
                resolve(response.statusCode);
            });
        });

    it("answers to its own names on both loopback addresses", async () => {
        const { port } = tenant.running;
        for (const name of ["localhost", "127.0.0.1", "[::1]"]) {
            const { body } = await tenant.send(
                "GET",
                `https://${name}:${port}/metadata/endpoints?api-version=2022-09-01`,
            );
            expect(body).toEqual({
                name: "Local",
                portal: `https://${name}:${port}`,
                authentication: {
                    loginEndpoint: `https://${name}:${port}`,
                    audiences: [`https://${name}:${port}`],
                    tenant: "common",
                    identityProvider: "AAD",
                },
                resourceManager: `https://${name}:${port}`,
                microsoftGraphResourceId: `https://${name}:${port}`,
                suffixes: expect.objectContaining({ keyVaultDns: "vault.invalid" }) as object,
            });
        }
    });

    it("refuses every other name", async () => {
        const { port } = tenant.running;
        expect(await statusFor(`LOCALHOST:${port}`)).toBe(200);
        for (const host of [
            "evil.example",
            `evil.example:${port}`,
            "localhost",
            `localhost:${port + 1}`,
            `localhost:${port}.evil.example`,
        ]) {
            expect([host, await statusFor(host)]).toEqual([host, 421]);
        }
    });

    it("says what it does not implement, and counts it", async () => {
        const answer = await graph.send("GET", "/v1.0/me?secret=1");
        expect(answer).toMatchObject({
            status: 501,
            body: { error: { code: "NotImplemented", message: "The local tenant does not implement GET /v1.0/me." } },
        });
        await graph.send("GET", "/v1.0/me");
        expect(tenant.running.unimplemented.get("GET /v1.0/me")).toBe(2);
        expect(tenant.logged).toContain("not implemented: GET /v1.0/me");
        for (const target of ["/", "//", "/%zz", "/v1.0/applications/", "/..%2f.."]) {
            expect([target, (await graph.send("GET", `${tenant.url}${target}`)).status]).toEqual([target, 501]);
        }
        expect((await graph.send("PUT", "/v1.0/applications/x")).status).toBe(501);
    });

    it("repeats the caller's request id", async () => {
        const id = "0a0a0a0a-0000-0000-0000-000000000000";
        const { headers, body } = await tenant.send("GET", "/v1.0/me", undefined, { "client-request-id": id });
        expect(headers.get("client-request-id")).toBe(id);
        expect(headers.get("request-id")).toMatch(/^[0-9a-f-]{36}$/);
        expect(body.error.innerError).toMatchObject({
            "client-request-id": id,
            "request-id": headers.get("request-id"),
        });
    });

    it("refuses callers of Graph without a valid token", async () => {
        const { token } = graph;
        const forExchange = await tenant.token({
            grant_type: "client_credentials",
            client_id: "aaaaaaaa-0000-0000-0000-000000000001",
            client_secret: "sandbox-engineer-secret",
            scope: exchangeScope,
        });
        const cases: [string | undefined, string][] = [
            [undefined, "Access token is empty."],
            ["Basic x", "Access token is empty."],
            ["Bearer x", "CompactToken parsing failed with error code: 80049217"],
            [`Bearer ${token.replace(/\.[^.]+$/, ".AAAA")}`, "Access token validation failure. Invalid signature."],
            [`Bearer ${forExchange.body.access_token}`, "Access token validation failure. Invalid audience."],
        ];
        for (const [authorization, message] of cases) {
            const answer = await tenant.send(
                "GET",
                "/v1.0/applications",
                undefined,
                authorization === undefined ? {} : { authorization },
            );
            expect(answer).toMatchObject({
                status: 401,
                body: { error: { code: "InvalidAuthenticationToken", message } },
            });
        }
    });

    it("refuses bodies that are malformed or too large", async () => {
        for (const body of ["", "{", "null", "[]", "1", '"x"']) {
            expect([body, await graph.send("POST", "/v1.0/applications", body)]).toMatchObject([body, { status: 400 }]);
        }
        const large = await graph.send("POST", "/v1.0/applications", `"${"x".repeat(1024 * 1024)}"`);
        expect(large).toMatchObject({ status: 413, body: { error: { code: "RequestEntityTooLarge" } } });
    });

    it("survives connections that are cut and bytes that are not a request", async () => {
        const { port } = tenant.running;
        for (const text of [
            "POST /v1.0/applications HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
            "no HTTP\r\n\r\n",
        ]) {
            await new Promise<void>((resolve) => {
                const socket = connect({ port, host: "127.0.0.1", servername: "localhost" }, () => {
                    socket.write(text, () => {
                        setTimeout(() => socket.destroy(), 20);
                    });
                });
                socket.on("close", () => {
                    resolve();
                });
            });
        }
        expect((await graph.send("GET", "/v1.0/applications")).status).toBe(200);
    });

    it("tells no secrets", () => {
        expect(tenant.logged.join("\n")).not.toMatch(/secret|eyJ|BEGIN/);
    });
});

describe("a local tenant that is started again", () => {
    it("knows what it knew, and has the certificate that it had", async () => {
        const tenant = await TestTenant.start();
        const graph = await tenant.graph();
        const login = await graph.login(new TestCertificate());
        const { body } = await tenant.token({
            grant_type: "client_credentials",
            client_id: "aaaaaaaa-0000-0000-0000-000000000001",
            client_secret: "sandbox-engineer-secret",
            scope: "https://graph.microsoft.com/.default",
        });
        const certificate = readFileSync(tenant.running.certificateFile, "utf8");
        await tenant.running.close();

        const again = await TestTenant.start({ directory: tenant.directory });
        expect(readFileSync(again.running.certificateFile, "utf8")).toBe(certificate);
        // The token is from before: the key that signs tokens stays as well.
        const authorization = `Bearer ${body.access_token}`;
        const target = `/v1.0/applications/${login.applicationObjectId}`;
        expect(await again.send("GET", target, undefined, { authorization })).toMatchObject({
            status: 200,
            body: { appId: login.clientId, keyCredentials: [{ usage: "Verify" }] },
        });
        await again.stop();
    });

    it("takes tokens no longer that have expired", async () => {
        let offset = 0;
        const tenant = await TestTenant.start({ now: () => new Date(Date.now() + offset) });
        const graph = await tenant.graph();
        offset = 3600_000;
        expect(await graph.send("GET", "/v1.0/applications")).toMatchObject({
            status: 401,
            body: { error: { message: "Lifetime validation failed, the token is expired." } },
        });
        await tenant.stop();
    });

    it("renews a certificate that is about to expire, or that does not fit its key", async () => {
        const tenant = await TestTenant.start({ now: () => new Date(Date.now() - 340 * day) });
        const first = new X509Certificate(readFileSync(tenant.running.certificateFile));
        await tenant.running.close();
        const again = await TestTenant.start({ directory: tenant.directory });
        const second = new X509Certificate(readFileSync(again.running.certificateFile));
        expect(new Date(second.validTo).getTime()).toBeGreaterThan(new Date(first.validTo).getTime());
        await again.running.close();
        writeFileSync(path.join(tenant.directory, "server.key"), new TestCertificate().privateKeyPem);
        const third = await TestTenant.start({ directory: tenant.directory });
        expect((await third.send("GET", "/metadata/endpoints?api-version=2022-09-01")).status).toBe(200);
        await third.stop();
    });

    it("keeps keys and state to its user", async () => {
        const tenant = await TestTenant.start();
        await (await tenant.graph()).do("POST", "/v1.0/applications", { displayName: "x" });
        for (const file of ["tenant.json", "server.key", "signing.key"]) {
            expect(statSync(path.join(tenant.directory, file)).mode & 0o777).toBe(0o600);
        }
        expect(readFileSync(path.join(tenant.directory, "tenant.json"), "utf8")).not.toContain(
            "sandbox-engineer-secret",
        );
        await tenant.stop();
    });

    it("refuses a state that it cannot read, and a port that is taken", async () => {
        const tenant = await TestTenant.start();
        const { directory } = tenant;
        await expect(startTenant({ directory, port: tenant.running.port })).rejects.toMatchObject({
            code: "EADDRINUSE",
        });
        await tenant.running.close();
        for (const content of ["{", '{"format":0}']) {
            writeFileSync(path.join(directory, "tenant.json"), content);
            await expect(startTenant({ directory, port: 0 })).rejects.toThrow("Delete it to start again.");
        }
        await tenant.stop().catch(() => undefined);
    });

    it("refuses a port that is taken on the other loopback address only", async () => {
        const other = createServer();
        await new Promise<void>((resolve) => other.listen({ host: "::1", port: 0 }, resolve));
        const address = other.address();
        const port = typeof address === "object" ? (address?.port ?? 0) : 0;
        const tenant = await TestTenant.start();
        await expect(startTenant({ directory: tenant.directory, port })).rejects.toMatchObject({ code: "EADDRINUSE" });
        await tenant.stop();
        other.close();
    });
});
