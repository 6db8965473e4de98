import { microsoftApplications } from "./microsoftApplications";
import { noProperties } from "./graph/userSchema";
import { stateFormat, type Application, type ServicePrincipal, type State, type Tenant, type User } from "./state";

/** What files of format 2 said of a user. */
type EarlierUser = Pick<User, "id" | "displayName" | "userPrincipalName">;

/**
 * The state of a file that an earlier version wrote, with what came later filled in.
 * @returns undefined when the file is of a format that cannot be brought along
 */
export function upgraded(state: { readonly format?: number }): State | undefined {
    if (state.format === stateFormat) {
        return state as State;
    }
    if (state.format !== 2) {
        return undefined;
    }
    const earlier = state as unknown as State;
    return {
        ...earlier,
        format: stateFormat,
        tenants: Object.fromEntries(
            Object.entries(earlier.tenants).map(([id, tenant]) => [id, upgradedTenant(tenant)]),
        ),
    };
}

function upgradedTenant(tenant: Tenant): Tenant {
    return {
        ...tenant,
        users: tenant.users.map((user: EarlierUser) => ({
            ...noProperties,
            createdDateTime: tenant.createdDateTime,
            managerId: null,
            ...user,
        })),
        groups: [],
        delegatedPermissionGrants: [],
        roleEligibilityRequests: [],
        claimsMappingPolicies: [],
        applications: tenant.applications.map(upgradedApplication),
        servicePrincipals: tenant.servicePrincipals.map(upgradedServicePrincipal),
        deletedItems: tenant.deletedItems.map((item) => {
            switch (item.kind) {
                case "application":
                    return { ...item, object: upgradedApplication(item.object) };
                case "servicePrincipal":
                    return { ...item, object: upgradedServicePrincipal(item.object) };
                default:
                    return item;
            }
        }),
    };
}

function upgradedApplication(application: Application): Application {
    return {
        ...application,
        applicationTemplateId: null,
        logo: null,
        passwordCredentials: application.passwordCredentials.map((each) => ({ ...each, customKeyIdentifier: null })),
        federatedIdentityCredentials: application.federatedIdentityCredentials.map((each) => ({
            ...each,
            claimsMatchingExpression: null,
        })),
    };
}

function upgradedServicePrincipal(servicePrincipal: ServicePrincipal): ServicePrincipal {
    const { appId, published } = servicePrincipal;
    return {
        ...servicePrincipal,
        passwordCredentials: [],
        claimsMappingPolicies: [],
        published: microsoftApplications.find((api) => api.appId === appId)?.published ?? {
            ...published,
            logoutUrl: null,
        },
    };
}
