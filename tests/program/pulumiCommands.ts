import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { main } from "../cli/support";
import type { ProgramProject, Result } from "./project";

const hook = path.join(__dirname, "noteCommands.js");

/** A run of our command. */
export interface NotedRun {
    readonly run: Result;
    /** The `pulumi` commands that it started, such as `stack export --show-secrets`; sorted, for some run side by side. */
    readonly commands: readonly string[];
}

/** Runs our command, and notes how it works: what it reads once should stay read. */
export async function noted(project: ProgramProject, args: readonly string[]): Promise<NotedRun> {
    const file = path.join(project.folder, "commands");
    rmSync(file, { force: true });
    const run = await project.execute("node", ["--require", hook, main, ...args], { NOTED_COMMANDS: file });
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    return { run, commands: lines.map(nameOf).toSorted() };
}

/** Without a stack's name and options, other than the one that decrypts. */
function nameOf(line: string): string {
    const [, name = ""] = /^((?:stack|config) [a-z]\S*|\S+)/.exec(line) ?? [];
    return line.includes("--show-secrets") ? `${name} --show-secrets` : name;
}
