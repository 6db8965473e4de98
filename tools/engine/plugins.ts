import { copyFileSync, existsSync, linkSync, lstatSync, mkdirSync, realpathSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { version as azureNativeVersion } from "@pulumi/azure-native/package.json";
import { version as azureadVersion } from "@pulumi/azuread/package.json";
import { version as tlsVersion } from "@pulumi/tls/package.json";
import { installStandIns, isStandIn, type StandIn } from "./standIns";
import { DownloadSite } from "./download";
import { fileOnPath, type Pulumi } from "./pulumi";
import { outputOf } from "./run";

const providers = { azuread: azureadVersion, tls: tlsVersion, "azure-native": azureNativeVersion } as const;
type Provider = keyof typeof providers;

/**
 * Puts the plugins that the program needs into a PULUMI_HOME: the published ones when they are on this machine or can
 * be downloaded, otherwise our stand-ins. The user's own PULUMI_HOME is only read.
 * @returns One line that says which are in use.
 */
export async function preparePlugins(
    pulumi: Pulumi,
    pulumiHome: string,
    tell: (line: string) => void,
    site = new DownloadSite(),
): Promise<string> {
    const standIns: StandIn[] = [];
    if (!publishedLanguageHost(pulumi, pulumiHome)) {
        standIns.push("nodejs");
    }
    const missing = (Object.keys(providers) as Provider[]).filter(
        (provider) => !publishedProvider(provider, pulumiHome),
    );
    // Once stand-ins are in place the network is not asked again; deleting .sandbox/ makes it look again.
    const downloadable = missing.filter(
        (provider) => isDownloaded(provider) && !existsSync(fileIn(pulumiHome, provider)),
    );
    if (downloadable.length > 0 && (await site.isReachable())) {
        tell(`downloading the plugins ${downloadable.join(" and ")} from get.pulumi.com (100 MB)`);
        await Promise.all(downloadable.map((provider) => download(pulumi, provider, pulumiHome)));
    }
    standIns.push(...missing.filter((provider) => !publishedProvider(provider, pulumiHome)));
    installStandIns({ pulumiHome, cliVersion: pulumi.version, only: standIns });

    const origin = (plugin: StandIn): string => (standIns.includes(plugin) ? "stand-in" : "published");
    const named = Object.entries(providers).map(
        ([name, version]) => `${name} ${version} (${origin(name as Provider)})`,
    );
    return `plugins: ${[`nodejs (${origin("nodejs")})`, ...named].join(", ")}`;
}

/** Go reads SSL_CERT_FILE on Linux only: elsewhere the published azuread plugin cannot trust the local tenant. */
const canOnlyStandIn = (provider: Provider): boolean => provider === "azuread" && process.platform !== "linux";

/** azure-native is hundreds of megabytes, and the local tenant has no Azure for it. */
const isDownloaded = (provider: Provider): boolean => provider !== "azure-native" && !canOnlyStandIn(provider);

/** The language host beside `pulumi` is found by the engine itself; one elsewhere on PATH is adopted. */
function publishedLanguageHost(pulumi: Pulumi, pulumiHome: string): boolean {
    const name = "pulumi-language-nodejs";
    if (existsSync(path.join(path.dirname(realpathSync(pulumi.file)), name))) {
        return true;
    }
    const host = fileOnPath(name);
    const ours = path.join(pulumiHome, "plugins", `language-nodejs-v${pulumi.version}`, name);
    if (host !== undefined && !isPublished(ours)) {
        adopt(host, ours);
    }
    return isPublished(ours);
}

function publishedProvider(provider: Provider, pulumiHome: string): boolean {
    if (canOnlyStandIn(provider)) {
        return false;
    }
    const ours = fileIn(pulumiHome, provider);
    const users = fileIn(userPulumiHome(), provider);
    if (!isPublished(ours) && isPublished(users)) {
        adopt(users, ours);
    }
    return isPublished(ours);
}

const userPulumiHome = (): string => process.env.PULUMI_HOME ?? path.join(homedir(), ".pulumi");

/** Whether the engine would start this file and it is not one of ours. An installation that broke off leaves `.partial`. */
function isPublished(file: string): boolean {
    const folder = path.dirname(file);
    const isRealFolder = lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
    return isRealFolder && existsSync(file) && !existsSync(`${folder}.partial`) && !isStandIn(file);
}

/**
 * Makes a plugin of the user's ours: the engine looks only into real folders, never through a symbolic link, so the
 * file gets a folder of its own, with a hard link or, across file systems, a copy.
 */
function adopt(users: string, ours: string): void {
    const folder = path.dirname(ours);
    // The engine ignores folders of this name.
    const made = `${folder}.tmp${process.pid}`;
    mkdirSync(made, { recursive: true });
    const file = path.join(made, path.basename(ours));
    const source = realpathSync(users);
    try {
        linkSync(source, file);
    } catch {
        copyFileSync(source, file);
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(made, folder);
}

async function download(pulumi: Pulumi, provider: Provider, pulumiHome: string): Promise<void> {
    const args = ["plugin", "install", "resource", provider, providers[provider]];
    await outputOf(pulumi.file, args, 300_000, { PULUMI_HOME: pulumiHome });
}

function fileIn(pulumiHome: string, provider: Provider): string {
    return path.join(
        pulumiHome,
        "plugins",
        `resource-${provider}-v${providers[provider]}`,
        `pulumi-resource-${provider}`,
    );
}
