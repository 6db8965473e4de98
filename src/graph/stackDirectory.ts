import type { Directory } from "./directory";
import type { StackOptions } from "../pulumi/run";
import { isGuid } from "../microsoft/guid";
import { UserError } from "../errors/userError";

/**
 * Signs in as the deployer of a stack, as its azuread provider would.
 * @throws UserError when that is refused, UserError for another tenant, UserError when the stack cannot be read
 */
export async function openStackDirectory(options: StackOptions): Promise<Directory> {
    const { readConfig } = await import("../pulumi/state.js");
    const config = await readConfig(options);
    // Loaded here, because they bring zod: `--help` and a wrong argument do not wait for it.
    const { deployerSettings } = await import("./deployerSettings.js");
    const { openDirectory } = await import("./directory.js");
    const settings = deployerSettings(config, process.env);
    const directory = await openDirectory(settings, options);
    const { tenantId } = directory.deployer;
    // A tenant may also be named by one of its domains; its id is in the token only.
    if (isGuid(settings.tenantId) && settings.tenantId?.toLowerCase() !== tenantId.toLowerCase()) {
        throw new UserError(
            `the deployer is signed in to ${tenantId}, but azuread:tenantId is ${settings.tenantId ?? ""}; sign in to the stack's tenant`,
        );
    }
    return directory;
}
