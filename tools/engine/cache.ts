import { homedir } from "node:os";
import path from "node:path";

/** This project's folder in the user's cache folder. What is in it can be deleted at any time; it is only made again. */
export function cacheFolder(): string {
    return path.join(userCacheFolder(), "exo-unattended");
}

function userCacheFolder(): string {
    switch (process.platform) {
        case "win32":
            return process.env.LOCALAPPDATA ?? path.join(homedir(), "AppData", "Local");
        case "darwin":
            return path.join(homedir(), "Library", "Caches");
        default:
            return process.env.XDG_CACHE_HOME ?? path.join(homedir(), ".cache");
    }
}
