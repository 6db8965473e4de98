import type { Cloud } from "../microsoft/clouds";

/** The version of {@link Connection} that this package writes. A reader refuses any other. */
export const connectionSchemaVersion = 1;

/**
 * Everything that a script needs to know for its sign-in, besides the key. Nothing in it is secret.
 *
 * It is the one contract between the Pulumi program and all that comes after it. The program hands it out when admin
 * consent, credential and directory roles exist: whoever can read it can use it. The one exception is a tenant whose
 * administrator has not consented yet ({@link isConsentPending}). It names no URLs; `cloud` decides them.
 */
export interface Connection {
    /** Version of this contract that the writer knew. */
    readonly schemaVersion: number;
    /** Microsoft's cloud, in the azuread provider's words. */
    readonly cloud: Cloud;
    /** Microsoft Entra tenant: a GUID. */
    readonly tenantId: string;
    /** Initial domain of the organization, for `-Organization`: `contoso.onmicrosoft.com`. */
    readonly organization: string;
    /** The application's client id, for `-AppId`: a GUID. */
    readonly clientId: string;
    /** Object id of the application registration: a GUID. */
    readonly applicationObjectId: string;
    /** Object id of the application's service principal in this tenant: a GUID; empty while admin consent is pending. */
    readonly servicePrincipalObjectId: string;
    /** SHA-1 thumbprint of the active certificate, for `-CertificateThumbprint`: 40 upper-case hex digits. */
    readonly thumbprint: string;
    /** SHA-256 thumbprint of the active certificate: 64 upper-case hex digits. */
    readonly thumbprintSha256: string;
    /** First second of the active certificate: RFC 3339, UTC, whole seconds. */
    readonly notBefore: string;
    /** Last second of the active certificate, in the same form. */
    readonly notAfter: string;
    /** Template ids of the directory roles, sorted. Empty: the rights come from Exchange role groups alone. */
    readonly roles: string[];
    /** Names of the Exchange role groups that give rights, sorted. */
    readonly exchangeRoleGroups: string[];
    /** Whether an administrator of the tenant consents, and not the stack. @default false */
    readonly awaitsAdminConsent?: boolean;
}

/** Whether nobody had consented when the stack was last updated: the login does not work yet, and the stack is not to blame. */
export function isConsentPending({ servicePrincipalObjectId }: Connection): boolean {
    return servicePrincipalObjectId === "";
}
