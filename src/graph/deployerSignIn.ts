import { readFile } from "node:fs/promises";
import type { TokenCredential } from "@azure/identity";
import { findSignInError } from "../microsoft/signInErrors";
import { foreignText } from "../http/foreignText";
import { jsonProperties } from "../http/json";
import { NetworkFailure } from "../http/networkFailure";
import type { Send } from "../http/send";
import type { DeployerSettings, DirectoryEndpoints } from "./deployerSettings";
import { pfxAsPem } from "./pfx";
import { UserError } from "../errors/userError";

/** Gives an access token for Microsoft Graph, a secret: a new one when the last is about to expire. */
export type TokenSource = () => Promise<string>;

/** The ways in which a deployer can sign in. */
const ways =
    "Sign in as the deployer: az login --tenant <tenant id>, or ARM_CLIENT_ID with ARM_CLIENT_SECRET, ARM_CLIENT_CERTIFICATE_PATH or ARM_USE_OIDC.";

/**
 * Signs in as the azuread provider does, in its order: certificate, secret, federated token, Azure CLI.
 * @throws UserError when a setting is missing; the source throws one when the sign-in is refused
 */
export async function deployerTokens(
    settings: DeployerSettings,
    { loginUrl, graphUrl, isLocal }: DirectoryEndpoints,
    send: Send,
): Promise<TokenSource> {
    const credential = await deployerCredential(settings, { loginUrl, isLocal }, send);
    return async () => {
        try {
            const token = await credential.getToken(`${graphUrl}/.default`);
            return token?.token ?? "";
        } catch (error) {
            throw refused(error);
        }
    };
}

async function deployerCredential(
    settings: DeployerSettings,
    { loginUrl, isLocal }: Pick<DirectoryEndpoints, "loginUrl" | "isLocal">,
    send: Send,
): Promise<TokenCredential> {
    const { tenantId, clientId, clientSecret, clientCertificatePath } = settings;
    // Loaded here: it takes longer than everything else together.
    const { AzureCliCredential, ClientAssertionCredential, ClientCertificateCredential, ClientSecretCredential } =
        await import("@azure/identity");
    // About a host that it does not know it would ask Microsoft's public cloud.
    const options = { authorityHost: loginUrl, disableInstanceDiscovery: isLocal };
    if (clientCertificatePath === undefined && clientSecret === undefined && !settings.useOidc) {
        return new AzureCliCredential({ ...(tenantId === undefined ? {} : { tenantId }), processTimeoutInMs: 60_000 });
    }
    if (tenantId === undefined || clientId === undefined) {
        const missing = tenantId === undefined ? "azuread:tenantId (ARM_TENANT_ID)" : "ARM_CLIENT_ID";
        throw new UserError(`${missing} is not set`, ways);
    }
    if (clientCertificatePath !== undefined) {
        const certificate = await pfxAsPem(clientCertificatePath, settings.clientCertificatePassword ?? "");
        return new ClientCertificateCredential(tenantId, clientId, { certificate }, options);
    }
    if (clientSecret !== undefined) {
        return new ClientSecretCredential(tenantId, clientId, clientSecret, options);
    }
    const assertion = await federatedToken(settings, send);
    return new ClientAssertionCredential(tenantId, clientId, () => Promise.resolve(assertion), options);
}

async function federatedToken(settings: DeployerSettings, send: Send): Promise<string> {
    const { oidcToken, oidcTokenFilePath, oidcRequestUrl, oidcRequestToken } = settings;
    if (oidcToken !== undefined) {
        return oidcToken;
    }
    if (oidcTokenFilePath !== undefined) {
        return readFile(oidcTokenFilePath, "utf8").then(
            (text) => text.trim(),
            () => {
                throw new UserError(`the federated token in ${oidcTokenFilePath} cannot be read`, ways);
            },
        );
    }
    if (oidcRequestUrl === undefined || oidcRequestToken === undefined) {
        throw new UserError(
            "ARM_USE_OIDC is set, but there is no federated token",
            "Set ARM_OIDC_TOKEN; on GitHub Actions give the job `permissions: id-token: write`.",
        );
    }
    // docs.github.com/actions/reference/security/oidc; the audience is Microsoft Entra's.
    const url = new URL(oidcRequestUrl);
    url.searchParams.set("audience", "api://AzureADTokenExchange");
    const headers = { authorization: `Bearer ${oidcRequestToken}`, accept: "application/json" };
    const { status, body } = await send({ url: url.href, method: "GET", headers }).catch((error: unknown) => {
        throw error instanceof NetworkFailure ? new UserError(error.evidence, error.remedy) : error;
    });
    const { value } = jsonProperties(body);
    if (typeof value !== "string") {
        throw new UserError(`${url.host} answered ${status} without a federated token`, ways);
    }
    return value;
}

/** Microsoft Entra's reason where there is one, else the client's, such as that there is no Azure CLI. */
function refused(error: unknown): UserError {
    const text = foreignText(error instanceof Error ? error.message : String(error));
    const said = /AADSTS(\d+): .*?(?= Trace ID| - Correlation ID|$)/.exec(text);
    const known = findSignInError(Number(said?.[1]), text);
    return new UserError(
        `the deployer cannot sign in: ${said?.[0] ?? text}`,
        known?.mayPassWithTime === true ? "Wait, and run this again." : ways,
    );
}
