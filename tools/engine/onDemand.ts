import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Provider packages that only some programs use, and whose plugins are large. */
const onDemandPackages = ["@pulumi/azure-native"];

const marker = `# Written by exo-unattended's "npm run prepare". This is not a policy pack, but Pulumi's Node.js language host skips
# the folders of policy packs when it collects the plugins to install. So the plugin of this package, hundreds of
# megabytes, is not installed for everybody; the engine gets it when a program registers a resource of it.
`;

/** Keeps the plugins of these packages out of what Pulumi installs for everybody. */
export function markOnDemand(projectFolder: string): void {
    for (const name of onDemandPackages) {
        const folder = path.join(projectFolder, "node_modules", name);
        if (existsSync(folder)) {
            writeFileSync(path.join(folder, "PulumiPolicy.yaml"), marker);
        }
    }
}
