import { readFileSync } from "node:fs";
import { Agent, get } from "node:https";
import path from "node:path";

/** Whether the local tenant of this folder answers on a port of this machine; two seconds without an answer are none. */
export function tenantAnswers(folder: string, port: number): Promise<boolean> {
    let ca: string;
    try {
        ca = readFileSync(path.join(folder, "tenant", "server.pem"), "utf8");
    } catch {
        return Promise.resolve(false);
    }
    return new Promise((resolve) => {
        // An agent of its own goes through no proxy.
        const agent = new Agent({ keepAlive: false });
        const url = `https://localhost:${port}/metadata/endpoints?api-version=2022-09-01`;
        get(url, { agent, ca, timeout: 2000 }, (answer) => {
            answer.resume();
            resolve(answer.statusCode === 200);
        })
            .on("timeout", function (this: { destroy(): void }) {
                this.destroy();
            })
            .on("error", () => {
                resolve(false);
            });
    });
}
