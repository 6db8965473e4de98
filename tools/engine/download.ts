import { existsSync } from "node:fs";
import path from "node:path";
import { version as sdkVersion } from "@pulumi/pulumi/package.json";

/** What came of an attempt to get a `pulumi`. */
export type Attempt = { readonly file: string } | { readonly problem: string };

/** Pulumi's download site, which is asked only once in a run whether it can be reached. */
export class DownloadSite {
    private answer: Promise<boolean> | undefined;

    /** Whether it answers within three seconds. */
    isReachable(): Promise<boolean> {
        return (this.answer ??= answers());
    }
}

async function answers(): Promise<boolean> {
    try {
        await fetch("https://get.pulumi.com/", {
            method: "HEAD",
            redirect: "manual",
            signal: AbortSignal.timeout(3000),
        });
        return true;
    } catch {
        return false;
    }
}

/** The downloaded `pulumi` in the cache, when there is one. */
export function downloadedPulumi(cache: string): string | undefined {
    const file = path.join(downloadFolder(cache), "bin", process.platform === "win32" ? "pulumi.exe" : "pulumi");
    return existsSync(file) ? file : undefined;
}

/** Pulumi's own installer, as the Automation API runs it: the version of the SDK, with its language hosts. */
export async function downloadPulumi(
    cache: string,
    site: DownloadSite,
    tell: (line: string) => void,
): Promise<Attempt> {
    if (!(await site.isReachable())) {
        return { problem: "get.pulumi.com cannot be reached" };
    }
    tell(`downloading pulumi ${sdkVersion} from get.pulumi.com (60 MB)`);
    try {
        // Loading the Automation API takes 0.4 s: only here, where it is used.
        const { PulumiCommand } = await import("@pulumi/pulumi/automation/index.js");
        const { command } = await PulumiCommand.install({ root: downloadFolder(cache) });
        return { file: command };
    } catch (error) {
        return { problem: `Pulumi's installer failed: ${error instanceof Error ? error.message : String(error)}` };
    }
}

const downloadFolder = (cache: string): string => path.join(cache, `pulumi-v${sdkVersion}`);
