import type { Reply } from "../http";
import type { SignInEntry } from "../entra/signInLog";
import { GraphError } from "./errors";
import type { GraphCall } from "./graphCall";
import { listReply, type Entity } from "./query";

/**
 * `GET /beta/auditLogs/signIns`: without a filter for `signInEventTypes` the log has interactive sign-ins of users only
 * (learn.microsoft.com/graph/api/signin-list), and nobody signs in interactively here.
 */
export function list(call: GraphCall): Reply {
    // learn.microsoft.com/entra/identity/monitoring-health/howto-configure-prerequisites-for-reporting-api
    if (call.tenant.hasPremium === false) {
        throw new GraphError(
            403,
            "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
            "Neither tenant is B2C or tenant doesn't have premium license",
        );
    }
    const asksForTypes = call.query.get("$filter")?.includes("signInEventTypes") ?? false;
    const entries = asksForTypes ? call.signInLog.shown(call.tenant.tenantId, call.now) : [];
    return listReply(call, "auditLogs/signIns", entries.map(shown));
}

/** learn.microsoft.com/graph/api/resources/signin?view=graph-rest-beta */
function shown(entry: SignInEntry): Entity {
    return {
        id: entry.requestId,
        createdDateTime: entry.createdDateTime,
        appDisplayName: entry.servicePrincipalName,
        appId: entry.appId,
        ipAddress: entry.ipAddress,
        signInEventTypes: ["servicePrincipal"],
        servicePrincipalId: entry.servicePrincipalId,
        servicePrincipalName: entry.servicePrincipalName,
        servicePrincipalCredentialKeyId: entry.credentialKeyId,
        servicePrincipalCredentialThumbprint: entry.credentialThumbprint,
        resourceDisplayName: entry.resourceDisplayName,
        resourceId: entry.resourceId,
        status: { errorCode: entry.errorCode, failureReason: entry.failureReason, additionalDetails: null },
    };
}
