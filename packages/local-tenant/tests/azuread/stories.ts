import type { Step, Story } from "./story";

// What azuread's resources ask for, in its order and with its bodies, and what it compares afterwards.

/** Ids that the provider's own tests use. */
const marketo = "4601ed45-8ff3-4599-8377-b6649007e876";
const marketoRole = "dfd0e7dd-26fb-4b2c-98d2-e444486c1e37";
const printerAdministrator = "644ef478-e28f-4e28-b9dc-3fdde9aa0b1f";
const graph = "00000003-0000-0000-c000-000000000000";
const newId = "0a5b4a7e-6d2c-4a44-9d4c-0f3c5a8e1b01";
const otherId = "0a5b4a7e-6d2c-4a44-9d4c-0f3c5a8e1b02";

const user = (name: string, local: string): Story => [
    [
        "POST /v1.0/users",
        {
            "@odata.type": "#microsoft.graph.user",
            accountEnabled: true,
            ageGroup: null,
            city: null,
            companyName: null,
            consentProvidedForMinor: null,
            country: null,
            department: null,
            displayName: local,
            employeeId: null,
            employeeOrgData: { costCenter: null, division: null },
            employeeType: null,
            faxNumber: null,
            givenName: null,
            jobTitle: null,
            mail: null,
            mailNickname: local,
            mobilePhone: null,
            officeLocation: null,
            otherMails: [],
            passwordPolicies: null,
            passwordProfile: { forceChangePasswordNextSignIn: false, password: "p@$$Wdabc123" },
            postalCode: null,
            preferredLanguage: null,
            state: null,
            streetAddress: null,
            surname: null,
            usageLocation: null,
            userPrincipalName: `${local}@exoip.onmicrosoft.com`,
        },
        201,
        { [name]: ["id"] },
    ],
    [`PATCH /beta/users/{${name}}`, { "@odata.type": "#microsoft.graph.user", showInAddressList: true }, 204],
    [`GET /v1.0/users/{${name}}`, null, { displayName: local, mail: null }],
    [
        `GET /v1.0/users/{${name}}?$select=accountEnabled,ageGroup,city,companyName,consentProvidedForMinor,country,department,employeeHireDate,employeeId,employeeOrgData,employeeType,faxNumber,mailNickname,onPremisesImmutableId,otherMails,passwordPolicies,postalCode,state,streetAddress,usageLocation`,
        null,
        { accountEnabled: true, mailNickname: local, otherMails: [], passwordPolicies: null },
    ],
    [`GET /beta/users/{${name}}?$select=showInAddressList`, null, { showInAddressList: true }],
    [`GET /v1.0/users/{${name}}/manager`, null, 404],
];

const group: Story = [
    [
        "POST /beta/groups",
        {
            "@odata.type": "#microsoft.graph.group",
            description: null,
            displayName: "acctest",
            groupTypes: [],
            isAssignableToRole: false,
            mailEnabled: false,
            mailNickname: "0a5b4a7e-6",
            membershipRule: null,
            "owners@odata.bind": ["https://localhost/beta/directoryObjects/{caller}"],
            resourceBehaviorOptions: [],
            resourceProvisioningOptions: [],
            securityEnabled: true,
        },
        201,
        { group: ["id"] },
    ],
    ["PATCH /beta/groups/{group}", { displayName: "TERRAFORM_UPDATE_1" }, 204],
    ["PATCH /beta/groups/{group}", { displayName: "acctest" }, 204],
    ["GET /beta/groups/{group}", null, { displayName: "acctest", membershipRule: null, groupTypes: [] }],
    ["GET /beta/groups/{group}/owners", null, { value: [{ id: "{caller}" }] }],
    ["GET /beta/groups/{group}/members", null, { value: [] }],
    ["GET /beta/groups/{group}/memberOf", null, { value: [] }],
];

const none = {
    "@odata.type": "#microsoft.graph.application",
    api: {
        acceptMappedClaims: false,
        knownClientApplications: [],
        oauth2PermissionScopes: [],
        requestedAccessTokenVersion: 1,
    },
    appRoles: [],
    description: null,
    displayName: "acctest-APP",
    groupMembershipClaims: null,
    identifierUris: [],
    info: { marketingUrl: null, privacyStatementUrl: null, supportUrl: null, termsOfServiceUrl: null },
    isDeviceOnlyAuthSupported: false,
    isFallbackPublicClient: false,
    notes: null,
    optionalClaims: {},
    publicClient: { redirectUris: [] },
    requiredResourceAccess: [],
    serviceManagementReference: null,
    signInAudience: "AzureADMyOrg",
    spa: { redirectUris: [] },
    tags: [],
    web: {
        homePageUrl: null,
        implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
        logoutUrl: null,
        redirectUris: [],
    },
} as const;

/** Beta has what version 1.0 does not know, and an owner that is not wanted goes afterwards. */
const application = (changes: object = {}, owners: readonly string[] = []): Story => [
    [
        "POST /v1.0/applications",
        {
            ...none,
            ...changes,
            "owners@odata.bind": ["{caller}", ...owners].map((id) => `https://localhost/v1.0/directoryObjects/${id}`),
        },
        201,
        { application: ["id"], client: ["appId"] },
    ],
    ["PATCH /v1.0/applications/{application}", { displayName: "TERRAFORM_UPDATE_1" }, 204],
    ["PATCH /v1.0/applications/{application}", { displayName: "acctest-APP" }, 204],
    ["DELETE /v1.0/applications/{application}/owners/{caller}/$ref", null, 204],
    ["GET /v1.0/applications/{application}", null, 200],
    [
        "GET /beta/applications/{application}?$select=oauth2RequirePostResponse",
        null,
        { oauth2RequirePostResponse: false },
    ],
    [
        "GET /v1.0/applications/{application}/owners",
        null,
        { value: owners.map((id) => ({ "@odata.type": "#microsoft.graph.user", id })) },
    ],
];

const servicePrincipal = (changes: object = {}): Story => [
    [
        "POST /v1.0/servicePrincipals",
        {
            accountEnabled: true,
            alternativeNames: [],
            appId: "{client}",
            appRoleAssignmentRequired: false,
            description: "TERRAFORM_UPDATE_1",
            loginUrl: null,
            notes: null,
            notificationEmailAddresses: [],
            "owners@odata.bind": ["https://localhost/v1.0/directoryObjects/{caller}"],
            preferredSingleSignOnMode: null,
            samlSingleSignOnSettings: {},
            tags: [],
            ...changes,
        },
        201,
        { principal: ["id"] },
    ],
    ["PATCH /v1.0/servicePrincipals/{principal}", { description: null }, 204],
    ["GET /beta/servicePrincipals/{principal}?$select=samlMetadataUrl", null, { samlMetadataUrl: null }],
];

const client: Story = [...application(), ...servicePrincipal()];

const microsoftGraph: Step = [
    `GET /v1.0/servicePrincipals?$filter=appId eq '${graph}'`,
    null,
    { value: [{ appId: graph }] },
    { api: ["value", 0, "id"] },
];

/** A role without a value has an empty one. */
const role = (id: string, value: string, members: readonly string[], isEnabled = true): object => ({
    id,
    allowedMemberTypes: members,
    description: "does",
    displayName: id,
    isEnabled,
    value,
});

const scope = (id: string, value: string, isEnabled = true): object => ({
    id,
    adminConsentDescription: "Administer the application",
    adminConsentDisplayName: "Administer",
    isEnabled,
    type: "Admin",
    userConsentDescription: "",
    userConsentDisplayName: "",
    value,
});

const flexibleCredential = (workflow: string, description: string): object => ({
    audiences: ["api://HashiTownLikesAzureAD"],
    claimsMatchingExpression: {
        languageVersion: 1,
        value:
            "claims['sub'] matches 'repo:contoso/contoso-repo:ref:refs/heads/*' and " +
            `claims['job_workflow_ref'] matches 'contoso/contoso-prod/.github/workflows/${workflow}@refs/heads/main'`,
    },
    description,
    issuer: "https://token.actions.githubusercontent.com",
    name: "hashitown.example.com-abc12",
});

const password = (end: string): object => ({
    displayName: "acctest-appPassword",
    endDateTime: end,
    startDateTime: "2031-01-01T00:00:00Z",
});

const grant = (consent: object, claims: string): Story => [
    [
        "POST /v1.0/oauth2PermissionGrants",
        { clientId: "{principal}", resourceId: "{api}", scope: claims, ...consent },
        { ...consent, scope: claims },
        { grant: ["id"] },
    ],
    ["GET /v1.0/oauth2PermissionGrants/{grant}", null, { clientId: "{principal}", resourceId: "{api}", scope: claims }],
    ["PATCH /v1.0/oauth2PermissionGrants/{grant}", { scope: "openid" }, 204],
    ["DELETE /v1.0/oauth2PermissionGrants/{grant}", null, 204],
    ["GET /v1.0/oauth2PermissionGrants/{grant}", null, 404],
];

const appRoleFor = (principal: string, appRoleId: string, principalType: string): Story => [
    ["GET /v1.0/servicePrincipals/{principal}", null, 200],
    [
        "POST /v1.0/servicePrincipals/{principal}/appRoleAssignedTo",
        { appRoleId, principalId: principal, resourceId: "{principal}" },
        { appRoleId, principalType },
        { assignment: ["id"] },
    ],
    [
        "GET /v1.0/servicePrincipals/{principal}/appRoleAssignedTo?$filter=id eq '{assignment}'",
        null,
        { value: [{ id: "{assignment}", appRoleId, principalId: principal, resourceId: "{principal}" }] },
    ],
    ["DELETE /v1.0/servicePrincipals/{principal}/appRoleAssignedTo/{assignment}", null, 204],
];

/** A role has an object id once it is active, and what is active stays so. */
const directoryRole: Story = [
    [`GET /v1.0/directoryRoleTemplates/${printerAdministrator}`, null, { displayName: "Printer Administrator" }],
    [`GET /v1.0/directoryRoles?$filter=roleTemplateId eq '${printerAdministrator}'`, null, { value: [] }],
    ["POST /v1.0/directoryRoles", { roleTemplateId: printerAdministrator }, 201, { role: ["id"] }],
    ["GET /v1.0/directoryRoles/{role}", null, { roleTemplateId: printerAdministrator }],
];

const eligibility = (roleDefinitionId: string): Story => [
    [
        "POST /v1.0/roleManagement/directory/roleEligibilityScheduleRequests",
        {
            action: "adminAssign",
            directoryScopeId: "/",
            justification: "abc",
            principalId: "{user}",
            roleDefinitionId,
            scheduleInfo: { expiration: { type: "noExpiration" }, startDateTime: "2026-11-26T12:00:00Z" },
        },
        201,
        { request: ["id"] },
    ],
    [
        "GET /v1.0/roleManagement/directory/roleEligibilityScheduleRequests/{request}",
        null,
        { justification: "abc", principalId: "{user}", roleDefinitionId, directoryScopeId: "/" },
    ],
    ["GET /v1.0/roleManagement/directory/roleEligibilitySchedules/{request}", null, { principalId: "{user}" }],
    [
        "POST /v1.0/roleManagement/directory/roleEligibilityScheduleRequests",
        { action: "adminRemove", directoryScopeId: "/", justification: "abc", principalId: "{user}", roleDefinitionId },
        201,
    ],
];

const claimsPolicy = '{"ClaimsMappingPolicy":{"Version":1,"IncludeBasicClaimSet":"false","ClaimsSchema":[]}}';

/** By resource, and by what the provider's acceptance tests do with it. */
export const stories: Readonly<Record<string, Story>> = {
    "azuread_user, with an apostrophe in its name": [
        ["GET /v1.0/domains", null, { value: [{ id: "exoip.onmicrosoft.com", isInitial: true }] }],
        ...user("user", "acctestUser'1"),
        ["DELETE /v1.0/users/{user}", null, 204],
        ["GET /v1.0/users/{user}", null, 404],
    ],
    azuread_group: [...group, ["DELETE /beta/groups/{group}", null, 204], ["GET /beta/groups/{group}", null, 404]],
    "azuread_application without owners, with one and with none again": [
        ...application(),
        ...user("user", "acctestUser.1.A"),
        [
            "POST /v1.0/applications/{application}/owners/$ref",
            { "@odata.id": "https://localhost/v1.0/directoryObjects/{user}" },
            204,
        ],
        ["DELETE /v1.0/applications/{application}/owners/{user}/$ref", null, 204],
        ["GET /v1.0/applications/{application}/owners", null, { value: [] }],
    ],
    "azuread_application with a user for an owner": [
        ...user("user", "acctestUser.1.A"),
        ...application({}, ["{user}"]),
    ],
    "azuread_application with roles and scopes that go again": [
        ...application({
            api: { ...none.api, oauth2PermissionScopes: [scope(newId, "administer")] },
            appRoles: [role(otherId, "", ["User"])],
        }),
        [
            "PATCH /v1.0/applications/{application}",
            { id: "{application}", appRoles: [role(otherId, "", ["User"], false)] },
            204,
        ],
        ["GET /v1.0/applications/{application}", null, { appRoles: [{ id: otherId, isEnabled: false }] }],
        [
            "PATCH /v1.0/applications/{application}",
            { api: { oauth2PermissionScopes: [scope(newId, "administer", false)] } },
            204,
        ],
        [
            "PATCH /v1.0/applications/{application}",
            { ...none, identifierUris: ["api://acctest-1"], displayName: "acctest-APP" },
            204,
        ],
        [
            "GET /v1.0/applications/{application}",
            null,
            { api: { oauth2PermissionScopes: [] }, appRoles: [], identifierUris: ["api://acctest-1"] },
        ],
    ],
    "azuread_application with two roles that have no value": [
        ...application({ appRoles: [role(newId, "", ["User"]), role(otherId, "", ["User"])] }),
        ["GET /v1.0/applications/{application}", null, { appRoles: [{ id: newId }, { id: otherId }] }],
    ],
    "azuread_application with the id and the value of a role for a scope, too": [
        ...application({
            api: { ...none.api, oauth2PermissionScopes: [scope(newId, "administer")] },
            appRoles: [role(newId, "administer", ["User"])],
        }),
    ],
    "azuread_application from a template": [
        [`GET /v1.0/applicationTemplates/${marketo}`, null, { displayName: "Marketo" }],
        [
            `POST /v1.0/applicationTemplates/${marketo}/instantiate`,
            { displayName: "TERRAFORM_INSTANTIATE_1" },
            201,
            { application: ["application", "id"], client: ["application", "appId"] },
        ],
        [
            `GET /v1.0/applications?$filter=applicationTemplateId eq '${marketo}' and displayName eq 'TERRAFORM_INSTANTIATE_1'`,
            null,
            { value: [{ id: "{application}", applicationTemplateId: marketo }] },
        ],
        [
            "GET /v1.0/servicePrincipals?$filter=appId eq '{client}'",
            null,
            { value: [{ appId: "{client}", applicationTemplateId: marketo }] },
        ],
        [
            "PATCH /v1.0/applications/{application}",
            { ...none, appRoles: [{ ...role(marketoRole, "", ["User"]), description: "msiam_access" }] },
            204,
        ],
        [
            "GET /v1.0/applications/{application}",
            null,
            { appRoles: [{ id: marketoRole }], applicationTemplateId: marketo, web: { homePageUrl: null } },
        ],
    ],
    "azuread_application_template by its name": [
        [
            "GET /v1.0/applicationTemplates?$filter=displayName eq 'Marketo'",
            null,
            { value: [{ id: marketo, displayName: "Marketo", publisher: "Marketo, Inc." }] },
        ],
    ],
    "azuread_application with a password that is replaced": [
        [
            "POST /v1.0/applications",
            { ...none, passwordCredentials: [password("2031-06-01T00:00:00Z")] },
            { passwordCredentials: [{ displayName: "acctest-appPassword", endDateTime: "2031-06-01T00:00:00Z" }] },
            { application: ["id"], key: ["passwordCredentials", 0, "keyId"] },
        ],
        ["POST /v1.0/applications/{application}/removePassword", { keyId: "{key}" }, 204],
        ["GET /v1.0/applications/{application}", null, { passwordCredentials: [] }],
        [
            "POST /v1.0/applications/{application}/addPassword",
            { passwordCredential: password("2031-12-01T00:00:00Z") },
            { endDateTime: "2031-12-01T00:00:00Z" },
            { key: ["keyId"] },
        ],
        ["PATCH /v1.0/applications/{application}", none, 204],
        [
            "GET /v1.0/applications/{application}",
            null,
            { passwordCredentials: [{ keyId: "{key}", ...password("2031-12-01T00:00:00Z") }] },
        ],
    ],
    "azuread_application_optional_claims, and none afterwards": [
        ...application(),
        [
            "PATCH /v1.0/applications/{application}",
            {
                optionalClaims: {
                    accessToken: [{ additionalProperties: [], essential: false, name: "myclaim", source: null }],
                    idToken: [
                        { additionalProperties: ["emit_as_roles"], essential: true, name: "idclaim", source: "user" },
                    ],
                },
            },
            204,
        ],
        [
            "GET /v1.0/applications/{application}",
            null,
            { optionalClaims: { accessToken: [{ name: "myclaim" }], idToken: [{ name: "idclaim" }] } },
        ],
        ["PATCH /v1.0/applications/{application}", { optionalClaims: {} }, 204],
        ["GET /v1.0/applications/{application}", null, { optionalClaims: {} }],
    ],
    "azuread_application_flexible_federated_identity_credential, changed and changed back": [
        ...application(),
        ["GET /beta/applications/{application}", null, 200],
        [
            "POST /beta/applications/{application}/federatedIdentityCredentials",
            flexibleCredential("*.yml", ""),
            201,
            { credential: ["id"] },
        ],
        ...(["Funtime tokens for HashiTown", ""] as const).flatMap((description): Story => {
            const changed = flexibleCredential(description === "" ? "*.yml" : "update.yml", description);
            const one = "/beta/applications/{application}/federatedIdentityCredentials/{credential}" as const;
            return [
                [`PATCH ${one}`, { id: "{credential}", ...changed }, 204],
                [`GET ${one}`, null, { ...changed, description: description || null, subject: null }],
            ];
        }),
        ["DELETE /beta/applications/{application}/federatedIdentityCredentials/{credential}", null, 204],
        ["GET /beta/applications/{application}/federatedIdentityCredentials/{credential}", null, 404],
    ],
    "azuread_service_principal, filled in and emptied": [
        ...application({
            identifierUris: ["api://acctest-2", "https://exoip.onmicrosoft.com/acctest-2"],
            web: {
                ...none.web,
                homePageUrl: "https://test.internal",
                logoutUrl: "https://test.internal/logout",
                redirectUris: ["https://test.internal/dashboard", "https://test.internal/account"],
            },
        }),
        ...servicePrincipal({
            accountEnabled: false,
            alternativeNames: ["foo", "bar"],
            loginUrl: "https://test.internal/login",
            notes: "Just testing something",
            notificationEmailAddresses: ["alerts@hashitown.net"],
            preferredSingleSignOnMode: "saml",
            samlSingleSignOnSettings: { relayState: "/samlHome" },
            tags: ["HideApp"],
        }),
        [
            "GET /v1.0/servicePrincipals/{principal}",
            null,
            {
                homepage: "https://test.internal",
                logoutUrl: "https://test.internal/logout",
                replyUrls: ["https://test.internal/dashboard", "https://test.internal/account"],
                samlSingleSignOnSettings: { relayState: "/samlHome" },
                servicePrincipalNames: ["{client}", "api://acctest-2", "https://exoip.onmicrosoft.com/acctest-2"],
                servicePrincipalType: "Application",
            },
        ],
        ["PATCH /v1.0/applications/{application}", none, 204],
        [
            "PATCH /v1.0/servicePrincipals/{principal}",
            { accountEnabled: true, alternativeNames: [], samlSingleSignOnSettings: {}, loginUrl: null, tags: [] },
            204,
        ],
        [
            "GET /v1.0/servicePrincipals/{principal}",
            null,
            { homepage: null, logoutUrl: null, replyUrls: [], samlSingleSignOnSettings: {}, tags: [] },
        ],
    ],
    "azuread_service_principal that exists, which a refused deletion leaves there": [
        microsoftGraph,
        ["PATCH /v1.0/servicePrincipals/{api}", { accountEnabled: true, alternativeNames: [], tags: [] }, 204],
        ["GET /v1.0/servicePrincipals/{api}/owners", null, { value: [] }],
        ["DELETE /v1.0/servicePrincipals/{api}", null, 403],
        microsoftGraph,
    ],
    azuread_service_principal_password: [
        ...client,
        [
            "POST /v1.0/servicePrincipals/{principal}/addPassword",
            { passwordCredential: password("2031-06-01T00:00:00Z") },
            { ...password("2031-06-01T00:00:00Z") },
            { key: ["keyId"] },
        ],
        [
            "GET /v1.0/servicePrincipals/{principal}",
            null,
            { passwordCredentials: [{ keyId: "{key}", ...password("2031-06-01T00:00:00Z") }] },
        ],
        ["POST /v1.0/servicePrincipals/{principal}/removePassword", { keyId: "{key}" }, 204],
    ],
    azuread_service_principal_token_signing_certificate: [
        ...client,
        [
            "POST /v1.0/servicePrincipals/{principal}/addTokenSigningCertificate",
            { displayName: "CN=acctestTokenSigningCert-1", endDateTime: "2027-03-01T00:00:00Z" },
            200,
            { signing: ["keyId"], identifier: ["customKeyIdentifier"] },
        ],
        [
            "GET /v1.0/servicePrincipals/{principal}?$select=keyCredentials",
            null,
            {
                keyCredentials: [
                    { keyId: "{signing}", customKeyIdentifier: "{identifier}" },
                    { customKeyIdentifier: "{identifier}", usage: "Verify", endDateTime: "2027-03-01T00:00:00Z" },
                ],
            },
        ],
        ["PATCH /v1.0/servicePrincipals/{principal}", { keyCredentials: [], passwordCredentials: [] }, 204],
        ["GET /v1.0/servicePrincipals/{principal}", null, { keyCredentials: [], passwordCredentials: [] }],
    ],
    "azuread_service_principal_claims_mapping_policy_assignment to Microsoft Graph": [
        microsoftGraph,
        [
            "POST /v1.0/policies/claimsMappingPolicies",
            { definition: [claimsPolicy], displayName: "acctest-1" },
            201,
            { policy: ["id"] },
        ],
        [
            "POST /v1.0/servicePrincipals/{api}/claimsMappingPolicies/$ref",
            { "@odata.id": "https://localhost/v1.0/directoryObjects/{policy}" },
            204,
        ],
        ["GET /v1.0/servicePrincipals/{api}/claimsMappingPolicies", null, { value: [{ id: "{policy}" }] }],
        ["DELETE /v1.0/servicePrincipals/{api}/claimsMappingPolicies/{policy}/$ref", null, 204],
        ["GET /v1.0/servicePrincipals/{api}/claimsMappingPolicies", null, { value: [] }],
        ["DELETE /v1.0/policies/claimsMappingPolicies/{policy}", null, 204],
    ],
    "azuread_service_principal_delegated_permission_grant, for all users and for one": [
        ...client,
        microsoftGraph,
        ...grant({ consentType: "AllPrincipals" }, "openid User.Read.All"),
        ...user("user", "acctestUser'2"),
        ...grant({ consentType: "Principal", principalId: "{user}" }, "openid User.Read.All"),
    ],
    "azuread_app_role_assignment to a group and to a user": [
        ...application({ appRoles: [role(newId, "Admin.All", ["Application", "User"])] }),
        ...servicePrincipal(),
        ...group,
        ...appRoleFor("{group}", newId, "Group"),
        ...user("user", "acctest-AppRoleAssignment-1"),
        ...appRoleFor("{user}", newId, "User"),
    ],
    "azuread_app_role_assignment to a group, without a role": [
        ...client,
        ...group,
        ...appRoleFor("{group}", "00000000-0000-0000-0000-000000000000", "Group"),
    ],
    "azuread_directory_role and its members": [
        ...directoryRole,
        ...user("user", "acctestUser.2.A"),
        ["GET /v1.0/directoryRoles/{role}/members/{user}", null, 404],
        [
            "POST /v1.0/directoryRoles/{role}/members/$ref",
            { "@odata.id": "https://localhost/v1.0/directoryObjects/{user}" },
            204,
        ],
        ["GET /v1.0/directoryRoles/{role}/members/{user}", null, { id: "{user}" }],
        ["DELETE /v1.0/directoryRoles/{role}/members/{user}/$ref", null, 204],
        ["GET /v1.0/directoryRoles/{role}/members/{user}", null, 404],
    ],
    "azuread_directory_role_assignment for one application": [
        ...client,
        [
            "POST /v1.0/roleManagement/directory/roleAssignments",
            {
                directoryScopeId: "/{application}",
                principalId: "{principal}",
                roleDefinitionId: "158c047a-c907-4556-b7ef-446551a6b5f7",
            },
            201,
            { assignment: ["id"] },
        ],
        [
            "GET /v1.0/roleManagement/directory/roleAssignments/{assignment}",
            null,
            { directoryScopeId: "/{application}", principalId: "{principal}" },
        ],
        ["DELETE /v1.0/roleManagement/directory/roleAssignments/{assignment}", null, 204],
    ],
    "azuread_directory_role_eligibility_schedule_request for a built-in and for a custom role": [
        ...user("user", "acctestManager.1"),
        ...eligibility("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"),
        [
            "POST /v1.0/roleManagement/directory/roleDefinitions",
            {
                displayName: "acctestCustomRole-1",
                description: "",
                isEnabled: true,
                rolePermissions: [{ allowedResourceActions: ["microsoft.directory/applications/standard/read"] }],
                templateId: "",
                version: "1.0",
            },
            201,
            { custom: ["id"] },
        ],
        ...eligibility("{custom}"),
        ["DELETE /v1.0/roleManagement/directory/roleDefinitions/{custom}", null, 204],
    ],
};
