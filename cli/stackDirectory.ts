import type { Directory } from "../directory/directory";
import type { StackOptions } from "../stacks/run";
import { UsageError } from "./usageError";

/**
 * Signs in as the deployer of a stack, as its azuread provider would.
 * @throws DirectoryError when that is refused, UsageError for another tenant, StackError when the stack cannot be read
 */
export async function openStackDirectory(options: StackOptions): Promise<Directory> {
    const { readConfig } = await import("../stacks/state.js");
    const config = await readConfig(options);
    // Loaded here, because they bring zod: `--help` and a wrong argument do not wait for it.
    const { deployerSettings } = await import("../directory/deployerSettings.js");
    const { openDirectory } = await import("../directory/directory.js");
    const settings = deployerSettings(config, process.env);
    const directory = await openDirectory(settings, options);
    const { tenantId } = directory.deployer;
    if (settings.tenantId !== undefined && settings.tenantId.toLowerCase() !== tenantId.toLowerCase()) {
        throw new UsageError(
            `the deployer is signed in to ${tenantId}, but azuread:tenantId is ${settings.tenantId}; sign in to the stack's tenant`,
        );
    }
    return directory;
}
