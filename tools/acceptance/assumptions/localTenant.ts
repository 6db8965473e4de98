import { needs, type Assumption } from "../assumption";

/** What the local tenant assumes of answers that a run in one tenant cannot provoke without touching what is not its own. */
export const localTenantAssumptions: readonly Assumption[] = [
    {
        id: "federated-error-codes",
        statement: "AADSTS50166, 5000811 and 50013 come with the statuses and error codes of credentialErrors.ts.",
        statedIn: "packages/local-tenant/src/entra/credentialErrors.ts",
        check: needs("an identity provider that can be made to fail"),
    },
    {
        id: "metadata-versions",
        statement: "Older api-versions of the metadata document have the same hosts in another form.",
        statedIn: "packages/local-tenant/src/entra/discovery.ts",
        check: needs("Azure Resource Manager"),
    },
    {
        id: "federated-question-order",
        statement: "Of a federated token the issuer is judged first, then the subject, then the audience.",
        statedIn: "packages/local-tenant/src/entra/federatedAssertion.ts",
        check: needs("an identity provider of the tester's own"),
    },
    {
        id: "disabled-resource-code",
        statement: "AADSTS500014 comes as invalid_resource.",
        statedIn: "packages/local-tenant/src/entra/signInErrors.ts",
        check: needs("an API that is disabled in the tenant"),
    },
    {
        id: "conditional-access-code",
        statement: "AADSTS53003 for an application comes as invalid_grant with the suberror message_only.",
        statedIn: "packages/local-tenant/src/entra/signInErrors.ts",
        check: needs("a Conditional Access policy for workload identities"),
    },
    {
        id: "deactivated-application-code",
        statement: "A sign-in of a deactivated application is refused with AADSTS7000112.",
        statedIn: "packages/local-tenant/src/entra/signInErrors.ts",
        check: needs("an application that may be deactivated"),
    },
    {
        id: "federated-appidacr",
        statement: "A token that was obtained with a federated token has appidacr 2.",
        statedIn: "packages/local-tenant/src/entra/tokenEndpoint.ts",
        check: needs("an identity provider of the tester's own"),
    },
    {
        id: "role-group-refusal-wording",
        statement: "Groups that Exchange Online does not let manage are refused in the words of roleGroupMembers.ts.",
        statedIn: "packages/local-tenant/src/exchange/roleGroupMembers.ts",
        check: needs("rights to change role groups, which the login of this run does not have"),
    },
    {
        id: "unknown-exchange-service-principal",
        statement: "New-ServicePrincipal refuses ids that belong to no service principal.",
        statedIn: "packages/local-tenant/src/exchange/servicePrincipals.ts",
        check: needs("rights to change Exchange Online, which the login of this run does not have"),
    },
    {
        id: "certificate-lifetime-code",
        statement: "A certificate beyond the tenant's policy is refused with the codes known of refused secrets.",
        statedIn: "packages/local-tenant/src/graph/appManagementPolicy.ts",
        check: needs("a policy for the whole tenant, which this suite does not change"),
    },
    {
        id: "direct-app-role-assignments",
        statement: "A user's app role assignments are listed without those through groups.",
        statedIn: "packages/local-tenant/src/graph/appRoleAssignments.ts",
        check: needs("users and groups, which this suite does not make"),
    },
    {
        id: "gallery-templates",
        statement: "Application templates have the roles, tags and categories of applicationGallery.ts.",
        statedIn: "packages/local-tenant/src/graph/applicationGallery.ts",
        check: needs("applications from the gallery, which this suite does not make"),
    },
    {
        id: "delegated-scopes-unchecked",
        statement: "A delegated permission grant may name permissions that its API does not have.",
        statedIn: "packages/local-tenant/src/graph/delegatedPermissionGrants.ts",
        check: needs("a grant for users, which this suite does not make"),
    },
    {
        id: "restore-without-application",
        statement: "A deleted service principal is not restored without its application.",
        statedIn: "packages/local-tenant/src/graph/deletedItems.ts",
        check: needs("the login until the end of the run"),
    },
    {
        id: "deleted-grants-return",
        statement: "Grants come back with a restored service principal, ownerships do not.",
        statedIn: "packages/local-tenant/src/graph/recycleBin.ts",
        check: needs("the login until the end of the run"),
    },
    {
        id: "administrative-unit-roles",
        statement: "Any directory role can be held for an administrative unit.",
        statedIn: "packages/local-tenant/src/graph/roleAssignments.ts",
        check: needs("an administrative unit, which this suite does not make"),
    },
    {
        id: "custom-role-actions",
        statement: "Custom roles may name actions that do not exist, and changing a built-in role is a bad request.",
        statedIn: "packages/local-tenant/src/graph/roleDefinitions.ts",
        check: needs("a custom role, which this suite does not make"),
    },
    {
        id: "microsoft-principal-deletion",
        statement: "Deleting one of Microsoft's own service principals is refused.",
        statedIn: "packages/local-tenant/src/graph/servicePrincipals.ts",
        check: needs("an attempt on Microsoft's own objects, which this suite never makes"),
    },
    {
        id: "sign-in-log-delay",
        statement: "The sign-in log shows each sign-in of a service principal within a day.",
        statedIn: "src/renewal/drain.ts",
        check: needs("weeks of observation"),
    },
    {
        id: "new-certificate-known",
        statement: "All front ends of Microsoft Entra know a new certificate after half an hour.",
        statedIn: "src/renewal/policy.ts",
        check: needs("weeks of observation"),
    },
    {
        id: "trouble-figures",
        statement: "The profiles of trouble happen as often and last as long as their tables say.",
        statedIn: "packages/local-tenant/src/trouble/realistic.ts",
        check: needs("weeks of observation"),
    },
];
