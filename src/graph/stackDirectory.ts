import { UserError } from "../errors/userError";
import { isGuid } from "../microsoft/guid";
import { readConfiguration, valuesOf } from "../pulumi/configuration";
import type { StackOptions } from "../pulumi/run";
import { deployerSettings } from "./deployerSettings";
import { openDirectory, type Directory } from "./directory";

/**
 * Signs in as the deployer of a stack, as its azuread provider would.
 * @throws UserError when the sign-in is refused, leads to another tenant, or the stack cannot be read
 */
export async function openStackDirectory(options: StackOptions): Promise<Directory> {
    return openDirectoryOf(valuesOf(await readConfiguration(options)), options);
}

/**
 * The same for a stack whose configuration is known.
 * @param config by full key, such as `azuread:tenantId`
 */
export async function openDirectoryOf(
    config: Readonly<Record<string, string>>,
    options: Pick<StackOptions, "signal">,
): Promise<Directory> {
    const settings = deployerSettings(config, process.env);
    const directory = await openDirectory(settings, options);
    const { tenantId } = directory.deployer;
    // A tenant may also be named by one of its domains; its id is in the token only.
    if (isGuid(settings.tenantId) && settings.tenantId?.toLowerCase() !== tenantId.toLowerCase()) {
        throw new UserError(
            `the deployer is signed in to ${tenantId}, but azuread:tenantId is ${settings.tenantId ?? ""}`,
            "Sign in to the stack's tenant.",
        );
    }
    return directory;
}
