import fc from "fast-check";
import { readFileSync } from "node:fs";
import { connect as connectPlain } from "node:net";
import { networkInterfaces } from "node:os";
import path from "node:path";
import { connect } from "node:tls";
import { TestTenant } from "./support";

let tenant: TestTenant;
let token: string;

beforeAll(async () => {
    tenant = await TestTenant.start();
    ({ token } = await tenant.graph());
});
afterAll(() => tenant.stop());

const stateFile = (): string => readFileSync(path.join(tenant.directory, "tenant.json"), "utf8");

describe("on the wire", () => {
    /** Sends bytes as they are and returns what comes back until the server ends the connection. */
    const wire = (bytes: string, cutAfterMilliseconds?: number): Promise<string> =>
        new Promise((resolve) => {
            let received = "";
            const socket = connect({ port: tenant.running.port, host: "127.0.0.1", servername: "localhost" }, () => {
                socket.write(bytes);
                if (cutAfterMilliseconds !== undefined) {
                    setTimeout(() => socket.destroy(), cutAfterMilliseconds);
                }
            });
            socket.setTimeout(5000, () => socket.destroy());
            socket.on("data", (chunk: Buffer) => (received += chunk.toString()));
            socket.on("error", () => undefined);
            socket.on("close", () => {
                resolve(received);
            });
        });
    const head = (...lines: string[]): string =>
        ["POST /v1.0/applications HTTP/1.1", `Host: localhost:${tenant.running.port}`, ...lines, "", ""].join("\r\n");

    it("refuses duplicated and contradictory headers", async () => {
        const host = `Host: localhost:${tenant.running.port}`;
        for (const lines of [
            [host, "Content-Length: 0", "Connection: close"],
            ["Host: evil.example", "Content-Length: 0", "Connection: close"],
            ["Content-Length: 1", "Content-Length: 2"],
            ["Content-Length: 2", "Transfer-Encoding: chunked"],
            ["Transfer-Encoding: gzip, x"],
            ["Content-Length: -1"],
            ["x".repeat(100_000)],
        ]) {
            expect(await wire(head(...lines))).toMatch(/^HTTP\/1\.1 4\d\d /);
        }
        expect((await tenant.send("GET", "/v1.0/applications")).status).toBe(401);
    });

    it("changes nothing when a connection is cut, wherever that is", async () => {
        const before = stateFile();
        const text = JSON.stringify({ displayName: "cut" });
        const whole = head(`Authorization: Bearer ${token}`, `Content-Length: ${text.length + 1}`) + text;
        await fc.assert(
            fc.asyncProperty(fc.nat(whole.length), async (length) => {
                await wire(whole.slice(0, length), 5);
            }),
            { numRuns: 50, seed: 42 },
        );
        expect((await tenant.send("GET", "/v1.0/applications")).status).toBe(401);
        expect(stateFile()).toBe(before);
    });

    it("is out of reach from other machines", async () => {
        const others = Object.values(networkInterfaces())
            .flatMap((addresses) => addresses ?? [])
            .filter(({ internal, family }) => !internal && family === "IPv4");
        for (const { address } of others) {
            const code = await new Promise((resolve) => {
                connectPlain({ port: tenant.running.port, host: address })
                    .on("connect", () => {
                        resolve("connected");
                    })
                    .on("error", (error: NodeJS.ErrnoException) => {
                        resolve(error.code);
                    });
            });
            expect([address, code]).toEqual([address, "ECONNREFUSED"]);
        }
    });
});
