import { parameter, type Reply } from "../http";
import { notFound } from "./errors";
import type { GraphCall } from "./graphCall";
import { entityReply, listReply } from "./query";
import { directoryObject } from "./references";

/** `GET /organization`: the tenant itself. */
export function getOrganization(call: GraphCall): Reply {
    const { tenantId, displayName, organization, createdDateTime } = call.tenant;
    return listReply(call, "organization", [
        {
            id: tenantId,
            deletedDateTime: null,
            createdDateTime,
            displayName,
            tenantType: "AAD",
            verifiedDomains: [
                {
                    capabilities: "Email, OfficeCommunicationsOnline",
                    isDefault: true,
                    isInitial: true,
                    name: organization,
                    type: "Managed",
                },
            ],
        },
    ]);
}

/** `GET /domains`: the initial domain, which is the only one. */
export function listDomains(call: GraphCall): Reply {
    return listReply(call, "domains", [
        {
            id: call.tenant.organization,
            authenticationType: "Managed",
            availabilityStatus: null,
            isAdminManaged: true,
            isDefault: true,
            isInitial: true,
            isRoot: true,
            isVerified: true,
            supportedServices: ["Email", "OfficeCommunicationsOnline"],
            passwordValidityPeriodInDays: 2147483647,
            passwordNotificationWindowInDays: 14,
            state: null,
        },
    ]);
}

/** `GET /directoryObjects/{objectId}`, for users and service principals */
export function getDirectoryObject(call: GraphCall): Reply {
    const id = parameter(call, "objectId");
    const entity = directoryObject(call.tenant, id.toLowerCase());
    if (!entity) {
        throw notFound(id);
    }
    return entityReply(call, "directoryObjects", entity);
}
