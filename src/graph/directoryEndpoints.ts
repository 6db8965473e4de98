import { UserError } from "../errors/userError";
import { localCloud } from "../http/endpoints";
import { foreignText } from "../http/foreignText";
import { Cloud, cloudOfEnvironment, clouds } from "../microsoft/clouds";
import type { DeployerSettings } from "./deployerSettings";

/** The hosts that a deployer calls. URLs have no trailing slash. */
export interface DirectoryEndpoints {
    readonly loginUrl: string;
    readonly graphUrl: string;
    /** Whether they stand in for Microsoft's on this machine. */
    readonly isLocal: boolean;
}

/**
 * The hosts of the cloud that the settings name, or of a tenant on this machine.
 * @throws UserError for a cloud that the azuread provider does not know, and for a host that is another machine
 */
export async function directoryEndpoints(
    { environment, metadataHost }: Pick<DeployerSettings, "environment" | "metadataHost">,
    signal?: AbortSignal,
): Promise<DirectoryEndpoints> {
    if (metadataHost !== undefined) {
        const local = await localCloud(metadataHost, signal).catch((error: unknown) => {
            throw error instanceof UserError
                ? new UserError(error.message, "Set ARM_METADATA_HOSTNAME for a local tenant only.")
                : error;
        });
        return { ...local, isLocal: true };
    }
    const cloud = cloudOfEnvironment(environment ?? Cloud.Global);
    if (cloud === undefined) {
        throw new UserError(
            `azuread:environment (ARM_ENVIRONMENT) is "${foreignText(environment ?? "")}"`,
            `Set it to one of ${Object.values(Cloud).join(", ")}.`,
        );
    }
    const { loginUrl, graphUrl } = clouds[cloud];
    return { loginUrl, graphUrl, isLocal: false };
}
