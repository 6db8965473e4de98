import { componentToken, nameOf } from "../identities/names";
import { entraRole } from "../microsoft/entraRoles";
import { roleGroupAllows } from "../microsoft/exchangeRoleGroups";
import { singleTenant } from "../microsoft/signInAudiences";
import { consent, delegatedConsent, requestedApi, requestedPermissions } from "./apiPermissions";
import { certificateCredential, clientSecret } from "./credential";
import { azuread } from "./readableProperties";
import { placeOf, Resources, textIn, textOr, textsIn, valueIn, type FoundResource } from "./resources";
import { opensText, type AccessPart, type AccessTuple, type CredentialFacts, type Evidence, type Known } from "./tuple";

/** An access, and what gives it. */
export interface FoundAccess {
    readonly tuple: AccessTuple;
    /** The place in the program: component and resource name; of a tenant or a token, the object's name there. */
    readonly resource: string;
    /**
     * What stays when the access changes: the resource in the program, and which of its accesses it is. Equal in every
     * stack. Undefined where only the access itself identifies it, as in a tenant or a token.
     */
    readonly slot: string | undefined;
    /** Whether the update makes a new object in the place of the one before: another id, another secret. */
    readonly isReplacement: boolean;
    readonly evidence: readonly Evidence[];
}

/**
 * Who has which access by these resources. What the program only reads gives none.
 * @param of the resources that give it; the others only say who and what is meant
 */
export function accessOf(resources: Resources, of: readonly FoundResource[] = resources.all): FoundAccess[] {
    const found = of
        .filter(({ state }) => !state.isExternal)
        .flatMap((resource) => (readers.get(resource.state.type)?.(resource, resources) ?? []).map(located(resource)));
    return withoutConsented(found);
}

/** Whether accesses of this type are understood. */
export function isUnderstood(type: string): boolean {
    return readers.has(type);
}

type Reader = (found: FoundResource, resources: Resources) => (AccessPart & { readonly tenant: Known<string> })[];

function located(found: FoundResource) {
    return ({ of, ...part }: AccessPart): FoundAccess => ({
        tuple: { tenant: null, scope: "/", until: "never", opens: undefined, credential: undefined, ...part },
        resource: placeOf(found),
        slot: [found.urn.split("::").slice(2).join("::"), part.kind, of ?? ""].join(" "),
        isReplacement: found.isReplacement,
        evidence: found.evidence,
    });
}

/** A reader of one access, or of none. */
function one(read: (found: FoundResource, resources: Resources) => AccessPart | undefined): Reader {
    return (found, resources) => {
        const part = read(found, resources);
        return part === undefined ? [] : [{ tenant: resources.tenant(found), ...part }];
    };
}

function many(read: (found: FoundResource, resources: Resources) => readonly AccessPart[]): Reader {
    return (found, resources) => read(found, resources).map((part) => ({ tenant: resources.tenant(found), ...part }));
}

const ofApplication = ["applicationId", "applicationObjectId"] as const;

/** By type, what a resource gives. */
const readers: ReadonlyMap<string, Reader> = new Map(
    Object.entries<Reader>({
        [azuread("Application")]: many((found, resources) => {
            const principal = nameOf(found.urn);
            return [
                audience(found),
                ...owners(found, principal, "application"),
                ...requestedPermissions(found, principal),
                ...(valueIn(found.state, "password.endDate") === undefined
                    ? []
                    : [secret(found, principal, "application", clientSecret(found, "password."))]),
            ].map((part) => ({ ...part, tenant: resources.tenant(found) }));
        }),
        [azuread("ApplicationRegistration")]: one((found) => audience(found)),
        [azuread("ApplicationCertificate")]: one((found, resources) =>
            certificate(found, resources.application(found, ...ofApplication), "application", resources),
        ),
        [azuread("ServicePrincipalCertificate")]: one((found, resources) =>
            certificate(found, resources.principal(found, "servicePrincipalId"), "service principal", resources),
        ),
        [azuread("ApplicationPassword")]: one((found, resources) =>
            secret(found, resources.application(found, ...ofApplication), "application", clientSecret(found)),
        ),
        [azuread("ServicePrincipalPassword")]: one((found, resources) =>
            secret(found, resources.principal(found, "servicePrincipalId"), "service principal", clientSecret(found)),
        ),
        [azuread("ApplicationOwner")]: one((found, resources) => ({
            principal: resources.application(found, "applicationId"),
            kind: "owner",
            what: textIn(found.state, "ownerObjectId") ?? null,
            via: "application",
        })),
        [azuread("ApplicationFederatedIdentityCredential")]: one((found, resources) =>
            federated(found, resources.application(found, ...ofApplication), "subject"),
        ),
        [azuread("ApplicationFlexibleFederatedIdentityCredential")]: one((found, resources) =>
            federated(found, resources.application(found, ...ofApplication), "claimsMatchingExpression"),
        ),
        [azuread("ApplicationApiAccess")]: many((found, resources) =>
            requestedApi(found, resources.application(found, "applicationId")),
        ),
        [azuread("ServicePrincipal")]: many((found, resources) =>
            owners(found, resources.loginOf(found), "service principal"),
        ),
        [azuread("AppRoleAssignment")]: one(consent),
        [azuread("ServicePrincipalDelegatedPermissionGrant")]: one(delegatedConsent),
        [azuread("DirectoryRoleAssignment")]: one((found, resources) => ({
            principal: resources.principal(found, "principalObjectId"),
            ...role(found, "roleId", resources),
            scope: scopeIn(found),
            via: "role assignment",
        })),
        [azuread("DirectoryRoleMember")]: one((found, resources) => ({
            principal: resources.principal(found, "memberObjectId"),
            ...role(found, "roleObjectId", resources),
            via: "role assignment",
        })),
        [azuread("AdministrativeUnitRoleMember")]: one((found, resources) => ({
            principal: resources.principal(found, "memberObjectId"),
            ...role(found, "roleObjectId", resources),
            scope: administrativeUnit(textIn(found.state, "administrativeUnitObjectId")),
            via: "role assignment",
        })),
        [azuread("DirectoryRoleEligibilityScheduleRequest")]: one((found, resources) => ({
            principal: resources.principal(found, "principalId"),
            ...role(found, "roleDefinitionId", resources),
            scope: textOr(found.state, "directoryScopeId", "/"),
            via: "eligible role assignment",
        })),
        [componentToken("TenantAccess")]: many((found, resources) => {
            const principal = nameOf(found.urn);
            const groups = textsIn(found.state, "exchangeRoleGroups");
            return (groups ?? [null]).map((group) => ({
                principal: loginOfAccess(found, resources) ?? principal,
                kind: "exchangeRoleGroup" as const,
                what: group,
                via: "role group member",
                opens: group === null ? undefined : opensText(roleGroupAllows(group)),
                of: group ?? "",
            }));
        }),
    }),
);

function audience(found: FoundResource): AccessPart {
    return {
        principal: nameOf(found.urn),
        kind: "audience",
        what: textOr(found.state, "signInAudience", singleTenant),
        via: "application",
    };
}

function owners(found: FoundResource, principal: string, via: string): AccessPart[] {
    const ids = textsIn(found.state, "owners");
    return ids === null
        ? [{ principal, kind: "owner", what: null, via }]
        : ids.map((id) => ({ principal, kind: "owner" as const, what: id.toLowerCase(), via, of: id.toLowerCase() }));
}

function certificate(found: FoundResource, principal: string, via: string, resources: Resources): AccessPart {
    const credential = certificateCredential(found, resources);
    return {
        ...{ principal, kind: "credential", via, credential },
        what: `certificate ${credential.certificate ?? nameOf(found.urn)}`,
        until: credential.notAfter,
    };
}

function secret(found: FoundResource, principal: string, via: string, credential: CredentialFacts): AccessPart {
    return {
        ...{ principal, kind: "credential", via, credential, until: credential.notAfter, of: "secret" },
        what: `client secret ${nameOf(found.urn)}`,
    };
}

function federated(found: FoundResource, principal: string, subject: string): AccessPart {
    const [issuer, given] = [textIn(found.state, "issuer"), textIn(found.state, subject)];
    return {
        principal,
        kind: "federatedCredential",
        what: issuer === null || given === null ? null : `issuer ${issuer ?? "(none)"}, subject ${given ?? "(none)"}`,
        via: "application",
    };
}

const roles = new Set(["DirectoryRole", "CustomDirectoryRole"].map(azuread));

function role(
    found: FoundResource,
    property: string,
    resources: Resources,
): Pick<AccessTuple, "kind" | "what" | "opens"> {
    const source = resources.get(resources.source(found, property, roles) ?? "");
    const given = (source && textIn(source.state, "templateId")) ?? textIn(found.state, property) ?? null;
    const known = given === null ? undefined : entraRole(given);
    const displayName = source && textIn(source.state, "displayName");
    // A custom role may have the name of a built-in one.
    const isCustom = source?.state.type === azuread("CustomDirectoryRole");
    const name = displayName && isCustom ? `custom role ${displayName}` : displayName;
    return {
        kind: "directoryRole",
        what: known?.name ?? name ?? (given === null ? null : `directory role ${given}`),
        opens: opensText(known?.allows),
    };
}

function scopeIn(found: FoundResource): Known<string> {
    const application = textOr(found.state, "appScopeId", "/");
    return application === "/" ? textOr(found.state, "directoryScopeId", "/") : application;
}

function administrativeUnit(id: Known<string> | undefined): Known<string> {
    return typeof id === "string" ? `/administrativeUnits/${id}` : null;
}

/** The login of a tenant's access: that of the service principal inside of it. */
function loginOfAccess(found: FoundResource, resources: Resources): string | undefined {
    const inside = resources
        .named(azuread("ServicePrincipal"), nameOf(found.urn))
        .find(({ state }) => state.parent === found.urn || state.parent === found.state.urn);
    return inside && resources.loginOf(inside);
}

/** Admin consent includes the request for it, which is not an access of its own. */
function withoutConsented(found: readonly FoundAccess[]): FoundAccess[] {
    const key = ({ principal, what }: AccessTuple): string => `${principal} ${what ?? ""}`;
    const consented = new Set(found.flatMap(({ tuple }) => (tuple.via === "admin consent" ? [key(tuple)] : [])));
    return found.filter(({ tuple }) => tuple.via !== "requested" || !consented.has(key(tuple)));
}
