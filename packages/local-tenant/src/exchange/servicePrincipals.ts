import { randomUUID } from "node:crypto";
import { servicePrincipalByObjectId, type Tenant } from "../state";
import { badRequest, objectNotFound } from "./errors";
import type { ExchangeServicePrincipal } from "./exchangeState";
import type { ExchangeObject } from "./listReply";
import type { Parameters } from "./parameters";

/** `Get-ServicePrincipal`, for one or for all. */
export function getServicePrincipal(tenant: Tenant, parameters: Parameters): ExchangeObject[] {
    const identity = parameters.text("Identity");
    const chosen =
        identity === undefined ? tenant.exchangeServicePrincipals : [namedServicePrincipal(tenant, identity)];
    return chosen.map(describe);
}

/**
 * `New-ServicePrincipal`, which tells Exchange Online of a service principal of Microsoft Entra ID.
 *
 * Assumed (unknown-exchange-service-principal): ids that belong to no service principal are refused. Exchange Online was reported to take any value and to
 * know nothing of the application afterwards (michev.info, "More on service principal permissions in Exchange Online").
 */
export function newServicePrincipal(tenant: Tenant, parameters: Parameters): ExchangeObject[] {
    const appId = parameters.required("AppId").toLowerCase();
    const objectId = parameters.required("ObjectId").toLowerCase();
    const servicePrincipal = servicePrincipalByObjectId(tenant, objectId);
    if (servicePrincipal?.appId !== appId) {
        throw badRequest(
            "Microsoft.Exchange.Configuration.Tasks.TaskInvalidOperationException",
            `The ObjectId '${objectId}' isn't the object id of a service principal of the application '${appId}'. Use the object id of the enterprise application, not the one of the app registration.`,
        );
    }
    const known = tenant.exchangeServicePrincipals;
    if (known.some((other) => other.servicePrincipalObjectId === objectId)) {
        throw badRequest(
            "Microsoft.Exchange.Configuration.Tasks.TaskInvalidOperationException",
            `The service principal '${objectId}' already exists.`,
        );
    }
    const displayName = parameters.text("DisplayName") ?? servicePrincipal.published.displayName;
    const made = { appId, servicePrincipalObjectId: objectId, displayName, guid: randomUUID() };
    known.push(made);
    return [describe(made)];
}

/**
 * `Test-ServicePrincipalAuthorization`: what RBAC for Applications lets an application do with mailboxes. Nothing here
 * gives such a role, so the list is empty; the roles of role groups are something else and do not count.
 */
export function testAuthorization(tenant: Tenant, parameters: Parameters): ExchangeObject[] {
    namedServicePrincipal(tenant, parameters.required("Identity"));
    return [];
}

/** The service principal of that display name, object id, client id or Exchange Online id. */
export function namedServicePrincipal(tenant: Tenant, identity: string): ExchangeServicePrincipal {
    const wanted = identity.toLowerCase();
    const found = tenant.exchangeServicePrincipals.find(
        ({ displayName, servicePrincipalObjectId, appId, guid }) =>
            displayName.toLowerCase() === wanted || [servicePrincipalObjectId, appId, guid].includes(wanted),
    );
    if (!found) {
        throw objectNotFound(identity);
    }
    return found;
}

function describe({ appId, servicePrincipalObjectId, displayName, guid }: ExchangeServicePrincipal): ExchangeObject {
    return {
        DisplayName: displayName,
        AppId: appId,
        ObjectId: servicePrincipalObjectId,
        Identity: servicePrincipalObjectId,
        Id: servicePrincipalObjectId,
        Guid: guid,
    };
}
