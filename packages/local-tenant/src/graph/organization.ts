import { parameter, type Reply } from "../http";
import type { Tenant } from "../state";
import { notFound } from "./errors";
import type { GraphCall } from "./graphCall";
import { entityReply, listReply } from "./query";
import { directoryObject } from "./references";

/** `GET /organization`: the tenant itself. */
export function getOrganization(call: GraphCall): Reply {
    const { tenantId, displayName, createdDateTime } = call.tenant;
    return listReply(call, "organization", [
        {
            id: tenantId,
            deletedDateTime: null,
            createdDateTime,
            displayName,
            tenantType: "AAD",
            verifiedDomains: domainsOf(call.tenant).map(({ name, isInitial }) => ({
                capabilities: "Email, OfficeCommunicationsOnline",
                isDefault: isInitial,
                isInitial,
                name,
                type: "Managed",
            })),
        },
    ]);
}

/** `GET /domains`: the initial domain, and those that the organization has added. */
export function listDomains(call: GraphCall): Reply {
    return listReply(
        call,
        "domains",
        domainsOf(call.tenant).map(({ name, isInitial }) => ({
            id: name,
            authenticationType: "Managed",
            availabilityStatus: null,
            isAdminManaged: true,
            isDefault: isInitial,
            isInitial,
            isRoot: true,
            isVerified: true,
            supportedServices: ["Email", "OfficeCommunicationsOnline"],
            passwordValidityPeriodInDays: 2147483647,
            passwordNotificationWindowInDays: 14,
            state: null,
        })),
    );
}

/** The verified domains of a tenant. */
export function domainsOf(tenant: Tenant): { readonly name: string; readonly isInitial: boolean }[] {
    return [
        { name: tenant.organization, isInitial: true },
        ...tenant.customDomains.map((name) => ({ name, isInitial: false })),
    ];
}

/** `GET /directoryObjects/{objectId}`, for users, groups, service principals and applications */
export function getDirectoryObject(call: GraphCall): Reply {
    const id = parameter(call, "objectId");
    const entity = directoryObject(call.tenant, id.toLowerCase());
    if (!entity) {
        throw notFound(id);
    }
    return entityReply(call, "directoryObjects", entity);
}
