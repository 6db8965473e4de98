import { type ChildProcess, spawn } from "node:child_process";
import { connect } from "node:net";
import path from "node:path";
import { launch as start, loadedVariable } from "../src/loaded/launch";
import { parentVariable } from "../src/protocol/parent";

let loaded: ChildProcess;
let port: string;

const firstLine = (child: ChildProcess): Promise<string> =>
    new Promise((resolve) =>
        child.stdout?.once("data", (text: Buffer) => {
            resolve(text.toString().trim());
        }),
    );

const names = ["azuread", "tls", "azure-native", "nodejs"];

function launch(name: string, parent = process.pid): ChildProcess {
    return spawn("bash", ["-c", start, name, "127.0.0.1:1"], {
        env: { ...process.env, [loadedVariable]: port, [parentVariable]: String(parent) },
        stdio: ["ignore", "pipe", "inherit"],
    });
}

const answers = (to: number): Promise<boolean> =>
    new Promise((resolve) => {
        const socket = connect(to, "127.0.0.1", () => {
            socket.destroy();
            resolve(true);
        }).on("error", () => {
            resolve(false);
        });
    });

/** The script and the plugin end one after the other. */
async function expectEnd(plugin: number): Promise<void> {
    const ends = Date.now() + 5_000;
    while ((await answers(plugin)) && Date.now() < ends) {
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await answers(plugin)).toBe(false);
}

beforeAll(async () => {
    const main = path.join(path.dirname(require.resolve("provider-stand-ins/package.json")), "dist/loaded/main.js");
    loaded = spawn(process.execPath, [main], { stdio: ["pipe", "pipe", "inherit"] });
    port = await firstLine(loaded);
});

afterAll(() => {
    loaded.kill();
});

test.each(names)("the start script of %s prints the plugin's port, and the plugin ends with it", async (name) => {
    const script = launch(name);
    const plugin = Number(await firstLine(script));
    expect(await answers(plugin)).toBe(true);
    script.kill("SIGKILL");
    await expectEnd(plugin);
});

test("a plugin and its script end with the engine that started them", async () => {
    const engine = spawn("sleep", ["60"]);
    const script = launch("tls", engine.pid);
    const ended = new Promise((resolve) => script.on("exit", resolve));
    const plugin = Number(await firstLine(script));
    engine.kill("SIGKILL");
    await ended;
    await expectEnd(plugin);
});

test("two scripts of one plugin get a plugin each", async () => {
    const scripts = [launch("tls"), launch("tls")];
    const ports = await Promise.all(scripts.map(firstLine));
    expect(new Set(ports).size).toBe(2);
    scripts.forEach((script) => script.kill());
});

test("all end with the standard input of the process that stays loaded", async () => {
    const script = launch("tls");
    const plugin = Number(await firstLine(script));
    const ended = new Promise((resolve) => script.on("exit", resolve));
    loaded.stdin?.end();
    await ended;
    expect(await answers(plugin)).toBe(false);
});
