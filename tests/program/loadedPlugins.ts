import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { launchScript } from "provider-stand-ins";
import { isStandIn } from "../../tools/engine/standIns";

const main = path.join(
    path.dirname(createRequire(__filename).resolve("provider-stand-ins/package.json")),
    "dist",
    "loaded",
    "main.js",
);

/** Lets one process that stays loaded take the place of the stand-ins in a PULUMI_HOME. Published plugins stay as they are. */
export async function loadStandIns(pulumiHome: string, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
    const child = spawn(process.execPath, [main], { env, stdio: ["pipe", "pipe", "inherit"] });
    const port = await new Promise<number>((resolve) =>
        child.stdout.once("data", (line: Buffer) => {
            resolve(Number(line));
        }),
    );
    const plugins = path.join(pulumiHome, "plugins");
    for (const folder of readdirSync(plugins)) {
        const [, kind, name] = /^(resource|language)-(.+)-v\d/.exec(folder) ?? [];
        const file = path.join(plugins, folder, `pulumi-${kind}-${name}`);
        if (name !== undefined && isStandIn(file)) {
            writeFileSync(file, launchScript(name, port));
        }
    }
    return child;
}
