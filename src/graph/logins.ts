import { z } from "zod";
import { foreignText } from "../http/foreignText";
import type { Graph } from "./graph";

/** An application, what it signs in with, and what it may do: all that one login is made of in a tenant. */
export interface Login {
    /** Object id of the application. */
    readonly id: string;
    readonly clientId: string;
    readonly displayName: string;
    readonly tags: readonly string[];
    readonly createdDateTime: string;
    /** Object ids. */
    readonly owners: readonly string[];
    readonly credentials: readonly LoginCredential[];
    readonly servicePrincipal: LoginServicePrincipal | undefined;
}

/** A key credential. */
export interface LoginCredential {
    readonly keyId: string;
    /** SHA-1 of the certificate, 40 upper-case hex digits; undefined when Graph does not show one. */
    readonly thumbprint: string | undefined;
    readonly endDateTime: string;
}

/** The application's service principal in this tenant. */
export interface LoginServicePrincipal {
    readonly id: string;
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

// learn.microsoft.com/graph/api/resources/application, keycredential, approleassignment and unifiedroleassignment.
const application = z.object({
    id: z.string(),
    appId: z.string(),
    displayName: z.string().nullable(),
    tags: z.array(z.string()),
    createdDateTime: z.string(),
    keyCredentials: z.array(
        z.object({ keyId: z.string(), customKeyIdentifier: z.string().nullish(), endDateTime: z.string() }),
    ),
});
const consent = z.object({ id: z.string(), appRoleId: z.string(), resourceId: z.string() });
const role = z.object({ id: z.string(), roleDefinitionId: z.string(), directoryScopeId: z.string().nullable() });
const withId = z.object({ id: z.string() });
const withAppId = z.object({ appId: z.string() });

/** The applications with a tag that begins like this, in any tenant-wide order, and all that belongs to them. */
export async function taggedLogins(graph: Graph, tagPrefix: string): Promise<Login[]> {
    // `tags` supports startsWith (learn.microsoft.com/graph/api/resources/application#properties).
    const filter = `tags/any(t:startswith(t,'${quoted(tagPrefix)}'))`;
    const found = await graph.list(`/applications?$filter=${encodeURIComponent(filter)}`, application);
    return Promise.all(found.map((one) => complete(graph, one)));
}

/** The login of an application by its object id, or undefined when the application is gone. */
export async function loginOf(graph: Graph, objectId: string): Promise<Login | undefined> {
    const found = await graph.get(`/applications/${objectId}`, application);
    return found && complete(graph, found);
}

/** Whether the object of an id in the azuread provider's form is there: such an id is the object's path in Graph. */
export async function exists(graph: Graph, id: string): Promise<boolean> {
    return (await graph.get(id, withId)) !== undefined;
}

async function complete(graph: Graph, found: z.infer<typeof application>): Promise<Login> {
    const { id, appId, displayName, tags, createdDateTime, keyCredentials } = found;
    return {
        id,
        clientId: appId,
        displayName: foreignText(displayName ?? ""),
        tags,
        createdDateTime,
        owners: (await graph.list(`/applications/${id}/owners`, withId)).map((owner) => owner.id),
        credentials: keyCredentials.map(({ keyId, customKeyIdentifier, endDateTime }) => ({
            keyId,
            thumbprint: thumbprintOf(customKeyIdentifier ?? ""),
            endDateTime,
        })),
        servicePrincipal: await servicePrincipalOf(graph, appId),
    };
}

async function servicePrincipalOf(graph: Graph, appId: string): Promise<LoginServicePrincipal | undefined> {
    const [found] = await graph.list(`/servicePrincipals?$filter=appId eq '${appId}'`, withId);
    if (found === undefined) {
        return undefined;
    }
    const [consents, roles] = await Promise.all([
        graph.list(`/servicePrincipals/${found.id}/appRoleAssignments`, consent),
        graph.list(`/roleManagement/directory/roleAssignments?$filter=principalId eq '${found.id}'`, role),
    ]);
    return {
        id: found.id,
        consents: await Promise.all(
            consents.map(async (one) => ({
                ...one,
                resourceClientId: (await graph.get(`/servicePrincipals/${one.resourceId}`, withAppId))?.appId,
            })),
        ),
        roles: roles.map((one) => ({ ...one, directoryScopeId: one.directoryScopeId ?? "/" })),
    };
}

/** Graph shows the thumbprint as hex digits, or as the base64 of its bytes (the type is Edm.Binary). */
function thumbprintOf(customKeyIdentifier: string): string | undefined {
    if (/^[0-9a-f]{40}$/i.test(customKeyIdentifier)) {
        return customKeyIdentifier.toUpperCase();
    }
    const bytes = Buffer.from(customKeyIdentifier, "base64");
    return bytes.length === 20 ? bytes.toString("hex").toUpperCase() : undefined;
}

/** OData doubles a quote inside quotes. */
export function quoted(text: string): string {
    return text.replaceAll("'", "''");
}
