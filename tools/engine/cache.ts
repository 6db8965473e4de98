import { homedir } from "node:os";
import path from "node:path";
import { makeFolder } from "./folders";

/** This project's folder in the user's cache folder. What is in it can be deleted at any time; it is only made again. */
export function cacheFolder(): string {
    return path.join(userCacheFolder(), "exo-unattended");
}

/** Makes the cache folder. @throws Error that says which variable moves it, when it cannot be written to. */
export function makeCacheFolder(): string {
    const variable = process.platform === "win32" ? "LOCALAPPDATA" : "XDG_CACHE_HOME";
    const remedy =
        process.platform === "darwin"
            ? "Make it writable"
            : `Set ${variable} to a folder that you may write to, and run this again`;
    return makeFolder(cacheFolder(), remedy);
}

/** By specifications.freedesktop.org/basedir-spec, an empty or relative XDG_CACHE_HOME counts as not set. */
function userCacheFolder(): string {
    switch (process.platform) {
        case "win32":
            return absolute(process.env.LOCALAPPDATA) ?? path.join(homedir(), "AppData", "Local");
        case "darwin":
            return path.join(homedir(), "Library", "Caches");
        default:
            return absolute(process.env.XDG_CACHE_HOME) ?? path.join(homedir(), ".cache");
    }
}

const absolute = (folder: string | undefined): string | undefined =>
    folder !== undefined && path.isAbsolute(folder) ? folder : undefined;
