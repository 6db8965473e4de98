import { knownPermission, microsoftApi } from "../microsoft/applicationPermissions";
import { isGuid } from "../microsoft/guid";
import { unknownValue } from "../pulumi/documents/step";
import { azuread } from "./readableProperties";
import { clientIdIn, textIn, textsIn, valueIn, type FoundResource, type Resources } from "./resources";
import { opensText, type AccessPart, type Known } from "./tuple";

/** An application permission that an administrator consents to. */
export function consent(found: FoundResource, resources: Resources): AccessPart {
    const appRoleId = textIn(found.state, "appRoleId") ?? null;
    return {
        principal: resources.principal(found, "principalObjectId"),
        kind: "apiPermission",
        what: permissionName(appRoleId, apiOf(found, resources)),
        via: "admin consent",
        opens: allowsOf(appRoleId),
    };
}

/** Permissions to act for one user, or for all. */
export function delegatedConsent(found: FoundResource, resources: Resources): AccessPart {
    const values = textsIn(found.state, "claimValues");
    const api = servicePrincipalApi(found, "resourceServicePrincipalObjectId", resources) ?? "another API";
    const user = textIn(found.state, "userObjectId");
    return {
        principal: resources.principal(found, "servicePrincipalObjectId"),
        kind: "apiPermission",
        what: values === null ? null : `${api}: ${[...values].sort().join(" ")} (delegated)`,
        scope: user === undefined ? "/" : user,
        via: "admin consent",
    };
}

/** What an application asks for of one API, in a resource of its own. */
export function requestedApi(found: FoundResource, principal: string): AccessPart[] {
    const api = textIn(found.state, "apiClientId") ?? null;
    return [
        ...idsIn(found, "roleIds").map((id) => requested(principal, api, id, "Role")),
        ...idsIn(found, "scopeIds").map((id) => requested(principal, api, id, "Scope")),
    ];
}

/** What an application asks for in its own properties. */
export function requestedPermissions(found: FoundResource, principal: string): AccessPart[] {
    const accesses = valueIn(found.state, "requiredResourceAccesses");
    if (accesses === undefined) {
        return [];
    }
    if (!Array.isArray(accesses)) {
        return [{ principal, kind: "apiPermission", what: null, via: "requested" }];
    }
    return accesses.flatMap((access: unknown) => {
        const { resourceAppId, resourceAccesses } = Object(access) as Record<string, unknown>;
        // What is not a list is not known yet, so it is one request for something unknown.
        const wanted: readonly unknown[] = Array.isArray(resourceAccesses) ? resourceAccesses : [unknownValue];
        return wanted.map((entry) => {
            const { id, type } = Object(entry) as Record<string, unknown>;
            return requested(principal, knownId(resourceAppId), knownId(id), type === "Scope" ? "Scope" : "Role");
        });
    });
}

/** What an application asks for: an administrator can consent to it with one click. */
function requested(principal: string, api: Known<string>, id: Known<string>, type: "Role" | "Scope"): AccessPart {
    const name = permissionName(id, api === null ? undefined : (microsoftApi(api) ?? `API ${api}`));
    return {
        ...{ principal, kind: "apiPermission", via: "requested", of: `${api ?? ""} ${id ?? ""}` },
        what: name === null || type === "Role" ? name : `${name} (delegated)`,
        opens: type === "Role" ? allowsOf(id) : undefined,
    };
}

/** The engine's marker is a GUID, too. */
function knownId(value: unknown): Known<string> {
    return isGuid(value) && value !== unknownValue ? String(value).toLowerCase() : null;
}

function idsIn(found: FoundResource, property: string): readonly Known<string>[] {
    return textsIn(found.state, property) ?? [null];
}

function permissionName(appRoleId: Known<string>, api: string | undefined): Known<string> {
    if (appRoleId === null) {
        return null;
    }
    const known = knownPermission(appRoleId);
    return known === undefined ? `${api ?? "another API"}: app role ${appRoleId}` : `${known.apiName}: ${known.value}`;
}

function allowsOf(appRoleId: Known<string>): string | undefined {
    return opensText(appRoleId === null ? undefined : knownPermission(appRoleId)?.allows);
}

function apiOf(found: FoundResource, resources: Resources): string | undefined {
    return textIn(found.state, "resourceDisplayName") ?? servicePrincipalApi(found, "resourceObjectId", resources);
}

function servicePrincipalApi(found: FoundResource, property: string, resources: Resources): string | undefined {
    const urn = resources.source(found, property, new Set([azuread("ServicePrincipal")]));
    const clientId = clientIdIn(resources.get(urn ?? "")?.state ?? found.state);
    return typeof clientId === "string" ? (microsoftApi(clientId) ?? `API ${clientId}`) : undefined;
}
