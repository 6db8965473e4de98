import type { Connection } from "../../connection/connection";
import { CertificateSource, connectCommand } from "../connectCommand";
import { connectionVariables } from "./variables";

/** Logging commands that set variables for the following steps of an Azure Pipelines job. */
export function azureDevOpsConnection(connection: Connection): string {
    return [
        ...connectionVariables(connection),
        ["EXO_CONNECT_COMMAND", connectCommand(connection, CertificateSource.Environment)] as const,
    ]
        .map(([name, value]) => setVariable(name, value))
        .join("\n");
}

/**
 * `task.setvariable` with the agent's escapes: the percent sign as %AZP25, line breaks as %0D and %0A
 * (learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands#formatting-commands).
 */
export function setVariable(name: string, value: string): string {
    const escaped = value.replaceAll("%", "%AZP25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
    return `##vso[task.setvariable variable=${name}]${escaped}`;
}
