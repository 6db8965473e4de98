import type { Call } from "../http";
import { findApplication, type Application, type ServicePrincipal, type Tenant } from "../state";
import { SignInError } from "./errors";

/** Who signs in, and where it is known from. */
export interface Client {
    readonly home: Tenant;
    readonly application: Application;
    readonly servicePrincipal: ServicePrincipal;
}

/** @throws SignInError when nobody of that client id may sign in to the tenant */
export function findClient(call: Call, tenant: Tenant, clientId: string): Client {
    const registration = findApplication(call.state, clientId.toLowerCase());
    const servicePrincipal = tenant.servicePrincipals.find(({ appId }) => appId === clientId.toLowerCase());
    if (!registration || (registration.home !== tenant && !servicePrincipal)) {
        throw SignInError.of("unknownApplication", clientId, tenant.displayName);
    }
    if (!servicePrincipal) {
        throw SignInError.of("noServicePrincipal", clientId, tenant.tenantId);
    }
    // A deactivated application gets tokens in no tenant, a disabled service principal in its own.
    if (registration.application.properties.isDisabled || !servicePrincipal.properties.accountEnabled) {
        throw SignInError.of("disabledApplication", clientId, servicePrincipal.published.displayName);
    }
    return { ...registration, servicePrincipal };
}

/**
 * Policies for workload identities apply to applications of the tenant itself, not to those of others.
 * @throws SignInError
 */
export function checkConditionalAccess(tenant: Tenant, { home, servicePrincipal }: Client): void {
    if (home === tenant && tenant.blockedServicePrincipals.includes(servicePrincipal.published.displayName)) {
        throw SignInError.of("blockedByConditionalAccess");
    }
}
