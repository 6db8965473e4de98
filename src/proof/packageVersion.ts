import { readFileSync } from "node:fs";
import { join } from "node:path";

/** This package's version. */
export function packageVersion(): string {
    // From dist/src/cli; TypeScript would copy an imported package.json into dist.
    const { version } = JSON.parse(readFileSync(join(__dirname, "../../../package.json"), "utf8")) as {
        version: string;
    };
    return version;
}
