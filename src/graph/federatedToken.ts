import { UserError } from "../errors/userError";
import { foreignText } from "../http/foreignText";
import { jsonProperties } from "../http/json";
import { NetworkFailure } from "../http/networkFailure";
import type { Send } from "../http/send";
import type { SignInWay } from "./signInWay";

type RequestedWay = Extract<SignInWay, { readonly requestUrl: string }>;

/**
 * Asks the pipeline's own service for a token that says which job this is. Sources:
 * docs.github.com/actions/reference/security/oidc, and
 * learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create.
 * @returns the token, a secret
 * @throws UserError when the service gives none
 */
export async function requestFederatedToken(way: RequestedWay, send: Send): Promise<string> {
    const url = URL.canParse(way.requestUrl) ? new URL(way.requestUrl) : undefined;
    // It gets the pipeline's token.
    if (url?.protocol !== "https:") {
        throw new UserError(
            "azuread:oidcRequestUrl (ARM_OIDC_REQUEST_URL and the like) is not an https URL",
            remedyFor(way),
        );
    }
    const isAzureDevOps = way.serviceConnectionId !== undefined;
    setAbsent(url.searchParams, isAzureDevOps ? "api-version" : "audience", isAzureDevOps ? "7.1" : entraAudience);
    if (way.serviceConnectionId !== undefined) {
        setAbsent(url.searchParams, "serviceConnectionId", way.serviceConnectionId);
    }
    const { status, body } = await send({
        url: url.href,
        method: isAzureDevOps ? "POST" : "GET",
        headers: {
            authorization: `Bearer ${way.requestToken}`,
            accept: "application/json",
            ...(isAzureDevOps ? { "content-type": "application/json", "content-length": "0" } : {}),
        },
    }).catch((error: unknown) => {
        throw error instanceof NetworkFailure
            ? new UserError(`no federated token: ${error.evidence}`, `${error.remedy} ${remedyFor(way)}`)
            : error;
    });
    const { [isAzureDevOps ? "oidcToken" : "value"]: token, message } = jsonProperties(body);
    if (status !== 200 || typeof token !== "string") {
        const said = typeof message === "string" ? `: ${foreignText(message).slice(0, 500)}` : "";
        throw new UserError(`no federated token: ${url.host} answered ${status}${said}`, remedyFor(way));
    }
    return token;
}

/** What Microsoft Entra expects as the audience (learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust). */
const entraAudience = "api://AzureADTokenExchange";

function setAbsent(parameters: URLSearchParams, name: string, value: string): void {
    if (!parameters.get(name)) {
        parameters.set(name, value);
    }
}

function remedyFor({ serviceConnectionId }: RequestedWay): string {
    return serviceConnectionId === undefined
        ? "On GitHub Actions give the job `permissions: id-token: write`. On Azure Pipelines set ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID too."
        : "Give the step SYSTEM_ACCESSTOKEN: $(System.AccessToken), and compare the service connection's id with Project settings > Service connections.";
}
