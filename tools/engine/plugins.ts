import { existsSync, mkdirSync, openSync, readSync, closeSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { version as azureNativeVersion } from "@pulumi/azure-native/package.json";
import { version as azureadVersion } from "@pulumi/azuread/package.json";
import { version as tlsVersion } from "@pulumi/tls/package.json";
import { installStandIns, type StandIn } from "./standIns";
import { downloadsReachable } from "./download";
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
): Promise<string> {
    const standIns: StandIn[] = [];
    if (!publishedLanguageHost(pulumi, pulumiHome)) {
        standIns.push("nodejs");
    }
    const missing = (Object.keys(providers) as Provider[]).filter(
        (provider) => !publishedProvider(provider, pulumiHome),
    );
    // Once stand-ins are in place the network is not asked again; deleting .sandbox/ makes it look anew.
    const downloadable = missing.filter(
        (provider) => isDownloaded(provider) && !existsSync(fileIn(pulumiHome, provider)),
    );
    if (downloadable.length > 0) {
        tell(
            `getting the plugins ${downloadable.join(" and ")} from get.pulumi.com (100 MB; offline given up after 3 s)`,
        );
        if (await downloadsReachable()) {
            await Promise.all(downloadable.map((provider) => download(pulumi, provider, pulumiHome)));
        }
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

function publishedLanguageHost(pulumi: Pulumi, pulumiHome: string): boolean {
    const name = "pulumi-language-nodejs";
    if (existsSync(path.join(path.dirname(realpathSync(pulumi.file)), name))) {
        return true;
    }
    const host = fileOnPath(name);
    const folder = path.join(pulumiHome, "plugins", `language-nodejs-v${pulumi.version}`);
    if (host !== undefined && !existsSync(folder)) {
        mkdirSync(folder, { recursive: true });
        symlinkSync(host, path.join(folder, name));
    }
    return host !== undefined;
}

function publishedProvider(provider: Provider, pulumiHome: string): boolean {
    if (canOnlyStandIn(provider)) {
        return false;
    }
    const ours = fileIn(pulumiHome, provider);
    if (existsSync(ours) && !isScript(ours)) {
        return true;
    }
    const users = fileIn(process.env.PULUMI_HOME ?? path.join(homedir(), ".pulumi"), provider);
    if (!existsSync(users)) {
        return false;
    }
    rmSync(path.dirname(ours), { recursive: true, force: true });
    mkdirSync(path.dirname(path.dirname(ours)), { recursive: true });
    symlinkSync(path.dirname(users), path.dirname(ours));
    return true;
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

/** A stand-in is a script that starts node; a published plugin is a binary. */
function isScript(file: string): boolean {
    const start = Buffer.alloc(2);
    const descriptor = openSync(file, "r");
    try {
        readSync(descriptor, start);
    } finally {
        closeSync(descriptor);
    }
    return start.toString() === "#!";
}
