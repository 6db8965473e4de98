import type { ConfidentialClientApplication } from "@azure/msal-node";
import { UserError } from "../errors/userError";
import { systemClock } from "../http/clock";
import { MsalNetwork } from "../http/msalNetwork";
import type { Send } from "../http/send";
import { cached, type AccessToken, type TokenSource } from "./accessToken";
import { azureCliToken } from "./azureCli";
import { clientCertificate, type ClientCertificate } from "./clientCertificate";
import type { DeployerSettings } from "./deployerSettings";
import type { DirectoryEndpoints } from "./directoryEndpoints";
import { requestFederatedToken } from "./federatedToken";
import { managedIdentityToken } from "./managedIdentity";
import { refusedSignIn } from "./refusedSignIn";
import { chooseWay, type ChosenWay, type SignInWay } from "./signInWay";

/** How the deployer signs in, and its tokens. */
export interface DeployerSignIn extends ChosenWay {
    readonly tokens: TokenSource;
}

/**
 * Signs in as the azuread provider does.
 * @throws UserError when no way is left or a setting cannot be read; the source throws one when the sign-in is refused
 */
export function signInAsDeployer(
    settings: DeployerSettings,
    endpoints: DirectoryEndpoints,
    send: Send,
    signal?: AbortSignal,
): DeployerSignIn {
    const { way, unused } = chooseWay(settings);
    const request = async (): Promise<AccessToken> => {
        try {
            return await tokenBy(way, endpoints, send, signal);
        } catch (error) {
            if (error instanceof UserError && unused.length > 0) {
                throw new UserError([error.evidence, ...unused].join("; "), error.remedy);
            }
            throw error;
        }
    };
    return { way, unused, tokens: cached(request, systemClock) };
}

function tokenBy(
    way: SignInWay,
    endpoints: DirectoryEndpoints,
    send: Send,
    signal: AbortSignal | undefined,
): Promise<AccessToken> {
    const scope = `${endpoints.graphUrl}/.default`;
    switch (way.kind) {
        case "Azure CLI":
            return azureCliToken(scope, way.tenantId, process.env, signal);
        case "managed identity":
            return managedIdentityToken(way.endpoint, endpoints.graphUrl, way.clientId, signal, systemClock);
        default:
            return applicationToken(way, scope, endpoints, send);
    }
}

/** Of the ways, those in which an application signs in with a credential of its own. */
type ApplicationWay = Exclude<SignInWay, { readonly kind: "Azure CLI" | "managed identity" }>;

/** The client credentials flow (learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow). */
async function applicationToken(
    way: ApplicationWay,
    scope: string,
    { loginUrl }: DirectoryEndpoints,
    send: Send,
): Promise<AccessToken> {
    const credential = await credentialOf(way, send);
    const network = new MsalNetwork(send);
    try {
        // Loaded here: other ways do without it.
        const { ConfidentialClientApplication: Application } = await import("@azure/msal-node");
        // A new one each time: after a refusal it answers for a minute from memory.
        const application: ConfidentialClientApplication = new Application({
            auth: {
                clientId: way.clientId,
                authority: `${loginUrl}/${way.tenantId}`,
                // About a host that it does not know, such as a local tenant's, it would ask Microsoft's public cloud.
                knownAuthorities: [new URL(loginUrl).host],
                ...credential,
            },
            system: { networkClient: network },
        });
        const result = await application.acquireTokenByClientCredential({ scopes: [scope], skipCache: true });
        if (result === null) {
            throw new Error("no token");
        }
        return { token: result.accessToken, expiresAt: result.expiresOn ?? systemClock.now() };
    } catch (error) {
        throw await refusedSignIn(error, way, credential, network.lastRequest);
    }
}

/** In the words of msal-node's configuration. All are secrets. */
export type ClientCredential =
    | { readonly clientSecret: string }
    | { readonly clientAssertion: string }
    | { readonly clientCertificate: ClientCertificate };

async function credentialOf(way: ApplicationWay, send: Send): Promise<ClientCredential> {
    switch (way.kind) {
        case "client certificate":
            return { clientCertificate: clientCertificate(way) };
        case "client secret":
            return { clientSecret: way.secret };
        case "federated token":
            return { clientAssertion: way.token };
        default:
            return { clientAssertion: await requestFederatedToken(way, send) };
    }
}
