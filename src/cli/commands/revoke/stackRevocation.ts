import type { Connection } from "../../../connection/connection";
import { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import { setDeactivated } from "../../../graph/deactivation";
import type { Graph } from "../../../graph/graph";
import { systemClock } from "../../../http/clock";
import { removeConfig, setConfig, updateStack } from "../../../pulumi/changes";
import { valuesOf, type Configuration } from "../../../pulumi/configuration";
import { previewStack } from "../../../pulumi/preview";
import type { StackOptions } from "../../../pulumi/run";
import { lockedBy } from "../../../renewal/locked";
import type { RevocationEffects } from "../../../renewal/revocation";

/** What a stack's configuration says of its revocation. */
export interface StackRevocation {
    /** The namespace of the configuration: the project's name. */
    readonly project: string;
    /** Undefined when the login is not revoked. */
    readonly reason: string | undefined;
    readonly isProtected: boolean;
}

/** @throws UserError when the stack is not one of this project's program */
export function revocationOf(configuration: Configuration): StackRevocation {
    const config = valuesOf(configuration);
    const suffix = ":activeCertificate";
    const project = Object.keys(config)
        .find((key) => key.endsWith(suffix))
        ?.slice(0, -suffix.length);
    if (project === undefined) {
        throw new UserError(
            "the stack's configuration is not that of this project's program",
            "In a program of your own, set the argument revoked of UnattendedAccess, and run `pulumi up`.",
        );
    }
    return {
        project,
        reason: config[`${project}:revoked`] || undefined,
        isProtected: config[`${project}:protect`] === "true",
    };
}

/** How a revocation reaches this stack. */
export function revocationEffects(
    stack: StackOptions,
    project: string,
    graph: Graph,
    { applicationObjectId, clientId }: Pick<Connection, "applicationObjectId" | "clientId">,
): RevocationEffects {
    return {
        clientId,
        setRevoked: (reason) =>
            reason === undefined
                ? removeConfig(`${project}:revoked`, stack)
                : setConfig({ [`${project}:revoked`]: reason }, stack),
        preview: () => previewStack(stack),
        update: (message) => updateUnlocked(message, stack),
        setDeactivated: (isDeactivated) => setDeactivated(graph, applicationObjectId, isDeactivated),
    };
}

/** @throws UserError that says who holds the lock, and what to do, when that is the reason */
async function updateUnlocked(message: string, stack: StackOptions): Promise<void> {
    try {
        await updateStack(message, stack);
    } catch (error) {
        const lock = error instanceof UserError ? await lockedBy(error, stack, systemClock.now()) : undefined;
        if (lock === undefined || lock.kind === "step") {
            throw error;
        }
        throw new UserError(lock.reasons.join("; "), undefined, { exitStatus: ExitStatus.PersonNeeded });
    }
}
