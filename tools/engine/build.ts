import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { projectFolder } from "../sandbox/projectFolder";
import type { Attempt } from "./download";
import { progress } from "./progress";
import { isAtLeast, outputOf } from "./run";

/** The lowest Go that builds it. */
export const lowestGoVersion = "1.25.11";
const moduleFolder = path.join(projectFolder, "tools", "engine", "cli");
const goPackage = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
/** Packages that a build of version 3.259.0 compiles; only for the progress line. */
const packages = 1684;

/** The built `pulumi` in the cache, when one was built from just these module files and flags. */
export function builtPulumi(cache: string): string | undefined {
    const file = path.join(buildFolder(cache), "bin", "pulumi");
    return existsSync(file) ? file : undefined;
}

/** Builds `pulumi` from its published Go module, at the versions of the checked-in go.mod and go.sum. */
export async function buildPulumi(cache: string, tell: (line: string) => void): Promise<Attempt> {
    const go = await outputOf("go", ["env", "GOVERSION"]);
    if (go === undefined || !isAtLeast(go, lowestGoVersion)) {
        return { problem: `pulumi can be built with Go ${lowestGoVersion} or later (got ${go ?? "no go on PATH"})` };
    }
    tell(
        `building pulumi ${moduleVersion()} from its Go module with ${go} (once per machine: 3 to 6 minutes on a quiet one)`,
    );
    const work = mkdtempSync(path.join(cache, "building-"));
    const interrupted = (): void => {
        rmSync(work, { recursive: true, force: true });
        process.exit(130);
    };
    process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
    try {
        const problem = await goBuild(path.join(work, "bin", "pulumi"));
        if (problem !== undefined) {
            return { problem };
        }
        const folder = buildFolder(cache);
        if (!existsSync(folder)) {
            renameSync(work, folder);
        }
        return { file: path.join(folder, "bin", "pulumi") };
    } finally {
        process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
        rmSync(work, { recursive: true, force: true });
    }
}

async function goBuild(file: string): Promise<string | undefined> {
    const child = spawn("go", ["build", "-v", ...buildFlags(), "-o", file, goPackage], {
        cwd: moduleFolder,
        env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" },
        stdio: ["ignore", "ignore", "pipe"],
    });
    const compiled = progress("compiled", packages, "packages");
    const problems: string[] = [];
    createInterface(child.stderr).on("line", (line) => {
        if (/^[\w./@~-]+$/.test(line)) {
            compiled.advance();
        } else if (!line.startsWith("go: downloading ")) {
            problems.push(line);
        }
    });
    const code = await new Promise<number | null>((resolve) => {
        child.on("error", () => {
            resolve(null);
        });
        child.on("close", resolve);
    });
    compiled.done();
    return code === 0 ? undefined : `go build failed: ${buildProblem(problems)}`;
}

function buildProblem(lines: readonly string[]): string {
    const reason = lines.slice(-3).join(" ") || "it was interrupted";
    const isUnwritable = /permission denied|read-only file system|not a directory|GOCACHE|GOPATH/.test(reason);
    return isUnwritable ? `${reason}. Set GOCACHE and GOPATH to folders that you may write to` : reason;
}

function buildFlags(): string[] {
    // Without the version the Automation API and our own check of versions refuse the result.
    const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
    return [
        "-mod=readonly",
        "-trimpath",
        "-tags",
        "osusergo,grpcnotrace",
        "-ldflags",
        `-s -w -X ${versionVariable}=${moduleVersion()}`,
    ];
}

function moduleVersion(): string {
    const version = /^\s*github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/m.exec(
        readFileSync(path.join(moduleFolder, "go.mod"), "utf8"),
    )?.[1];
    if (version === undefined) {
        throw new Error("tools/engine/cli/go.mod names no version of github.com/pulumi/pulumi/pkg/v3");
    }
    return version;
}

function buildFolder(cache: string): string {
    const hash = createHash("sha256").update(`${process.platform} ${process.arch} ${buildFlags().join(" ")}`);
    for (const file of ["go.mod", "go.sum"]) {
        hash.update(readFileSync(path.join(moduleFolder, file)));
    }
    return path.join(cache, `pulumi-${hash.digest("hex").slice(0, 16)}`);
}
