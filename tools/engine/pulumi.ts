import { existsSync } from "node:fs";
import path from "node:path";
import { cacheFolder, makeCacheFolder } from "./cache";
import { buildPulumi, builtPulumi, lowestGoVersion } from "./build";
import { type Attempt, DownloadSite, downloadPulumi, downloadedPulumi } from "./download";
import { exclusively } from "./lock";
import { isAtLeast, outputOf } from "./run";

/**
 * The lowest `pulumi` that is taken from PATH: the oldest that program, tests and stand-in plugins were run with, and the
 * one that is built from source. Older ones may work; nobody has tried.
 */
export const lowestPulumiVersion = "3.259.0";

/** A `pulumi` command line that can be used. */
export interface Pulumi {
    /** Absolute path of the executable. */
    readonly file: string;
    /** Its version, for example `3.259.0`. */
    readonly version: string;
}

/**
 * Finds a `pulumi`, or gets one: on PATH and new enough, in our cache, by official download, or built from its
 * published Go module. Tells in one line what each step does, and why it did not help.
 * @throws Error that says what to install when nothing works.
 */
export async function findPulumi(tell: (line: string) => void, site = new DownloadSite()): Promise<Pulumi> {
    const onPath = await usable(fileOnPath("pulumi"));
    if (onPath && isAtLeast(onPath.version, lowestPulumiVersion)) {
        tell(`pulumi ${onPath.version} on PATH`);
        return onPath;
    }
    if (onPath) {
        tell(`pulumi ${onPath.version} on PATH is older than ${lowestPulumiVersion}`);
    }
    const cached = await cachedPulumi(cacheFolder());
    if (cached) {
        tell(`pulumi ${cached.version} from this project's cache`);
        return cached;
    }
    const cache = makeCacheFolder();
    return exclusively(path.join(cache, "pulumi.lock"), "downloading or building pulumi", tell, async () => {
        const pulumi =
            (await cachedPulumi(cache)) ??
            (await told(downloadPulumi(cache, site, tell), tell)) ??
            (await told(buildPulumi(cache, tell), tell));
        if (pulumi === undefined) {
            throw new Error(
                `no pulumi on this machine: install pulumi ${lowestPulumiVersion} or later ` +
                    `(https://www.pulumi.com/docs/install), or Go ${lowestGoVersion} or later to build it from source, and run this again`,
            );
        }
        return pulumi;
    });
}

const cachedPulumi = async (cache: string): Promise<Pulumi | undefined> =>
    (await usable(downloadedPulumi(cache))) ?? (await usable(builtPulumi(cache)));

/** What an attempt brought, or undefined after its problem was told. */
async function told(attempt: Promise<Attempt>, tell: (line: string) => void): Promise<Pulumi | undefined> {
    const result = await attempt;
    const pulumi = "file" in result ? await usable(result.file) : undefined;
    if (pulumi === undefined) {
        tell("problem" in result ? result.problem : "the pulumi that was downloaded does not run on this machine");
    }
    return pulumi;
}

async function usable(file: string | undefined): Promise<Pulumi | undefined> {
    const version = file === undefined ? undefined : await outputOf(file, ["version"]);
    return file === undefined || version === undefined ? undefined : { file, version: version.replace(/^v/, "") };
}

/** The first executable of that name in the folders of PATH. */
export function fileOnPath(name: string): string | undefined {
    const suffix = process.platform === "win32" ? ".exe" : "";
    return (process.env.PATH ?? "")
        .split(path.delimiter)
        .filter((folder) => path.isAbsolute(folder))
        .map((folder) => path.join(folder, name + suffix))
        .find((file) => existsSync(file));
}
