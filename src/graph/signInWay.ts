import { UserError } from "../errors/userError";
import { readInput } from "../files/readInput";
import type { DeployerSettings } from "./deployerSettings";

/** An application that signs in by itself. */
interface ApplicationIdentity {
    readonly tenantId: string;
    readonly clientId: string;
}

/** How the azuread provider signs in with these settings. */
export type SignInWay =
    | (ApplicationIdentity & {
          readonly kind: "client certificate";
          /** Where the PFX comes from: base64 text (a secret), or a file. */
          readonly pfx: { readonly base64: string } | { readonly path: string };
          /** A secret. */
          readonly password: string;
      })
    | (ApplicationIdentity & {
          readonly kind: "client secret";
          /** A secret. */
          readonly secret: string;
      })
    | (ApplicationIdentity & {
          readonly kind: "federated token";
          /** A secret. */
          readonly token: string;
      })
    | (ApplicationIdentity & {
          readonly kind: "Azure DevOps service connection" | "GitHub Actions token";
          readonly requestUrl: string;
          /** A secret. */
          readonly requestToken: string;
          /** Of Azure DevOps. */
          readonly serviceConnectionId?: string | undefined;
      })
    | { readonly kind: "managed identity"; readonly clientId: string | undefined; readonly endpoint: string }
    | { readonly kind: "Azure CLI"; readonly tenantId: string | undefined };

/** The way, and what of the settings it leaves unused. */
export interface ChosenWay {
    readonly way: SignInWay;
    /** Why settings of other ways do not count, in sentences without a full stop; empty when all of them do. */
    readonly unused: readonly string[];
}

/** Azure's instance metadata service (learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token). */
const instanceMetadata = "http://169.254.169.254/metadata/identity/oauth2/token";

/**
 * The way that the azuread provider takes, in its order: client certificate, client secret, federated token, Azure
 * DevOps, GitHub, managed identity, Azure CLI. A way whose settings are not complete is passed over without an error
 * (github.com/hashicorp/go-azure-sdk, sdk/auth/auth.go, version 0.20260212.1143955 as in pulumi-azuread 6.9.1).
 * @throws UserError when no way is left, when two settings contradict each other, or when a file cannot be read
 */
export function chooseWay(settings: DeployerSettings): ChosenWay {
    const { oidcRequestUrl: requestUrl, oidcRequestToken: requestToken, aks } = settings;
    const tenantId = agreed("the tenant id", [settings.tenantId, aks?.tenantId]);
    const clientId = agreed("the client id", [settings.clientId, fileOf(settings.clientIdFilePath), aks?.clientId]);
    const secret = agreed("the client secret", [settings.clientSecret, fileOf(settings.clientSecretFilePath)]);
    const usesOidc = settings.useOidc || settings.useAksWorkloadIdentity;
    const token = usesOidc
        ? agreed("the federated token", [
              settings.oidcToken,
              fileOf(settings.oidcTokenFilePath),
              fileOf(aks?.tokenFilePath),
          ])
        : undefined;
    const unused: string[] = [];

    if (tenantId !== undefined && clientId !== undefined) {
        const identity = { tenantId: checkedTenant(tenantId), clientId };
        const { clientCertificate, clientCertificatePath, clientCertificatePassword: password = "" } = settings;
        if (clientCertificate !== undefined) {
            return {
                way: { ...identity, kind: "client certificate", pfx: { base64: clientCertificate }, password },
                unused,
            };
        }
        if (clientCertificatePath !== undefined) {
            return {
                way: { ...identity, kind: "client certificate", pfx: { path: clientCertificatePath }, password },
                unused,
            };
        }
        if (secret !== undefined) {
            return { way: { ...identity, kind: "client secret", secret }, unused };
        }
        if (token !== undefined) {
            return { way: { ...identity, kind: "federated token", token }, unused };
        }
        if (usesOidc && requestUrl !== undefined && requestToken !== undefined) {
            const serviceConnectionId = settings.adoPipelineServiceConnectionId;
            const kind = serviceConnectionId === undefined ? "GitHub Actions token" : "Azure DevOps service connection";
            return { way: { ...identity, kind, requestUrl, requestToken, serviceConnectionId }, unused };
        }
        if (usesOidc) {
            unused.push(
                "ARM_USE_OIDC is set, but a federated token is missing, and so are the URL and the token to request one with",
            );
        }
    } else {
        const missing = [
            ...(tenantId === undefined ? ["azuread:tenantId (ARM_TENANT_ID)"] : []),
            ...(clientId === undefined ? ["azuread:clientId (ARM_CLIENT_ID)"] : []),
        ].join(" and ");
        const passedOver = [
            ...(settings.clientCertificate === undefined ? [] : ["ARM_CLIENT_CERTIFICATE"]),
            ...(settings.clientCertificatePath === undefined ? [] : ["ARM_CLIENT_CERTIFICATE_PATH"]),
            ...(secret === undefined ? [] : ["ARM_CLIENT_SECRET"]),
            ...(usesOidc ? ["ARM_USE_OIDC"] : []),
        ];
        unused.push(...passedOver.map((name) => `${name} is set, but not used, because ${missing} is not set`));
    }
    if (settings.useMsi) {
        return {
            way: { kind: "managed identity", clientId, endpoint: settings.msiEndpoint ?? instanceMetadata },
            unused,
        };
    }
    if (settings.useCli) {
        return { way: { kind: "Azure CLI", tenantId: tenantId && checkedTenant(tenantId) }, unused };
    }
    throw new UserError(
        ["no way to sign in is left: ARM_USE_CLI is false", ...unused].join("; "),
        "Set ARM_CLIENT_ID with ARM_CLIENT_SECRET, ARM_CLIENT_CERTIFICATE_PATH or ARM_USE_OIDC, or allow the Azure CLI.",
    );
}

function fileOf(path: string | undefined): string | undefined {
    return path === undefined ? undefined : readInput(path).toString("utf8").trim();
}

/** The provider refuses settings that say different things of the same. */
function agreed(what: string, values: readonly (string | undefined)[]): string | undefined {
    const given = values.filter((value) => value !== undefined && value !== "");
    if (new Set(given).size > 1) {
        throw new UserError(`${what} is set twice, to different values`, "Remove one of the two settings.");
    }
    return given[0];
}

/** The provider takes the same characters. */
function checkedTenant(tenantId: string): string {
    if (!/^[\w.-]{1,200}$/.test(tenantId)) {
        throw new UserError(
            "azuread:tenantId (ARM_TENANT_ID) is not a tenant id",
            "Set it to the id in Microsoft Entra admin center > Overview, a GUID.",
        );
    }
    return tenantId;
}
