import { Server, ServerCredentials } from "@grpc/grpc-js";
import { whenOrphaned } from "./parent";

/** Both are what Go plugins allow; grpc-js stops at 4 MB, which a large stack's state can exceed. */
const messageSize = 400 * 1024 * 1024;

export function createServer(): Server {
    return new Server({ "grpc.max_receive_message_length": messageSize, "grpc.max_send_message_length": messageSize });
}

/** Lets the server listen on a free loopback port. */
export function listen(server: Server): Promise<number> {
    return new Promise((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
            if (error) {
                reject(error);
            } else {
                resolve(port);
            }
        });
    });
}

/** Runs the server as a Pulumi plugin: its port is the first line on stdout, and it lives as long as the engine does. */
export async function runPlugin(server: Server, stop: () => void = () => undefined): Promise<void> {
    const end = (): void => {
        stop();
        process.exit(0);
    };
    // The engine starts every plugin in a process group of its own and ends it with an interrupt, so this is not a Ctrl-C.
    process.on("SIGINT", end);
    process.on("SIGTERM", end);
    whenOrphaned(end);

    process.stdout.write(`${await listen(server)}\n`);
}
