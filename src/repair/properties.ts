import { foreignText } from "../http/foreignText";
import type { Login } from "../graph/logins";
import { consentId, credentialId, roleId, servicePrincipalId } from "../graph/tenantView";
import { askedOwners, type Compared } from "./compared";
import { repairable, type Finding } from "./finding";
import { titleOf, type TenantResource } from "./stackResources";

/** A property that the stack sets, as both have it. Lists have no order. */
interface Property {
    readonly name: string;
    readonly inState: unknown;
    readonly inTenant: string | boolean | readonly string[];
}

/**
 * What of a login's objects the state has otherwise than the tenant. The next update changes only what differs between
 * program and state, so it would leave such a property as it is: after an update that the tenant refused, the published
 * provider keeps the desired values in the state (seen, azuread 6.9.1).
 */
export function propertyFindings(
    login: Login,
    names: { readonly application: string; readonly access: string },
    live: readonly TenantResource[],
    { state }: Compared,
): Finding[] {
    const compare = (id: string, properties: (value: Value) => readonly Property[]): Finding[] =>
        live
            .filter((resource) => resource.id === id)
            .flatMap((resource) => difference(resource, properties(valueOf(resource))));
    const { servicePrincipal } = login;
    return [
        ...compare(`/applications/${login.id}`, (value) => [
            { name: "displayName", inState: value("displayName"), inTenant: login.displayName },
            // Left out, the provider clears it.
            { name: "description", inState: value("description", ""), inTenant: login.description },
            { name: "signInAudience", inState: value("signInAudience"), inTenant: login.signInAudience },
            { name: "tags", inState: value("tags"), inTenant: login.tags },
            {
                name: "owners",
                inState: askedOwners(state, "ExchangeApplication", names.application) && value("owners"),
                inTenant: login.owners,
            },
            {
                name: "API permissions",
                inState: permissionsIn(value("requiredResourceAccesses")),
                inTenant: login.requestedPermissions,
            },
        ]),
        ...login.credentials.flatMap(({ keyId, startDateTime, endDateTime }) =>
            compare(credentialId(login.id, keyId), (value) => [
                { name: "startDate", inState: time(value("startDate")), inTenant: time(startDateTime) ?? "" },
                { name: "endDate", inState: time(value("endDate")), inTenant: time(endDateTime) ?? "" },
            ]),
        ),
        ...(servicePrincipal === undefined
            ? []
            : [
                  ...compare(servicePrincipalId(servicePrincipal.id), (value) => [
                      { name: "clientId", inState: value("clientId"), inTenant: login.clientId },
                      {
                          name: "accountEnabled",
                          inState: value("accountEnabled"),
                          inTenant: servicePrincipal.accountEnabled,
                      },
                      {
                          name: "owners",
                          inState: askedOwners(state, "TenantAccess", names.access) && value("owners"),
                          inTenant: servicePrincipal.owners,
                      },
                  ]),
                  ...servicePrincipal.consents.flatMap((consent) =>
                      compare(consentId(consent), (value) => [
                          { name: "appRoleId", inState: value("appRoleId"), inTenant: consent.appRoleId },
                          {
                              name: "resourceObjectId",
                              inState: value("resourceObjectId"),
                              inTenant: consent.resourceId,
                          },
                      ]),
                  ),
                  ...servicePrincipal.roles.flatMap((role) =>
                      compare(roleId(role), (value) => [
                          { name: "roleId", inState: value("roleId"), inTenant: role.roleDefinitionId },
                          {
                              name: "directoryScopeId",
                              inState: value("directoryScopeId", "/"),
                              inTenant: role.directoryScopeId,
                          },
                      ]),
                  ),
              ]),
    ];
}

/** A property's value in the state. */
type Value = (name: string, absent?: string) => unknown;

/** The outputs, which an update compares the program with; the inputs where the provider gave none. */
function valueOf({ inputs, outputs }: TenantResource): Value {
    return (name, absent) =>
        inputs === undefined && outputs === undefined ? undefined : (outputs?.[name] ?? inputs?.[name] ?? absent);
}

function difference(resource: TenantResource, properties: readonly Property[]): Finding[] {
    const texts = properties
        .filter(({ inState, inTenant }) => isComparable(inState) && canonical(inState) !== canonical(inTenant))
        .map(
            ({ name, inState, inTenant }) =>
                `${name} is ${shown(inTenant)} in the tenant, but ${shown(inState)} in the state`,
        );
    return texts.length === 0
        ? []
        : [repairable(titleOf(resource), texts.join("; "), { kind: "refresh", urn: resource.urn })];
}

/** Not a secret, which the state has encrypted, and not something that the stack leaves to the tenant. */
function isComparable(value: unknown): value is string | boolean | readonly string[] {
    return typeof value === "string" || typeof value === "boolean" || Array.isArray(value);
}

/** Graph compares ids without regard to case. */
function canonical(value: string | boolean | readonly string[]): string {
    return typeof value === "string" || typeof value === "boolean"
        ? JSON.stringify(value)
        : JSON.stringify([...new Set(value.map((one) => one.toLowerCase()))].toSorted());
}

function shown(value: unknown): string {
    return foreignText(
        Array.isArray(value)
            ? value.length === 0
                ? "empty"
                : value.join(", ")
            : value === ""
              ? "empty"
              : JSON.stringify(value),
    );
}

/** In the form of a login's: see {@link Login}. */
function permissionsIn(requiredResourceAccesses: unknown): string[] | undefined {
    return Array.isArray(requiredResourceAccesses)
        ? (
              requiredResourceAccesses as { resourceAppId: string; resourceAccesses?: { id: string; type: string }[] }[]
          ).flatMap(({ resourceAppId, resourceAccesses = [] }) =>
              resourceAccesses.map(({ id, type }) => `${resourceAppId}/${id}/${type}`),
          )
        : undefined;
}

/** Whole seconds: that is what Microsoft Entra keeps of a credential's dates. */
function time(date: unknown): string | undefined {
    const at = typeof date === "string" ? new Date(date) : undefined;
    return at === undefined || Number.isNaN(at.getTime()) ? undefined : `${at.toISOString().slice(0, 19)}Z`;
}
