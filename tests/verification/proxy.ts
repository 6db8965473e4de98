import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";

/** An HTTP proxy on this machine that opens tunnels by CONNECT (RFC 9110 §9.3.6) and notes where to. */
export class TestProxy {
    /** Host and port of every tunnel that was asked for. */
    readonly asked: string[] = [];
    /** What it answers instead of opening a tunnel, such as `407 Proxy Authentication Required`. */
    refusal: string | undefined;
    private readonly sockets = new Set<Socket>();

    private constructor(private readonly server: Server) {}

    static async start(): Promise<TestProxy> {
        const server = createServer((_, response) => response.writeHead(405).end());
        const proxy = new TestProxy(server);
        server.on("connection", (socket) => proxy.sockets.add(socket));
        server.on("connect", ({ url = "" }, client: Socket) => {
            proxy.asked.push(url);
            if (proxy.refusal !== undefined) {
                client.end(`HTTP/1.1 ${proxy.refusal}\r\n\r\n`);
                return;
            }
            const { hostname, port } = new URL(`tunnel://${url}`);
            const target = connect(Number(port), hostname, () => {
                client.write("HTTP/1.1 200 Connection established\r\n\r\n");
                target.pipe(client).pipe(target);
            });
            const end = (): void => {
                target.destroy();
                client.destroy();
            };
            target.on("error", end).on("close", end);
            client.on("error", end).on("close", end);
        });
        server.listen(0, "127.0.0.1");
        await once(server, "listening");
        return proxy;
    }

    get url(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    async stop(): Promise<void> {
        this.server.close();
        this.sockets.forEach((socket) => socket.destroy());
        await once(this.server, "close");
    }
}
