import { createHash, X509Certificate } from "node:crypto";
import { z } from "zod";
import { foreignText } from "../http/foreignText";
import { isSameGuid } from "../microsoft/guid";
import type { Graph } from "./graph";

/** An application, what it signs in with, and what it may do: all that one login consists of in a tenant. */
export interface Login {
    /** Object id of the application. */
    readonly id: string;
    readonly clientId: string;
    /** As it is in the tenant, and so not fit to be shown; the same is true of the three that follow. */
    readonly displayName: string;
    readonly description: string;
    readonly signInAudience: string;
    readonly tags: readonly string[];
    /** API permissions that it asks for, each as `<client id of the API>/<id of the permission>/<Role or Scope>`. */
    readonly requestedPermissions: readonly string[];
    readonly createdDateTime: string;
    /** Object ids. */
    readonly owners: readonly string[];
    /** Certificates. */
    readonly credentials: readonly LoginCredential[];
    /** Client secrets. */
    readonly secrets: readonly LoginSecret[];
    readonly federatedCredentials: readonly FederatedCredential[];
    readonly servicePrincipal: LoginServicePrincipal | undefined;
}

/** A key credential. */
export interface LoginCredential {
    readonly keyId: string;
    /** SHA-1 of the certificate, 40 upper-case hex digits; undefined when Graph does not show the certificate. */
    readonly thumbprint: string | undefined;
    /** The certificate in PEM form; undefined when Graph does not show it. */
    readonly certificatePem?: string | undefined;
    readonly startDateTime: string | undefined;
    readonly endDateTime: string;
}

/** A password credential. Graph never shows the secret itself. */
export interface LoginSecret {
    readonly keyId: string;
    readonly displayName: string;
    readonly startDateTime?: string | undefined;
    readonly endDateTime: string;
}

/** Another issuer whose tokens the application may sign in with. */
export interface FederatedCredential {
    readonly id: string;
    readonly name: string;
    readonly issuer: string;
    readonly subject: string;
}

/** The application's service principal in this tenant. */
export interface LoginServicePrincipal {
    readonly id: string;
    readonly accountEnabled: boolean;
    /** Object ids. */
    readonly owners: readonly string[];
    /** Certificates and client secrets of the service principal itself: they sign in as well as the application's. */
    readonly credentials: readonly LoginCredential[];
    readonly secrets: readonly LoginSecret[];
    /** Application permissions with admin consent. */
    readonly consents: readonly LoginConsent[];
    readonly roles: readonly LoginRole[];
}

/** An application permission that the login holds. */
export interface LoginConsent {
    readonly id: string;
    readonly appRoleId: string;
    /** Object id of the API's service principal. */
    readonly resourceId: string;
    /** As in the `roles` claim of a token, for example `Exchange.ManageAsApp`; undefined when the API has no such role. */
    readonly value?: string | undefined;
    /** Display name of the API; undefined when Graph does not show it. */
    readonly resourceDisplayName?: string | undefined;
    /** Client id of the API; undefined when its service principal is gone. */
    readonly resourceClientId: string | undefined;
}

/** A directory role that the login holds. */
export interface LoginRole {
    readonly id: string;
    readonly roleDefinitionId: string;
    /** `/` for the whole tenant. */
    readonly directoryScopeId: string;
}

// learn.microsoft.com/graph/api/resources/application, serviceprincipal, keycredential, passwordcredential,
// federatedidentitycredential, approleassignment and unifiedroleassignment.
const keyCredential = z.object({
    keyId: z.string(),
    key: z.string().nullish(),
    startDateTime: z.string().nullish(),
    endDateTime: z.string(),
});
const passwordCredential = z.object({
    keyId: z.string(),
    displayName: z.string().nullish(),
    startDateTime: z.string().nullish(),
    endDateTime: z.string().nullish(),
});
const requiredResourceAccess = z.object({
    resourceAppId: z.string(),
    resourceAccess: z.array(z.object({ id: z.string(), type: z.string() })),
});
const application = z.object({
    id: z.string(),
    appId: z.string(),
    displayName: z.string().nullable(),
    description: z.string().nullish(),
    signInAudience: z.string().nullish(),
    tags: z.array(z.string()),
    requiredResourceAccess: z.array(requiredResourceAccess).nullish(),
    createdDateTime: z.string(),
    keyCredentials: z.array(keyCredential),
    passwordCredentials: z.array(passwordCredential).nullish(),
});
const servicePrincipal = z.object({
    id: z.string(),
    accountEnabled: z.boolean().nullish(),
    keyCredentials: z.array(keyCredential).nullish(),
    passwordCredentials: z.array(passwordCredential).nullish(),
});
const federatedCredential = z.object({ id: z.string(), name: z.string(), issuer: z.string(), subject: z.string() });
const consent = z.object({
    id: z.string(),
    appRoleId: z.string(),
    resourceId: z.string(),
    resourceDisplayName: z.string().nullish(),
});
const role = z.object({ id: z.string(), roleDefinitionId: z.string(), directoryScopeId: z.string().nullable() });
const withId = z.object({ id: z.string() });
const api = z.object({
    appId: z.string(),
    appRoles: z.array(z.object({ id: z.string(), value: z.string().nullish() })).nullish(),
});

/** The logins of the applications with a tag that begins like this, in no particular order. */
export async function taggedLogins(graph: Graph, tagPrefix: string): Promise<Login[]> {
    // `tags` supports startsWith (learn.microsoft.com/graph/api/resources/application#properties).
    const filter = `tags/any(t:startswith(t,'${quoted(tagPrefix)}'))`;
    const found = await graph.list(`/applications?$filter=${encodeURIComponent(filter)}`, withId);
    const logins = await Promise.all(found.map(({ id }) => loginOf(graph, id)));
    return logins.filter((login) => login !== undefined);
}

/**
 * The login of an application by its object id, or undefined when the application is gone. Graph shows the certificate
 * of a credential only for a single object with `$select`. `customKeyIdentifier`, which it always shows, does not
 * identify a certificate: whoever adds a credential can set it (learn.microsoft.com/graph/api/resources/keycredential).
 */
export async function loginOf(graph: Graph, objectId: string): Promise<Login | undefined> {
    const selected = Object.keys(application.shape).join();
    const found = await graph.get(`/applications/${objectId}?$select=${selected}`, application);
    if (found === undefined) {
        return undefined;
    }
    const { id, appId, displayName, description, signInAudience, tags, createdDateTime } = found;
    const [owners, federatedCredentials, servicePrincipal] = await Promise.all([
        ownersIn(graph, `/applications/${id}`),
        graph.list(`/applications/${id}/federatedIdentityCredentials`, federatedCredential),
        servicePrincipalOf(graph, appId),
    ]);
    return {
        id,
        clientId: appId,
        displayName: displayName ?? "",
        description: description ?? "",
        signInAudience: signInAudience ?? "",
        tags,
        requestedPermissions: (found.requiredResourceAccess ?? []).flatMap(({ resourceAppId, resourceAccess }) =>
            resourceAccess.map((access) => `${resourceAppId}/${access.id}/${access.type}`),
        ),
        createdDateTime,
        owners,
        credentials: credentialsOf(found),
        secrets: secretsOf(found),
        federatedCredentials: federatedCredentials.map((credential) => ({
            id: credential.id,
            name: foreignText(credential.name),
            issuer: foreignText(credential.issuer),
            subject: foreignText(credential.subject),
        })),
        servicePrincipal,
    };
}

/** Whether the object of an id in the azuread provider's form is there: such an id is the object's path in Graph. */
export async function exists(graph: Graph, id: string): Promise<boolean> {
    return (await graph.get(id, withId)) !== undefined;
}

/** An application's service principal in this tenant, by client id, or undefined when there is none. */
export async function servicePrincipalOf(graph: Graph, appId: string): Promise<LoginServicePrincipal | undefined> {
    const [named] = await graph.list(`/servicePrincipals?$filter=appId eq '${appId}'`, withId);
    const selected = Object.keys(servicePrincipal.shape).join();
    const found = named && (await graph.get(`/servicePrincipals/${named.id}?$select=${selected}`, servicePrincipal));
    if (found === undefined) {
        return undefined;
    }
    const { id } = found;
    const [owners, consents, roles] = await Promise.all([
        ownersIn(graph, `/servicePrincipals/${id}`),
        graph.list(`/servicePrincipals/${id}/appRoleAssignments`, consent),
        graph.list(`/roleManagement/directory/roleAssignments?$filter=principalId eq '${id}'`, role),
    ]);
    return {
        id,
        accountEnabled: found.accountEnabled ?? true,
        owners,
        credentials: credentialsOf(found),
        secrets: secretsOf(found),
        consents: await Promise.all(
            consents.map(async ({ resourceDisplayName, ...one }) => {
                const resource = await graph.get(`/servicePrincipals/${one.resourceId}`, api);
                const value = resource?.appRoles?.find(({ id }) => isSameGuid(id, one.appRoleId))?.value;
                return {
                    ...one,
                    value: typeof value === "string" ? foreignText(value) : undefined,
                    resourceDisplayName:
                        typeof resourceDisplayName === "string" ? foreignText(resourceDisplayName) : undefined,
                    resourceClientId: resource?.appId,
                };
            }),
        ),
        roles: roles.map((one) => ({ ...one, directoryScopeId: one.directoryScopeId ?? "/" })),
    };
}

async function ownersIn(graph: Graph, path: string): Promise<string[]> {
    return (await graph.list(`${path}/owners`, withId)).map(({ id }) => id);
}

function credentialsOf({
    keyCredentials,
}: Pick<z.infer<typeof servicePrincipal>, "keyCredentials">): LoginCredential[] {
    return (keyCredentials ?? []).map(({ keyId, key, startDateTime, endDateTime }) => {
        const certificate = certificateOf(key ?? "");
        return {
            keyId,
            // SHA-1 is the name of a certificate here, not a protection.
            thumbprint: certificate && createHash("sha1").update(certificate.raw).digest("hex").toUpperCase(),
            certificatePem: certificate?.toString(),
            startDateTime: startDateTime ?? undefined,
            endDateTime,
        };
    });
}

function secretsOf({
    passwordCredentials,
}: Pick<z.infer<typeof servicePrincipal>, "passwordCredentials">): LoginSecret[] {
    return (passwordCredentials ?? []).map(({ keyId, displayName, startDateTime, endDateTime }) => ({
        keyId,
        displayName: foreignText(displayName ?? ""),
        startDateTime: startDateTime ?? undefined,
        endDateTime: endDateTime ?? "unknown",
    }));
}

/** @param key base64 of a certificate, in DER or as the PEM text that was uploaded */
function certificateOf(key: string): X509Certificate | undefined {
    try {
        return new X509Certificate(Buffer.from(key, "base64"));
    } catch {
        return undefined;
    }
}

/** OData doubles a quote inside quotes. */
export function quoted(text: string): string {
    return text.replaceAll("'", "''");
}
