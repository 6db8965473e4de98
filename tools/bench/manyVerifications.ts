import type { Connection } from "../../src/connection/connection";
import { localEndpoints, verify, type Credential } from "../../src/verification";

/** What the process gets. */
export interface Task {
    readonly connections: readonly Connection[];
    readonly credential: Credential;
}

/** What it answers. */
export interface Used {
    readonly seconds: number;
    /** The most that the process ever had in memory. */
    readonly megabytes: number;
}

const atATime = 8;

/** A process that verifies connections side by side. */
async function main({ connections, credential }: Task): Promise<Used> {
    const started = performance.now();
    const endpoints = await localEndpoints(process.env);
    const left = [...connections];
    const worker = async (): Promise<void> => {
        for (let connection = left.pop(); connection !== undefined; connection = left.pop()) {
            const { verdict, checks } = await verify(connection, credential, { endpoints, timeoutMs: 0 });
            if (verdict !== "proved") {
                throw new Error(JSON.stringify(checks));
            }
        }
    };
    await Promise.all(Array.from({ length: atATime }, worker));
    return { seconds: (performance.now() - started) / 1000, megabytes: process.resourceUsage().maxRSS / 1024 };
}

process.once("message", (task: Task) => {
    void main(task).then((used) => {
        process.send?.(used);
        process.disconnect();
    });
});
