import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectFolder } from "../sandbox/projectFolder";
import type { Figure } from "./main";

/** A copy of the checkout with a sandbox of its own, so that a bench never touches the user's. */
export class BenchProject {
    private constructor(readonly folder: string) {}

    static create(): BenchProject {
        const folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-bench-"));
        const files = execFileSync("git", ["ls-files", "-z"], { cwd: projectFolder, encoding: "utf8" });
        for (const file of files.split("\0").filter((name) => name !== "")) {
            cpSync(path.join(projectFolder, file), path.join(folder, file));
        }
        symlinkSync(path.join(projectFolder, "node_modules"), path.join(folder, "node_modules"));
        // Some tests ask git which files there are.
        execFileSync("git", ["init", "-q"], { cwd: folder });
        execFileSync("git", ["add", "-A"], { cwd: folder });
        const project = new BenchProject(folder);
        project.npm("run", "build");
        return project;
    }

    /** Runs npm in the copy and returns the seconds that it took. */
    npm(...args: readonly string[]): number {
        return this.timed(args, {});
    }

    /** `npm start` with no cached `pulumi`, no Go modules and no Go build cache. */
    coldStart(): number {
        const cache = path.join(this.folder, "empty-cache");
        const env = {
            XDG_CACHE_HOME: cache,
            GOMODCACHE: path.join(cache, "go-mod"),
            GOCACHE: path.join(cache, "go-build"),
        };
        const seconds = this.timed(["start"], env);
        // Go keeps its modules read-only: only Go itself removes them.
        spawnSync("go", ["clean", "-modcache"], { env: { ...process.env, ...env } });
        rmSync(path.join(this.folder, ".sandbox"), { recursive: true, force: true });
        return seconds;
    }

    /** Time of a preview of the unchanged stack, and peak memory of the process that runs the program: medians of 5. */
    previews(): Figure[] {
        const probe = path.join(this.folder, "probe.js");
        const peak = path.join(this.folder, "peak");
        writeFileSync(
            probe,
            `if (/cmd.run/.test(process.argv[1] ?? "")) process.on("exit", () =>
                require("node:fs").writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)));`,
        );
        const inner = path.join(this.folder, "previews.js");
        writeFileSync(
            inner,
            `const { spawnSync } = require("node:child_process");
             const run = () => {
                 const started = performance.now();
                 const { status } = spawnSync("pulumi", ["preview", "--expect-no-changes"], {
                     env: { ...process.env, NODE_OPTIONS: "--require " + ${JSON.stringify(probe)} } });
                 if (status !== 0) throw new Error("the preview failed");
                 return { seconds: (performance.now() - started) / 1000, peak: Number(require("node:fs").readFileSync(${JSON.stringify(peak)}, "utf8")) / 1024 };
             };
             const runs = Array.from({ length: 5 }, run);
             process.env.NODE_COMPILE_CACHE = process.env.TS_NODE_CACHE_DIRECTORY = require("node:path").resolve("cold-caches");
             runs.push(run());
             require("node:fs").writeFileSync("runs.json", JSON.stringify(runs));`,
        );
        this.npm("run", "sandbox", "--", "node", inner);
        const all = JSON.parse(readFileSync(path.join(this.folder, "runs.json"), "utf8")) as {
            seconds: number;
            peak: number;
        }[];
        const runs = all.slice(0, -1);
        return [
            {
                what: "peak memory of the program's process on cold compile caches",
                value: all.at(-1)?.peak ?? NaN,
                unit: "MB",
                limit: 340,
            },
            {
                what: "pulumi preview of the unchanged stack",
                value: median(runs.map(({ seconds }) => seconds)),
                unit: "s",
                limit: 2,
            },
            {
                what: "peak memory of the program's process in that preview",
                value: median(runs.map(({ peak }) => peak)),
                unit: "MB",
                limit: 240,
            },
        ];
    }

    remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }

    private timed(args: readonly string[], env: NodeJS.ProcessEnv): number {
        const started = performance.now();
        const { status, stdout, stderr } = spawnSync("npm", args, {
            cwd: this.folder,
            env: { ...process.env, ...env },
            encoding: "utf8",
        });
        if (status !== 0) {
            throw new Error(`npm ${args.join(" ")} ended with ${status ?? "a signal"}:\n${stdout}${stderr}`);
        }
        return (performance.now() - started) / 1000;
    }
}

function median(values: readonly number[]): number {
    return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
