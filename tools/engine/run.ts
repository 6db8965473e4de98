import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** What a program prints, without the final line break, or undefined when it cannot be run or fails. */
export async function outputOf(
    file: string,
    args: readonly string[],
    timeout = 10_000,
    env: NodeJS.ProcessEnv = {},
): Promise<string | undefined> {
    try {
        const options = { timeout, env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true", ...env } };
        return (await execute(file, [...args], options)).stdout.trim();
    } catch {
        return undefined;
    }
}

/** Whether a version such as `3.259.0` or `go1.26.8` is at least another. */
export function isAtLeast(version: string, lowest: string): boolean {
    const numbers = (text: string): number[] => (text.match(/\d+/g) ?? []).slice(0, 3).map(Number);
    const [given, wanted] = [numbers(version), numbers(lowest)];
    const difference = wanted.map((number, index) => (given[index] ?? 0) - number).find((delta) => delta !== 0);
    return (difference ?? 0) >= 0;
}
