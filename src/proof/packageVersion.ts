import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** This package's version. */
export function packageVersion(): string {
    // Compiled files are one folder deeper; TypeScript would copy an imported package.json beside them.
    const { version } = JSON.parse(readFileSync(nearest("package.json", __dirname), "utf8")) as { version: string };
    return version;
}

function nearest(name: string, folder: string): string {
    const file = join(folder, name);
    return existsSync(file) ? file : nearest(name, dirname(folder));
}
