import type { ApplicationProperties } from "./applicationSchema";

/** An application that can be made from Microsoft's gallery (learn.microsoft.com/graph/api/resources/applicationtemplate). */
export interface ApplicationTemplate {
    readonly id: string;
    readonly displayName: string;
    readonly homePageUrl: string | null;
    readonly supportedSingleSignOnModes: readonly string[];
    readonly supportedProvisioningTypes: readonly string[];
    readonly logoUrl: string | null;
    readonly categories: readonly string[];
    readonly publisher: string;
    readonly description: string | null;
    /** What the application gets. */
    readonly appRoles: ApplicationProperties["appRoles"];
    readonly servicePrincipalTags: readonly string[];
}

// Assumed (gallery-templates): roles of templates other than Marketo, tags of service principals, categories. Logos are at no real address.

const enterpriseTags = ["WindowsAzureActiveDirectoryIntegratedApp"];

/** The role that single sign-on by SAML needs. */
const samlRole: ApplicationProperties["appRoles"][number] = {
    id: "dfd0e7dd-26fb-4b2c-98d2-e444486c1e37",
    value: null,
    displayName: "msiam_access",
    description: "msiam_access",
    isEnabled: true,
    allowedMemberTypes: ["User"],
};

/** The "User" role of applications without SAML. */
const userRole: ApplicationProperties["appRoles"][number] = {
    ...samlRole,
    id: "18d14569-c3bd-439b-9a66-3a2aee01d14f",
    displayName: "User",
    description: "User",
};

/** Of Microsoft's thousands, the few that tests of clients use. */
export const applicationTemplates: readonly ApplicationTemplate[] = [
    {
        id: "8adf8e6e-67b2-4cf2-a259-e3dc5476c621",
        displayName: "Custom",
        homePageUrl: null,
        supportedSingleSignOnModes: ["oidc", "password", "saml", "notSupported"],
        supportedProvisioningTypes: [],
        logoUrl: null,
        categories: [],
        publisher: "Microsoft",
        description: null,
        appRoles: [userRole, { ...samlRole, id: "b9632174-c057-4f7e-951b-be3adc52bfe6" }],
        servicePrincipalTags: ["WindowsAzureActiveDirectoryCustomSingleSignOnApplication", ...enterpriseTags],
    },
    {
        id: "4601ed45-8ff3-4599-8377-b6649007e876",
        displayName: "Marketo",
        homePageUrl: "https://www.marketo.com/",
        supportedSingleSignOnModes: ["password", "saml", "external"],
        supportedProvisioningTypes: [],
        logoUrl: "https://logos.invalid/marketo.png",
        categories: ["crm", "marketing"],
        publisher: "Marketo, Inc.",
        description: null,
        appRoles: [samlRole],
        servicePrincipalTags: enterpriseTags,
    },
    {
        id: "9c9818d2-2900-49e8-8ba4-22688be7c675",
        displayName: "Azure Databricks SCIM Provisioning Connector",
        homePageUrl: "https://azure.microsoft.com/services/databricks/",
        supportedSingleSignOnModes: ["external"],
        supportedProvisioningTypes: ["sync"],
        logoUrl: "https://logos.invalid/databricks.png",
        categories: ["developerServices"],
        publisher: "Databricks",
        description: null,
        appRoles: [userRole],
        servicePrincipalTags: enterpriseTags,
    },
];
