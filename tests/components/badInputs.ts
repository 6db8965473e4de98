import { privateKeyPem, tenantId } from "./mockEngine";
import { pems } from "./pems";

/** What was given instead of what is allowed, and every word of the answer. */
export type BadInput = readonly [name: string, args: Readonly<Record<string, unknown>>, problems: readonly string[]];

/** Bad args of `UnattendedAccess` beside a tenant and an organization that are right. */
export const badInputs: readonly BadInput[] = [
    [
        "a tenant id that is a domain",
        { tenantId: "contoso.onmicrosoft.com" },
        [
            'tenantId: given "contoso.onmicrosoft.com"; must be the tenant\'s id, a GUID (az account show --query tenantId)',
        ],
    ],
    [
        "a tenant id that is empty",
        { tenantId: "" },
        ['tenantId: given ""; must be the tenant\'s id, a GUID (az account show --query tenantId)'],
    ],
    [
        "a tenant id that is missing",
        { tenantId: undefined },
        ["tenantId: given nothing; must be the tenant's id, a GUID (az account show --query tenantId)"],
    ],
    [
        "a tenant id in braces",
        { tenantId: "{11111111-2222-3333-4444-555555555555}" },
        [
            'tenantId: given "{11111111-2222-3333-4444-555555555555}"; must be the tenant\'s id, a GUID (az account show --query tenantId)',
        ],
    ],
    [
        "a tenant id without hyphens",
        { tenantId: "11111111222233334444555555555555" },
        [
            'tenantId: given "11111111222233334444555555555555"; must be the tenant\'s id, a GUID (az account show --query tenantId)',
        ],
    ],
    [
        "a tenant id that is one digit short",
        { tenantId: "11111111-2222-3333-4444-55555555555" },
        [
            'tenantId: given "11111111-2222-3333-4444-55555555555"; must be the tenant\'s id, a GUID (az account show --query tenantId)',
        ],
    ],
    [
        "a tenant id with a letter that is no hex digit",
        { tenantId: "g1111111-2222-3333-4444-555555555555" },
        [
            'tenantId: given "g1111111-2222-3333-4444-555555555555"; must be the tenant\'s id, a GUID (az account show --query tenantId)',
        ],
    ],
    [
        "a tenant id followed by a blank",
        { tenantId: "11111111-2222-3333-4444-555555555555 " },
        [
            'tenantId: given "11111111-2222-3333-4444-555555555555 "; must be the tenant\'s id, a GUID (az account show --query tenantId)',
        ],
    ],
    [
        "a tenant id that is a number",
        { tenantId: 11111111 },
        ["tenantId: given 11111111; must be the tenant's id, a GUID (az account show --query tenantId)"],
    ],
    [
        "a tenant id that is null",
        { tenantId: null },
        ["tenantId: given null; must be the tenant's id, a GUID (az account show --query tenantId)"],
    ],
    [
        "a tenant id that is a list",
        { tenantId: [tenantId] },
        [
            'tenantId: given ["11111111-2222-3333-4444-555555555555"]; must be the tenant\'s id, a GUID (az account show --query tenantId)',
        ],
    ],
    [
        "an organization that is missing",
        { organization: undefined },
        [
            "organization: given nothing; must be the organization's initial domain, which ends in .onmicrosoft.com (Microsoft 365 admin center > Settings > Domains), for example contoso.onmicrosoft.com",
        ],
    ],
    [
        "an organization that is null",
        { organization: null },
        [
            "organization: given null; must be the organization's initial domain, which ends in .onmicrosoft.com (Microsoft 365 admin center > Settings > Domains), for example contoso.onmicrosoft.com",
        ],
    ],
    [
        "an organization that is empty",
        { organization: "" },
        [
            'organization: given ""; must be the organization\'s initial domain, which ends in .onmicrosoft.com (Microsoft 365 admin center > Settings > Domains), for example contoso.onmicrosoft.com',
        ],
    ],
    [
        "an organization that is a custom domain",
        { organization: "exoip.com" },
        [
            'organization: given "exoip.com"; must be the organization\'s initial domain, which ends in .onmicrosoft.com (Microsoft 365 admin center > Settings > Domains), for example contoso.onmicrosoft.com',
        ],
    ],
    [
        "an organization that is the tenant id",
        { organization: tenantId },
        [
            'organization: given "11111111-2222-3333-4444-555555555555"; must be the organization\'s initial domain, which ends in .onmicrosoft.com (Microsoft 365 admin center > Settings > Domains), for example contoso.onmicrosoft.com',
        ],
    ],
    [
        "an organization that is the mail routing domain",
        { organization: "contoso.mail.onmicrosoft.com" },
        [
            'organization: given "contoso.mail.onmicrosoft.com"; must be one name of letters, digits and hyphens before .onmicrosoft.com, for example contoso.onmicrosoft.com',
        ],
    ],
    [
        "an organization that is a bare name",
        { organization: "contoso" },
        [
            'organization: given "contoso"; must be the organization\'s initial domain, which ends in .onmicrosoft.com (Microsoft 365 admin center > Settings > Domains), for example contoso.onmicrosoft.com',
        ],
    ],
    [
        "an organization that is the suffix alone",
        { organization: ".onmicrosoft.com" },
        [
            'organization: given ".onmicrosoft.com"; must be one name of letters, digits and hyphens before .onmicrosoft.com, for example contoso.onmicrosoft.com',
        ],
    ],
    [
        "an organization with an underscore",
        { organization: "con_toso.onmicrosoft.com" },
        [
            'organization: given "con_toso.onmicrosoft.com"; must be one name of letters, digits and hyphens before .onmicrosoft.com, for example contoso.onmicrosoft.com',
        ],
    ],
    [
        "an organization that begins with a hyphen",
        { organization: "-contoso.onmicrosoft.com" },
        [
            'organization: given "-contoso.onmicrosoft.com"; must be one name of letters, digits and hyphens before .onmicrosoft.com, for example contoso.onmicrosoft.com',
        ],
    ],
    [
        "an organization that is an address",
        { organization: "admin@contoso.onmicrosoft.com" },
        [
            'organization: given "admin@contoso.onmicrosoft.com"; must be one name of letters, digits and hyphens before .onmicrosoft.com, for example contoso.onmicrosoft.com',
        ],
    ],
    [
        "an organization that is a URL",
        { organization: "https://contoso.onmicrosoft.com" },
        [
            'organization: given "https://contoso.onmicrosoft.com"; must be one name of letters, digits and hyphens before .onmicrosoft.com, for example contoso.onmicrosoft.com',
        ],
    ],
    [
        "an organization with a final dot",
        { organization: "contoso.onmicrosoft.com." },
        [
            'organization: given "contoso.onmicrosoft.com."; must be the organization\'s initial domain, which ends in .onmicrosoft.com (Microsoft 365 admin center > Settings > Domains), for example contoso.onmicrosoft.com',
        ],
    ],
    [
        "an organization with a blank before it",
        { organization: " contoso.onmicrosoft.com" },
        [
            'organization: given " contoso.onmicrosoft.com"; must be one name of letters, digits and hyphens before .onmicrosoft.com, for example contoso.onmicrosoft.com',
        ],
    ],
    [
        "an organization that is a number",
        { organization: 5 },
        [
            "organization: given 5; must be the organization's initial domain, which ends in .onmicrosoft.com (Microsoft 365 admin center > Settings > Domains), for example contoso.onmicrosoft.com",
        ],
    ],
    [
        "an organization of China in the world-wide cloud",
        { organization: "contoso.partner.onmschina.cn" },
        [
            'organization: given "contoso.partner.onmschina.cn"; must be the organization\'s initial domain, which ends in .onmicrosoft.com (Microsoft 365 admin center > Settings > Domains), for example contoso.onmicrosoft.com',
        ],
    ],
    [
        "an organization of the world-wide cloud in China",
        { organization: "contoso.onmicrosoft.com", cloud: "china" },
        [
            'organization: given "contoso.onmicrosoft.com"; must be the organization\'s initial domain, which ends in .partner.onmschina.cn or .onmschina.cn (Microsoft 365 admin center > Settings > Domains), for example contoso.partner.onmschina.cn',
        ],
    ],
    [
        "a US government organization in the world-wide cloud",
        { organization: "contoso.onmicrosoft.us" },
        [
            'organization: given "contoso.onmicrosoft.us"; must be the organization\'s initial domain, which ends in .onmicrosoft.com (Microsoft 365 admin center > Settings > Domains), for example contoso.onmicrosoft.com',
        ],
    ],
    [
        "a display name that is empty",
        { displayName: "" },
        ['displayName: given ""; must be one line of 1 to 120 characters, for example EXO PowerShell unattended'],
    ],
    [
        "a display name of blanks",
        { displayName: "   " },
        ['displayName: given "   "; must be one line of 1 to 120 characters, for example EXO PowerShell unattended'],
    ],
    [
        "a display name of 121 characters",
        { displayName: "x".repeat(121) },
        [
            'displayName: given "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"; must be one line of 1 to 120 characters, for example EXO PowerShell unattended',
        ],
    ],
    [
        "a display name of two lines",
        { displayName: "EXO\nreports" },
        [
            'displayName: given "EXO\\nreports"; must be one line of 1 to 120 characters, for example EXO PowerShell unattended',
        ],
    ],
    [
        "a display name with a control character",
        { displayName: "EXO\u0000reports" },
        [
            'displayName: given "EXO\\u0000reports"; must be one line of 1 to 120 characters, for example EXO PowerShell unattended',
        ],
    ],
    [
        "a display name that is a number",
        { displayName: 365 },
        ["displayName: given 365; must be one line of 1 to 120 characters, for example EXO PowerShell unattended"],
    ],
    [
        "a display name that is a list",
        { displayName: ["EXO"] },
        ['displayName: given ["EXO"]; must be one line of 1 to 120 characters, for example EXO PowerShell unattended'],
    ],
    [
        "a display name that is a map",
        { displayName: { text: "EXO" } },
        [
            'displayName: given {"text":"EXO"}; must be one line of 1 to 120 characters, for example EXO PowerShell unattended',
        ],
    ],
    [
        "a description of 1025 characters",
        { description: "x".repeat(1025) },
        [
            'description: given "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… (1027 characters); must be a text of at most 1024 characters, or left out',
        ],
    ],
    [
        "a description of blanks",
        { description: "  " },
        ['description: given "  "; must be a text of at most 1024 characters, or left out'],
    ],
    [
        "a description that is a number",
        { description: 1 },
        ["description: given 1; must be a text of at most 1024 characters, or left out"],
    ],
    [
        "an audience in other words",
        { signInAudience: "multitenant" },
        [
            'signInAudience: given "multitenant"; must be AzureADMyOrg or AzureADMultipleOrgs; an application of personal Microsoft accounts has no app-only access',
        ],
    ],
    [
        "an audience in lower case",
        { signInAudience: "azureadmyorg" },
        [
            'signInAudience: given "azureadmyorg"; must be AzureADMyOrg or AzureADMultipleOrgs; an application of personal Microsoft accounts has no app-only access',
        ],
    ],
    [
        "an audience with personal accounts",
        { signInAudience: "AzureADandPersonalMicrosoftAccount" },
        [
            'signInAudience: given "AzureADandPersonalMicrosoftAccount"; must be AzureADMyOrg or AzureADMultipleOrgs; an application of personal Microsoft accounts has no app-only access',
        ],
    ],
    [
        "an audience of personal accounts",
        { signInAudience: "PersonalMicrosoftAccount" },
        [
            'signInAudience: given "PersonalMicrosoftAccount"; must be AzureADMyOrg or AzureADMultipleOrgs; an application of personal Microsoft accounts has no app-only access',
        ],
    ],
    [
        "an audience that is empty",
        { signInAudience: "" },
        [
            'signInAudience: given ""; must be AzureADMyOrg or AzureADMultipleOrgs; an application of personal Microsoft accounts has no app-only access',
        ],
    ],
    [
        "an audience that is a boolean",
        { signInAudience: true },
        [
            "signInAudience: given true; must be AzureADMyOrg or AzureADMultipleOrgs; an application of personal Microsoft accounts has no app-only access",
        ],
    ],
    [
        "owners that are one text",
        { owners: "bbbbbbbb-0000-0000-0000-000000000001" },
        [
            'owners: given "bbbbbbbb-0000-0000-0000-000000000001"; must be a list of object ids, for example [00000000-0000-0000-0000-000000000000]',
        ],
    ],
    [
        "owners that are a map",
        { owners: { ann: "bbbbbbbb-0000-0000-0000-000000000001" } },
        [
            'owners: given {"ann":"bbbbbbbb-0000-0000-0000-000000000001"}; must be a list of object ids, for example [00000000-0000-0000-0000-000000000000]',
        ],
    ],
    [
        "an owner that is a mail address",
        { owners: ["ann@contoso.com"] },
        ['owners[0]: given "ann@contoso.com"; must be the object id of a user or service principal, a GUID'],
    ],
    [
        "an owner that is a display name",
        { owners: ["Ann"] },
        ['owners[0]: given "Ann"; must be the object id of a user or service principal, a GUID'],
    ],
    [
        "an owner that is empty",
        { owners: [""] },
        ['owners[0]: given ""; must be the object id of a user or service principal, a GUID'],
    ],
    [
        "an owner that is null",
        { owners: [null] },
        ["owners[0]: given null; must be the object id of a user or service principal, a GUID"],
    ],
    [
        "an owner that is a number",
        { owners: [1] },
        ["owners[0]: given 1; must be the object id of a user or service principal, a GUID"],
    ],
    [
        "an owner that is wrong beside one that is right",
        { owners: ["bbbbbbbb-0000-0000-0000-000000000001", "bob"] },
        ['owners[1]: given "bob"; must be the object id of a user or service principal, a GUID'],
    ],
    [
        "roles that are one text",
        { roles: "Exchange Administrator" },
        [
            'roles: given "Exchange Administrator"; must be a list of directory roles, for example [Exchange Administrator]',
        ],
    ],
    [
        "roles that are a map",
        { roles: { "Exchange Administrator": true } },
        [
            'roles: given {"Exchange Administrator":true}; must be a list of directory roles, for example [Exchange Administrator]',
        ],
    ],
    [
        "a role with a misspelt name",
        { roles: ["Exchange Admin"] },
        [
            'roles[0]: given "Exchange Admin"; must be a directory role that Exchange Online accepts for applications: Compliance Administrator, Exchange Administrator, Exchange Recipient Administrator, Global Administrator, Global Reader, Helpdesk Administrator, Security Administrator, Security Reader; or one of their template ids',
        ],
    ],
    [
        "a role that is empty",
        { roles: [""] },
        [
            'roles[0]: given ""; must be a directory role that Exchange Online accepts for applications: Compliance Administrator, Exchange Administrator, Exchange Recipient Administrator, Global Administrator, Global Reader, Helpdesk Administrator, Security Administrator, Security Reader; or one of their template ids',
        ],
    ],
    [
        "a role that is null",
        { roles: [null] },
        [
            "roles[0]: given null; must be a directory role that Exchange Online accepts for applications: Compliance Administrator, Exchange Administrator, Exchange Recipient Administrator, Global Administrator, Global Reader, Helpdesk Administrator, Security Administrator, Security Reader; or one of their template ids",
        ],
    ],
    [
        "a role that is a number",
        { roles: [62] },
        [
            "roles[0]: given 62; must be a directory role that Exchange Online accepts for applications: Compliance Administrator, Exchange Administrator, Exchange Recipient Administrator, Global Administrator, Global Reader, Helpdesk Administrator, Security Administrator, Security Reader; or one of their template ids",
        ],
    ],
    [
        "a role that Exchange Online does not support",
        { roles: ["Application Administrator"] },
        [
            'roles[0]: given "Application Administrator"; must be a directory role that Exchange Online accepts for applications: Compliance Administrator, Exchange Administrator, Exchange Recipient Administrator, Global Administrator, Global Reader, Helpdesk Administrator, Security Administrator, Security Reader; or one of their template ids',
        ],
    ],
    [
        "a role of Exchange, not of Microsoft Entra",
        { roles: ["Organization Management"] },
        [
            'roles[0]: given "Organization Management"; must be a directory role that Exchange Online accepts for applications: Compliance Administrator, Exchange Administrator, Exchange Recipient Administrator, Global Administrator, Global Reader, Helpdesk Administrator, Security Administrator, Security Reader; or one of their template ids',
        ],
    ],
    [
        "a role by a template id that Exchange Online does not support",
        { roles: ["9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"] },
        [
            'roles[0]: given "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"; must be a directory role that Exchange Online accepts for applications: Compliance Administrator, Exchange Administrator, Exchange Recipient Administrator, Global Administrator, Global Reader, Helpdesk Administrator, Security Administrator, Security Reader; or one of their template ids',
        ],
    ],
    [
        "a role by a template id that is one digit short",
        { roles: ["29232cdf-9323-42fd-ade2-1d097af3e4d"] },
        [
            'roles[0]: given "29232cdf-9323-42fd-ade2-1d097af3e4d"; must be a directory role that Exchange Online accepts for applications: Compliance Administrator, Exchange Administrator, Exchange Recipient Administrator, Global Administrator, Global Reader, Helpdesk Administrator, Security Administrator, Security Reader; or one of their template ids',
        ],
    ],
    [
        "a role with a scope",
        { roles: [{ role: "Exchange Administrator", directoryScopeId: "/administrativeUnits/1" }] },
        [
            'roles[0]: given {"role":"Exchange Administrator","directoryScopeId":"/administrativeUnits/1"}; a role\'s scope cannot be set: Exchange Online does not honour an administrative unit on an application\'s directory role; name a role group in exchangeRoleGroups (its role assignments may have a write scope) and set roles to []',
        ],
    ],
    [
        "a role that is wrong beside one that is right",
        { roles: ["Global Reader", "Teams Administrator"] },
        [
            'roles[1]: given "Teams Administrator"; must be a directory role that Exchange Online accepts for applications: Compliance Administrator, Exchange Administrator, Exchange Recipient Administrator, Global Administrator, Global Reader, Helpdesk Administrator, Security Administrator, Security Reader; or one of their template ids',
        ],
    ],
    [
        "role groups that are one text",
        { roles: [], exchangeRoleGroups: "Help Desk" },
        [
            'exchangeRoleGroups: given "Help Desk"; must be a list of role groups, for example [View-Only Organization Management]',
        ],
    ],
    [
        "a role group that is empty",
        { roles: [], exchangeRoleGroups: [""] },
        [
            'exchangeRoleGroups[0]: given ""; must be one line of 1 to 64 characters, for example View-Only Organization Management',
        ],
    ],
    [
        "a role group of two lines",
        { roles: [], exchangeRoleGroups: ["Help\nDesk"] },
        [
            'exchangeRoleGroups[0]: given "Help\\nDesk"; must be one line of 1 to 64 characters, for example View-Only Organization Management',
        ],
    ],
    [
        "a role group of 65 characters",
        { roles: [], exchangeRoleGroups: ["x".repeat(65)] },
        [
            'exchangeRoleGroups[0]: given "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"; must be one line of 1 to 64 characters, for example View-Only Organization Management',
        ],
    ],
    [
        "a role group that is null",
        { roles: [], exchangeRoleGroups: [null] },
        [
            "exchangeRoleGroups[0]: given null; must be one line of 1 to 64 characters, for example View-Only Organization Management",
        ],
    ],
    [
        "a role group beside the default role, which may do everything",
        { exchangeRoleGroups: ["Help Desk"] },
        [
            'exchangeRoleGroups: given ["Help Desk"]; adds nothing to the directory role Exchange Administrator, which may do everything; set roles to [], or to roles that the groups shall add to',
        ],
    ],
    [
        "a role group beside Global Administrator",
        { roles: ["Global Administrator"], exchangeRoleGroups: ["Help Desk"] },
        [
            'exchangeRoleGroups: given ["Help Desk"]; adds nothing to the directory role Global Administrator, which may do everything; set roles to [], or to roles that the groups shall add to',
        ],
    ],
    [
        "an administrative unit",
        { administrativeUnit: "Berlin" },
        [
            "administrativeUnit: cannot be set: Exchange Online does not honour an administrative unit on an application's directory role; name a role group in exchangeRoleGroups (its role assignments may have a write scope) and set roles to []",
        ],
    ],
    [
        "administrative units",
        { administrativeUnits: ["Berlin"] },
        [
            "administrativeUnits: cannot be set: Exchange Online does not honour an administrative unit on an application's directory role; name a role group in exchangeRoleGroups (its role assignments may have a write scope) and set roles to []",
        ],
    ],
    [
        "a directory scope",
        { directoryScopeId: "/administrativeUnits/00000000-0000-0000-0000-000000000001" },
        [
            "directoryScopeId: cannot be set: Exchange Online does not honour an administrative unit on an application's directory role; name a role group in exchangeRoleGroups (its role assignments may have a write scope) and set roles to []",
        ],
    ],
    [
        "a delegated organization",
        { delegatedOrganization: "fabrikam.onmicrosoft.com" },
        [
            "delegatedOrganization: cannot be set: -DelegatedOrganization is for users; an application needs consent and a role in each tenant, so add a TenantAccess with that tenant's provider",
        ],
    ],
    [
        "a misspelt option",
        { organisation: "contoso.onmicrosoft.com" },
        [
            "organisation: is no option here; allowed are tenantId, organization, displayName, description, signInAudience, owners, roles, exchangeRoleGroups, certificates, activeCertificate, cloud, createExchangeServicePrincipal, protect",
        ],
    ],
    [
        "an option of another case",
        { displayname: "EXO" },
        [
            "displayname: is no option here; allowed are tenantId, organization, displayName, description, signInAudience, owners, roles, exchangeRoleGroups, certificates, activeCertificate, cloud, createExchangeServicePrincipal, protect",
        ],
    ],
    [
        "a client secret",
        { clientSecret: "hunter2-hunter2" },
        [
            "clientSecret: is no option here; allowed are tenantId, organization, displayName, description, signInAudience, owners, roles, exchangeRoleGroups, certificates, activeCertificate, cloud, createExchangeServicePrincipal, protect",
        ],
    ],
    [
        "an option by an object's own word",
        { constructor: 1 },
        [
            "constructor: is no option here; allowed are tenantId, organization, displayName, description, signInAudience, owners, roles, exchangeRoleGroups, certificates, activeCertificate, cloud, createExchangeServicePrincipal, protect",
        ],
    ],
    [
        "an active certificate that is not there",
        { activeCertificate: "next" },
        ['activeCertificate: given "next"; must be the key of one certificate: current'],
    ],
    [
        "an active certificate of another case",
        { activeCertificate: "Current" },
        ['activeCertificate: given "Current"; must be the key of one certificate: current'],
    ],
    [
        "an active certificate that is empty",
        { activeCertificate: "" },
        ['activeCertificate: given ""; must be the key of one certificate: current'],
    ],
    [
        "an active certificate that is a list",
        { activeCertificate: ["current"] },
        ['activeCertificate: given ["current"]; must be the key of one certificate: current'],
    ],
    [
        "an active certificate by an object's own word",
        { activeCertificate: "toString" },
        ['activeCertificate: given "toString"; must be the key of one certificate: current'],
    ],
    [
        "two active certificates",
        { certificates: { a: {}, b: {} }, activeCertificate: "a,b" },
        ['activeCertificate: given "a,b"; must be the key of one certificate: a, b'],
    ],
    [
        "a forgotten active certificate",
        { certificates: { next: {} } },
        ['activeCertificate: given "current"; must be the key of one certificate: next'],
    ],
    [
        "no certificate at all",
        { certificates: {} },
        ['activeCertificate: given "current"; must be the key of one certificate: none is declared'],
    ],
    [
        "certificates that are a list",
        { certificates: ["current"] },
        ['certificates: given ["current"]; must be a map, for example { current: { validityDays: 365 } }'],
    ],
    [
        "certificates that are a text",
        { certificates: "current" },
        ['certificates: given "current"; must be a map, for example { current: { validityDays: 365 } }'],
    ],
    [
        "certificates that are a number",
        { certificates: 1 },
        ["certificates: given 1; must be a map, for example { current: { validityDays: 365 } }"],
    ],
    [
        "the options of a certificate that are a number",
        { certificates: { current: 365 } },
        ["certificates.current: given 365; must be a map, for example { validityDays: 365 }"],
    ],
    [
        "the options of a certificate that are a text",
        { certificates: { current: "365" } },
        ['certificates.current: given "365"; must be a map, for example { validityDays: 365 }'],
    ],
    [
        "the options of a certificate that are a list",
        { certificates: { current: [365] } },
        ["certificates.current: given [365]; must be a map, for example { validityDays: 365 }"],
    ],
    [
        "a certificate key with a slash",
        { certificates: { "a/b": {} }, activeCertificate: "a/b" },
        ['certificates.a/b: given "a/b"; must be a key of at most 64 letters, digits and hyphens, for example current'],
    ],
    [
        "a certificate key with a blank",
        { certificates: { "a b": {} }, activeCertificate: "a b" },
        ['certificates.a b: given "a b"; must be a key of at most 64 letters, digits and hyphens, for example current'],
    ],
    [
        "a certificate key that is empty",
        { certificates: { "": {} }, activeCertificate: "" },
        ['certificates.: given ""; must be a key of at most 64 letters, digits and hyphens, for example current'],
    ],
    [
        "a certificate key that begins with a hyphen",
        { certificates: { "-a": {} }, activeCertificate: "-a" },
        ['certificates.-a: given "-a"; must be a key of at most 64 letters, digits and hyphens, for example current'],
    ],
    [
        "a certificate key of 65 letters",
        { certificates: { ["k".repeat(65)]: {} }, activeCertificate: "k".repeat(65) },
        [
            'certificates.kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk: given "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"; must be a key of at most 64 letters, digits and hyphens, for example current',
        ],
    ],
    [
        "a certificate key with a colon, as in a URN",
        { certificates: { "a::b": {} }, activeCertificate: "a::b" },
        [
            'certificates.a::b: given "a::b"; must be a key of at most 64 letters, digits and hyphens, for example current',
        ],
    ],
    [
        "an option of a certificate that claims to be active",
        { certificates: { current: { active: true } } },
        [
            "certificates.current.active: is no option here; allowed are commonName, dnsNames, validityDays, rsaBits, certificatePem, privateKeyPem",
        ],
    ],
    [
        "an option of a certificate in other words",
        { certificates: { current: { validityPeriodHours: 8760 } } },
        [
            "certificates.current.validityPeriodHours: is no option here; allowed are commonName, dnsNames, validityDays, rsaBits, certificatePem, privateKeyPem",
        ],
    ],
    [
        "a password of a certificate",
        { certificates: { current: { password: "hunter2-hunter2" } } },
        [
            "certificates.current.password: is no option here; allowed are commonName, dnsNames, validityDays, rsaBits, certificatePem, privateKeyPem",
        ],
    ],
    [
        "ECDSA as algorithm",
        { certificates: { current: { algorithm: "ECDSA" } } },
        [
            "certificates.current.algorithm: cannot be chosen: Microsoft Entra verifies RSA signatures only, so the key is RSA; rsaBits sets its length (2048)",
        ],
    ],
    [
        "a curve",
        { certificates: { current: { ecdsaCurve: "P256" } } },
        [
            "certificates.current.ecdsaCurve: cannot be chosen: Microsoft Entra verifies RSA signatures only, so the key is RSA; rsaBits sets its length (2048)",
        ],
    ],
    [
        "a validity of 0 days",
        { certificates: { current: { validityDays: 0 } } },
        ["certificates.current.validityDays: given 0; must be a whole number of days from 1 to 3650, for example 365"],
    ],
    [
        "a negative validity",
        { certificates: { current: { validityDays: -1 } } },
        ["certificates.current.validityDays: given -1; must be a whole number of days from 1 to 3650, for example 365"],
    ],
    [
        "a fractional validity",
        { certificates: { current: { validityDays: 1.5 } } },
        [
            "certificates.current.validityDays: given 1.5; must be a whole number of days from 1 to 3650, for example 365",
        ],
    ],
    [
        "a validity of more than ten years",
        { certificates: { current: { validityDays: 3651 } } },
        [
            "certificates.current.validityDays: given 3651; must be a whole number of days from 1 to 3650, for example 365",
        ],
    ],
    [
        "a validity without end",
        { certificates: { current: { validityDays: Infinity } } },
        [
            "certificates.current.validityDays: given Infinity; must be a whole number of days from 1 to 3650, for example 365",
        ],
    ],
    [
        "a validity that is not a number",
        { certificates: { current: { validityDays: NaN } } },
        [
            "certificates.current.validityDays: given NaN; must be a whole number of days from 1 to 3650, for example 365",
        ],
    ],
    [
        "a validity in quotes",
        { certificates: { current: { validityDays: "365" } } },
        [
            'certificates.current.validityDays: given "365"; must be a whole number of days from 1 to 3650, for example 365',
        ],
    ],
    [
        "a validity with a unit",
        { certificates: { current: { validityDays: "365d" } } },
        [
            'certificates.current.validityDays: given "365d"; must be a whole number of days from 1 to 3650, for example 365',
        ],
    ],
    [
        "a validity that is null",
        { certificates: { current: { validityDays: null } } },
        [
            "certificates.current.validityDays: given null; must be a whole number of days from 1 to 3650, for example 365",
        ],
    ],
    [
        "a validity that is a list",
        { certificates: { current: { validityDays: [365] } } },
        [
            "certificates.current.validityDays: given [365]; must be a whole number of days from 1 to 3650, for example 365",
        ],
    ],
    [
        "a key of 512 bits",
        { certificates: { current: { rsaBits: 512 } } },
        [
            "certificates.current.rsaBits: given 512; must be the number 2048, 3072 or 4096; Microsoft Entra accepts no shorter RSA key",
        ],
    ],
    [
        "a key of 1024 bits",
        { certificates: { current: { rsaBits: 1024 } } },
        [
            "certificates.current.rsaBits: given 1024; must be the number 2048, 3072 or 4096; Microsoft Entra accepts no shorter RSA key",
        ],
    ],
    [
        "a key of 2047 bits",
        { certificates: { current: { rsaBits: 2047 } } },
        [
            "certificates.current.rsaBits: given 2047; must be the number 2048, 3072 or 4096; Microsoft Entra accepts no shorter RSA key",
        ],
    ],
    [
        "a key of 8192 bits",
        { certificates: { current: { rsaBits: 8192 } } },
        [
            "certificates.current.rsaBits: given 8192; must be the number 2048, 3072 or 4096; Microsoft Entra accepts no shorter RSA key",
        ],
    ],
    [
        "a negative number of bits",
        { certificates: { current: { rsaBits: -2048 } } },
        [
            "certificates.current.rsaBits: given -2048; must be the number 2048, 3072 or 4096; Microsoft Entra accepts no shorter RSA key",
        ],
    ],
    [
        "a number of bits in quotes",
        { certificates: { current: { rsaBits: "2048" } } },
        [
            'certificates.current.rsaBits: given "2048"; must be the number 2048, 3072 or 4096; Microsoft Entra accepts no shorter RSA key',
        ],
    ],
    [
        "a number of bits that is null",
        { certificates: { current: { rsaBits: null } } },
        [
            "certificates.current.rsaBits: given null; must be the number 2048, 3072 or 4096; Microsoft Entra accepts no shorter RSA key",
        ],
    ],
    [
        "a common name that is empty",
        { certificates: { current: { commonName: "" } } },
        ['certificates.current.commonName: given ""; must be one line of 1 to 64 characters, for example exoip.com'],
    ],
    [
        "a common name of 65 characters",
        { certificates: { current: { commonName: "x".repeat(65) } } },
        [
            'certificates.current.commonName: given "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"; must be one line of 1 to 64 characters, for example exoip.com',
        ],
    ],
    [
        "a common name of two lines",
        { certificates: { current: { commonName: "exoip.com\nO=Contoso" } } },
        [
            'certificates.current.commonName: given "exoip.com\\nO=Contoso"; must be one line of 1 to 64 characters, for example exoip.com',
        ],
    ],
    [
        "a common name that is a number",
        { certificates: { current: { commonName: 5 } } },
        ["certificates.current.commonName: given 5; must be one line of 1 to 64 characters, for example exoip.com"],
    ],
    [
        "a common name that is null",
        { certificates: { current: { commonName: null } } },
        ["certificates.current.commonName: given null; must be one line of 1 to 64 characters, for example exoip.com"],
    ],
    [
        "a DNS name with a blank",
        { certificates: { current: { dnsNames: ["exo ip"] } } },
        ['certificates.current.dnsNames: given ["exo ip"]; must be a list of DNS names, for example [exoip.com]'],
    ],
    [
        "a DNS name that is empty",
        { certificates: { current: { dnsNames: [""] } } },
        ['certificates.current.dnsNames: given [""]; must be a list of DNS names, for example [exoip.com]'],
    ],
    [
        "a DNS name that is a URL",
        { certificates: { current: { dnsNames: ["https://exoip.com"] } } },
        [
            'certificates.current.dnsNames: given ["https://exoip.com"]; must be a list of DNS names, for example [exoip.com]',
        ],
    ],
    [
        "a DNS name with an empty label",
        { certificates: { current: { dnsNames: ["exoip..com"] } } },
        ['certificates.current.dnsNames: given ["exoip..com"]; must be a list of DNS names, for example [exoip.com]'],
    ],
    [
        "a DNS name with a label of 64 letters",
        { certificates: { current: { dnsNames: [`${"x".repeat(64)}.com`] } } },
        [
            'certificates.current.dnsNames: given ["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.com"]; must be a list of DNS names, for example [exoip.com]',
        ],
    ],
    [
        "a DNS name with a wildcard in the middle",
        { certificates: { current: { dnsNames: ["exo.*.com"] } } },
        ['certificates.current.dnsNames: given ["exo.*.com"]; must be a list of DNS names, for example [exoip.com]'],
    ],
    [
        "a DNS name that ends in a hyphen",
        { certificates: { current: { dnsNames: ["exoip-"] } } },
        ['certificates.current.dnsNames: given ["exoip-"]; must be a list of DNS names, for example [exoip.com]'],
    ],
    [
        "a DNS name that is a number",
        { certificates: { current: { dnsNames: [1] } } },
        ["certificates.current.dnsNames: given [1]; must be a list of DNS names, for example [exoip.com]"],
    ],
    [
        "DNS names that are one text",
        { certificates: { current: { dnsNames: "exoip.com" } } },
        ['certificates.current.dnsNames: given "exoip.com"; must be a list of DNS names, for example [exoip.com]'],
    ],
    [
        "a text that is no certificate",
        { certificates: { current: { certificatePem: "a certificate" } } },
        [
            "certificates.current.certificatePem: not usable: it is neither a private key nor a certificate in PEM, DER or PFX form",
        ],
    ],
    [
        "a certificate that is empty",
        { certificates: { current: { certificatePem: "" } } },
        ["certificates.current.certificatePem: not usable: it is empty"],
    ],
    [
        "a certificate text that is a number",
        { certificates: { current: { certificatePem: 1 } } },
        [
            'certificates.current.certificatePem: not usable: it is a number, which is what YAML makes of digits without quotes; give the text of a PEM file ("BEGIN CERTIFICATE")',
        ],
    ],
    [
        "a certificate that is cut short",
        { certificates: { current: { certificatePem: pems.rsa.slice(0, 300) } } },
        ['certificates.current.certificatePem: not usable: it is cut off: the line "END CERTIFICATE" is missing'],
    ],
    [
        "a certificate and its key in one text",
        { certificates: { current: { certificatePem: `${pems.rsa}${privateKeyPem}` } } },
        [
            "certificates.current.certificatePem: not usable: it holds a private key, and would show it; give the certificate alone, and its key as privateKeyPem",
        ],
    ],
    [
        "a certificate with its chain",
        { certificates: { current: { certificatePem: `${pems.rsa}${pems.other}` } } },
        [
            "certificates.current.certificatePem: not usable: it holds 2 certificates; give the one that the key belongs to, without its chain",
        ],
    ],
    [
        "a certificate with an elliptic key",
        { certificates: { current: { certificatePem: pems.elliptic } } },
        ["certificates.current.certificatePem: not usable: its key is ec; Microsoft Entra signs in with RSA only"],
    ],
    [
        "a certificate with an Ed25519 key",
        { certificates: { current: { certificatePem: pems.ed25519 } } },
        ["certificates.current.certificatePem: not usable: its key is ed25519; Microsoft Entra signs in with RSA only"],
    ],
    [
        "a certificate with a key of 1024 bits",
        { certificates: { current: { certificatePem: pems.short } } },
        ["certificates.current.certificatePem: not usable: its RSA key has 1024 bits; at least 2048 are required"],
    ],
    [
        "a certificate and the key of another one",
        { certificates: { current: { certificatePem: pems.other, privateKeyPem } } },
        ["certificates.current.privateKeyPem: not usable: the private key belongs to another certificate"],
    ],
    [
        "a key without its certificate",
        { certificates: { current: { privateKeyPem } } },
        ["certificates.current.privateKeyPem: needs certificatePem, the certificate that it belongs to"],
    ],
    [
        "a key that is no PEM text",
        { certificates: { current: { certificatePem: pems.rsa, privateKeyPem: "hunter2-hunter2" } } },
        [
            "certificates.current.privateKeyPem: not usable: it is neither a private key nor a certificate in PEM, DER or PFX form",
        ],
    ],
    [
        "a key that is empty",
        { certificates: { current: { certificatePem: pems.rsa, privateKeyPem: "" } } },
        ["certificates.current.privateKeyPem: not usable: it is empty"],
    ],
    [
        "a key that is a number",
        { certificates: { current: { certificatePem: pems.rsa, privateKeyPem: 1 } } },
        [
            'certificates.current.privateKeyPem: not usable: it is a number, which is what YAML makes of digits without quotes; give the text of a PEM file ("BEGIN PRIVATE KEY")',
        ],
    ],
    [
        "a key that is encrypted",
        { certificates: { current: { certificatePem: pems.rsa, privateKeyPem: pems.encryptedKey } } },
        [
            "certificates.current.privateKeyPem: not usable: it is encrypted; decrypt it (openssl pkey -in key.pem) and give it as a secret",
        ],
    ],
    [
        "a public key in the place of the private one",
        { certificates: { current: { certificatePem: pems.rsa, privateKeyPem: pems.publicKey } } },
        ["certificates.current.privateKeyPem: not usable: it is a public key, without a private key or a certificate"],
    ],
    [
        "a subject for a certificate that is brought",
        { certificates: { current: { certificatePem: pems.rsa, commonName: "exoip.com" } } },
        ["certificates.current.commonName: cannot be given together with certificatePem, which is used as it is"],
    ],
    [
        "DNS names for a certificate that is brought",
        { certificates: { current: { certificatePem: pems.rsa, dnsNames: ["exoip.com"] } } },
        ["certificates.current.dnsNames: cannot be given together with certificatePem, which is used as it is"],
    ],
    [
        "a validity for a certificate that is brought",
        { certificates: { current: { certificatePem: pems.rsa, validityDays: 365 } } },
        ["certificates.current.validityDays: cannot be given together with certificatePem, which is used as it is"],
    ],
    [
        "a number of bits for a certificate that is brought",
        { certificates: { current: { certificatePem: pems.rsa, rsaBits: 2048 } } },
        ["certificates.current.rsaBits: cannot be given together with certificatePem, which is used as it is"],
    ],
    [
        "a cloud that does not exist any more",
        { cloud: "german" },
        ['cloud: given "german"; must be one of global, usgovernmentl4, usgovernmentl5, china (azuread:environment)'],
    ],
    [
        "a cloud in Azure CLI's word",
        { cloud: "AzureUSGovernment" },
        [
            'cloud: given "AzureUSGovernment"; must be one of global, usgovernmentl4, usgovernmentl5, china (azuread:environment)',
        ],
    ],
    [
        "a cloud that is empty",
        { cloud: "" },
        ['cloud: given ""; must be one of global, usgovernmentl4, usgovernmentl5, china (azuread:environment)'],
    ],
    [
        "a cloud that is a number",
        { cloud: 1 },
        ["cloud: given 1; must be one of global, usgovernmentl4, usgovernmentl5, china (azuread:environment)"],
    ],
    [
        "wrong everything",
        {
            tenantId: "contoso",
            organization: "exoip.com",
            roles: ["Nobody"],
            certificates: { current: { validityDays: 0 } },
        },
        [
            'tenantId: given "contoso"; must be the tenant\'s id, a GUID (az account show --query tenantId)',
            'organization: given "exoip.com"; must be the organization\'s initial domain, which ends in .onmicrosoft.com (Microsoft 365 admin center > Settings > Domains), for example contoso.onmicrosoft.com',
            'roles[0]: given "Nobody"; must be a directory role that Exchange Online accepts for applications: Compliance Administrator, Exchange Administrator, Exchange Recipient Administrator, Global Administrator, Global Reader, Helpdesk Administrator, Security Administrator, Security Reader; or one of their template ids',
            "certificates.current.validityDays: given 0; must be a whole number of days from 1 to 3650, for example 365",
        ],
    ],
    [
        "a switch in quotes",
        { createExchangeServicePrincipal: "true" },
        ['createExchangeServicePrincipal: given "true"; must be true or false'],
    ],
    [
        "a switch that is a number",
        { createExchangeServicePrincipal: 1 },
        ["createExchangeServicePrincipal: given 1; must be true or false"],
    ],
    ["a protection in words", { protect: "yes" }, ['protect: given "yes"; must be true or false']],
];
