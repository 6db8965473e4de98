import { azuread, tls } from "../../access/readableProperties";
import { isUnderstood } from "../../access/accessOf";
import type { LoginConsent, LoginCredential, LoginSecret, LoginServicePrincipal, Login } from "../../graph/logins";
import { consentId, credentialId, roleId, servicePrincipalId } from "../../graph/tenantView";
import { componentTokenPrefix, nameOf } from "../../identities/names";
import { isSameGuid } from "../../microsoft/guid";
import { exchangeManageAsApp, exchangeOnlineProtectionManageAsApp } from "../../microsoft/permissions";
import type { ResourceState, ResourceStep, StackDocument } from "../../pulumi/documents/step";
import type { StackView } from "../auditedStack";
import { readServicePrincipals, type TenantReading } from "./readTenant";

/** What an application of this package asks for, in any cloud. */
const awaitedPermissions = [exchangeManageAsApp, exchangeOnlineProtectionManageAsApp];

/** An object in the tenant, as the azuread provider would have it. */
interface TenantObject {
    /** The last word of the azuread type. */
    readonly kind: string;
    /** In the provider's form. */
    readonly id: string;
    /** Its name when the state does not know it. */
    readonly name: string;
    readonly outputs: Readonly<Record<string, unknown>>;
    /** By property, the URN of the application or service principal that it refers to. */
    readonly refersTo?: Readonly<Record<string, string>>;
    /** PEM; null when Graph does not show it. Only of certificate credentials. */
    readonly certificatePem?: string | null;
    /** Path in Microsoft Graph, where a reader can look it up. */
    readonly path: string;
}

/**
 * What is in the tenant, in the form that the audit judges. An object that the state knows by its id has the state's name for
 * it, so that the same access pairs; one that it does not know has a name of its own.
 */
export function tenantDocument(reading: TenantReading, state: StackDocument): StackView {
    const { tenantId, logins, guests } = reading;
    const place = new Place(state);
    const steps = [
        ...state.steps.flatMap(containersOnly),
        ...logins.flatMap((login) => loginSteps(login, reading, place)),
        ...[...guests.entries()].flatMap(([clientId, guest]) =>
            servicePrincipalSteps(guest, clientId, undefined, reading, place),
        ),
    ];
    return {
        ...{ kind: "tenant", source: `tenant ${tenantId}`, project: state.project, stack: state.stack },
        ...{ configuredTenantId: tenantId, showsChangesOnly: false, steps, incomplete: [] },
    };
}

/** What gives names and tenants, but no access: of a component nothing but its tenant. */
function containersOnly(step: ResourceStep): ResourceStep[] {
    const { type, after } = step;
    const isComponent = type.startsWith(componentTokenPrefix);
    if (after === undefined || type.startsWith("tls:") || (isUnderstood(type) && !isComponent && !after.isExternal)) {
        return [];
    }
    const { tenantId } = { ...after.inputs, ...after.outputs };
    const shown = isComponent ? { ...after, inputs: undefined, outputs: { tenantId } } : after;
    return [{ ...step, before: shown, after: shown }];
}

/** Where objects of the tenant are in the program. */
class Place {
    private readonly known: ReadonlyMap<string, ResourceState>;

    constructor(private readonly state: StackDocument) {
        this.known = new Map(
            state.steps.flatMap(({ after }) =>
                after?.id === undefined || after.isExternal ? [] : [[keyOf(after.type, after.id), after] as const],
            ),
        );
    }

    resourceOf({ kind, id }: Pick<TenantObject, "kind" | "id">): ResourceState | undefined {
        return this.known.get(keyOf(azuread(kind), id));
    }

    urnOf(object: Pick<TenantObject, "kind" | "id" | "name">): string {
        return this.resourceOf(object)?.urn ?? this.urn(azuread(object.kind), object.name);
    }

    urn(type: string, name: string): string {
        return `urn:pulumi:${this.state.stack ?? ""}::${this.state.project ?? ""}::${type}::${name}`;
    }

    /** The URN of the service principal of that client id, when the program only reads it. */
    urnOfRead(clientId: string): string | undefined {
        return readServicePrincipals(this.state).find((one) => one.clientId === clientId)?.urn;
    }

    /** The steps of an object: itself, and of a credential its certificate. */
    steps(object: TenantObject): ResourceStep[] {
        const { kind, name, outputs, refersTo = {}, certificatePem, path } = object;
        const own = this.resourceOf(object);
        const references = Object.fromEntries(Object.entries(refersTo).map(([property, urn]) => [property, [urn]]));
        const [holder] = Object.values(refersTo);
        // What the state says of the certificate is what is to be compared, so it is not taken from there.
        const maker = this.urn(tls("SelfSignedCert"), nameOf(own?.propertyDependencies["value"]?.[0] ?? "") || name);
        const value: Record<string, string[]> =
            certificatePem === undefined ? {} : { value: certificatePem === null ? [] : [maker] };
        const resource: ResourceState = {
            ...{ ...blank, parent: holder, ...own, urn: this.urnOf(object), type: azuread(kind), id: object.id },
            ...{ inputs: undefined, outputs },
            propertyDependencies: { ...own?.propertyDependencies, ...references, ...value },
        };
        const certificate: ResourceState = {
            ...{ ...blank, urn: maker, type: tls("SelfSignedCert"), outputs: { certPem: certificatePem } },
        };
        return [resource, ...(typeof certificatePem === "string" ? [certificate] : [])].map((after) => ({
            ...{ urn: after.urn, type: after.type, operation: "same", before: after, after },
            ...{ isStateMissing: false, pointer: path, sequence: undefined },
        }));
    }
}

const blank: Omit<ResourceState, "urn" | "type"> = {
    ...{ id: undefined, parent: undefined, provider: undefined, inputs: undefined, outputs: {} },
    ...{ isCustom: true, isExternal: false, isProtected: false, retainsOnDelete: false, propertyDependencies: {} },
};

/** Ids end with what is unique; before that, the provider has changed their form. */
function keyOf(type: string, id: string): string {
    const current = type === azuread("ApplicationRegistration") ? azuread("Application") : type;
    return `${current} ${id.split("/").at(-1)?.toLowerCase() ?? ""}`;
}

function loginSteps(login: Login, reading: TenantReading, place: Place): ResourceStep[] {
    const { id, clientId, credentials, secrets, federatedCredentials, servicePrincipal } = login;
    const path = `/applications/${id}`;
    const application = { kind: "Application", id: path, name: clientId };
    const urn = place.urnOf(application);
    const inline = place.resourceOf(application)?.outputs["password.endDate"];
    const isInline = ({ endDateTime }: LoginSecret): boolean => isSameTime(inline, endDateTime);
    const objects: TenantObject[] = [
        {
            ...application,
            path,
            outputs: {
                ...{ objectId: id, clientId, signInAudience: login.signInAudience, owners: login.owners },
                requiredResourceAccesses: requested(login.requestedPermissions),
                ...(secrets.some(isInline) ? { "password.endDate": inline } : {}),
            },
        },
        ...keyObjects("ApplicationCertificate", id, credentials, { applicationId: urn }, path),
        ...secretObjects(
            "ApplicationPassword",
            id,
            secrets.filter((one) => !isInline(one)),
            { applicationId: urn },
            path,
        ),
        ...federatedCredentials.map((credential): TenantObject => ({
            kind: "ApplicationFederatedIdentityCredential",
            id: `${id}/federatedIdentityCredential/${credential.id}`,
            name: credential.id,
            outputs: { issuer: credential.issuer, subject: credential.subject },
            refersTo: { applicationId: urn },
            path: `${path}/federatedIdentityCredentials/${credential.id}`,
        })),
    ];
    return [
        ...objects.flatMap((object) => place.steps(object)),
        ...(servicePrincipal === undefined
            ? []
            : servicePrincipalSteps(servicePrincipal, clientId, urn, reading, place)),
    ];
}

function servicePrincipalSteps(
    { id, accountEnabled, owners, credentials, secrets, consents, roles }: LoginServicePrincipal,
    clientId: string,
    application: string | undefined,
    { delegatedGrants }: TenantReading,
    place: Place,
): ResourceStep[] {
    const path = `/servicePrincipals/${id}`;
    const self = { kind: "ServicePrincipal", id: servicePrincipalId(id), name: clientId };
    const read = place.urnOfRead(clientId);
    const urn = read ?? place.urnOf(self);
    // An administrator made it by a consent to what the application asks for: neither is the state's.
    const isAwaited = ({ appRoleId }: LoginConsent): boolean =>
        read !== undefined && awaitedPermissions.some((permission) => isSameGuid(permission.appRoleId, appRoleId));
    const own: TenantObject = {
        ...{ ...self, path, outputs: { objectId: id, clientId, accountEnabled, owners } },
        ...(application === undefined ? {} : { refersTo: { clientId: application } }),
    };
    const objects: TenantObject[] = [
        ...(read === undefined ? [own] : []),
        ...keyObjects("ServicePrincipalCertificate", id, credentials, { servicePrincipalId: urn }, path),
        ...secretObjects("ServicePrincipalPassword", id, secrets, { servicePrincipalId: urn }, path),
        ...consents
            .filter((consent) => !isAwaited(consent))
            .map((consent): TenantObject => ({
                kind: "AppRoleAssignment",
                id: consentId(consent),
                name: consent.id,
                outputs: {
                    appRoleId: consent.appRoleId,
                    principalObjectId: id,
                    resourceObjectId: consent.resourceId,
                    resourceDisplayName: consent.resourceDisplayName,
                },
                refersTo: { principalObjectId: urn },
                path: `${path}/appRoleAssignments/${consent.id}`,
            })),
        ...roles.map((role): TenantObject => ({
            kind: "DirectoryRoleAssignment",
            id: roleId(role),
            name: role.id,
            outputs: {
                roleId: role.roleDefinitionId,
                principalObjectId: id,
                directoryScopeId: role.directoryScopeId,
            },
            refersTo: { principalObjectId: urn },
            path: roleId(role),
        })),
        ...(delegatedGrants.get(id) ?? []).map((grant): TenantObject => ({
            kind: "ServicePrincipalDelegatedPermissionGrant",
            id: `/oauth2PermissionGrants/${grant.id}`,
            name: grant.id,
            outputs: {
                claimValues: grant.scopes,
                servicePrincipalObjectId: id,
                resourceServicePrincipalObjectId: grant.resourceId,
                userObjectId: grant.userObjectId,
            },
            refersTo: { servicePrincipalObjectId: urn },
            path: `/oauth2PermissionGrants/${grant.id}`,
        })),
    ];
    return objects.flatMap((object) => place.steps(object));
}

function keyObjects(
    kind: string,
    holderId: string,
    credentials: readonly LoginCredential[],
    refersTo: Readonly<Record<string, string>>,
    path: string,
): TenantObject[] {
    return credentials.map(({ keyId, certificatePem = null, startDateTime, endDateTime }) => ({
        ...{ kind, id: credentialId(holderId, keyId), name: keyId, refersTo, certificatePem },
        ...{ outputs: { startDate: startDateTime, endDate: endDateTime }, path: `${path}/keyCredentials` },
    }));
}

function secretObjects(
    kind: string,
    holderId: string,
    secrets: readonly LoginSecret[],
    refersTo: Readonly<Record<string, string>>,
    path: string,
): TenantObject[] {
    return secrets.map(({ keyId, startDateTime, endDateTime }) => ({
        ...{ kind, id: `${holderId}/password/${keyId}`, name: keyId, refersTo },
        ...{ outputs: { startDate: startDateTime, endDate: endDateTime }, path: `${path}/passwordCredentials` },
    }));
}

/** As the azuread provider has them, from `<client id of the API>/<id of the permission>/<Role or Scope>`. */
function requested(permissions: readonly string[]): unknown[] {
    return permissions.map((permission) => {
        const [resourceAppId, id, type] = permission.split("/");
        return { resourceAppId, resourceAccesses: [{ id, type }] };
    });
}

function isSameTime(one: unknown, other: string): boolean {
    return typeof one === "string" && Date.parse(one) === Date.parse(other);
}
