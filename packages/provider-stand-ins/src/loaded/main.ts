import { type AddressInfo, createServer, type Socket } from "node:net";
import { parentVariable } from "../protocol/parent";
import { readLaunch } from "./launch";

/*
 * A process that stays loaded and is every stand-in plugin for one engine run after the other. Three quarters of a
 * run's time are otherwise Node.js loading the same plugins and the same SDK again.
 *
 * Its port is the first line on stdout; start scripts connect to it where a variable names that port. It ends with its
 * standard input.
 */

async function serve(socket: Socket): Promise<void> {
    // Whoever kills a start script may do it at any time.
    socket.on("error", () => socket.destroy());
    const closed = new Promise((resolve) => socket.once("close", resolve));
    const launch = await readLaunch(socket);
    // Loaded when the first start script asks: not every run of the tests needs them.
    const { servePlugin } = await import("./plugins.js");
    const { port, end } = await servePlugin(launch, (text) => socket.write(text));
    // The engine ends a plugin by ending the script that asked for it, unless somebody kills the engine.
    const watch = setInterval(() => {
        if (!isRunning(Number(launch.environment[parentVariable]))) {
            socket.destroy();
        }
    }, 500);
    socket.write(`${port}\n`);
    await closed;
    clearInterval(watch);
    end();
}

function isRunning(pid: number): boolean {
    try {
        return process.kill(pid, 0);
    } catch {
        return false;
    }
}

const connections = createServer((socket) => void serve(socket));
connections.listen(0, "127.0.0.1", () => {
    process.stdout.write(`${(connections.address() as AddressInfo).port}\n`);
});
process.stdin.on("end", () => process.exit(0)).resume();
