import { inert } from "../../http/foreignText";
import { reasonsOf, type LoginReport } from "../../proof/report";

/**
 * The logins that need somebody, as lines that the agent of a pipeline shows on the run's page: GitHub Actions'
 * `::error::` (docs.github.com/actions/reference/workflows-and-actions/workflow-commands) or Azure Pipelines'
 * `##vso[task.logissue]` (learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands). Elsewhere none.
 *
 * They go to standard error, because standard output is the report's: both agents read commands from either
 * (ScriptHandler of actions/runner, NodeHandler of microsoft/azure-pipelines-agent).
 */
export function annotations(logins: readonly LoginReport[], environment: NodeJS.ProcessEnv): string {
    const format =
        environment["GITHUB_ACTIONS"] === "true"
            ? gitHub
            : environment["TF_BUILD"]?.toLowerCase() === "true"
              ? azurePipelines
              : undefined;
    return format === undefined
        ? ""
        : logins
              .filter(({ verdict, endsSoon }) => verdict !== "proved" || endsSoon)
              .map(
                  (login) =>
                      `${format(login.verdict === "proved" || login.verdict === "consent-pending" ? "warning" : "error", textOf(login))}\n`,
              )
              .join("");
}

function textOf(login: LoginReport): string {
    return inert(`${login.name}: ${reasonsOf(login).join("\n")}`);
}

function gitHub(kind: "error" | "warning", text: string): string {
    return `::${kind} title=exo-unattended verify::${text.replace(/[%\r\n]/g, percentEncoded)}`;
}

function azurePipelines(kind: "error" | "warning", text: string): string {
    // Azure Pipelines' own word for a percent sign.
    const escaped = text.replaceAll("%", "%AZP25").replace(/[\r\n]/g, percentEncoded);
    return `##vso[task.logissue type=${kind}]${escaped}`;
}

function percentEncoded(character: string): string {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
