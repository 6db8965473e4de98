import { privateKeyPem, tenantId } from "./mockEngine";
import { pems } from "./pems";

/** What was given instead of what is allowed, and every word of the answer. */
export type BadInput = readonly [name: string, args: Readonly<Record<string, unknown>>, problems: readonly string[]];

/** Inputs with the same answer; `{}` in it stands for the value, as a message shows it. */
function refused(
    problem: string,
    inputs: readonly (readonly [name: string, args: Readonly<Record<string, unknown>>, shown?: string])[],
): BadInput[] {
    return inputs.map(([name, args, shown]) => [
        name,
        args,
        [shown === undefined ? problem : problem.replace("{}", () => shown)],
    ]);
}

/** Bad args of `UnattendedAccess` beside a tenant and an organization that are right. */
export const badInputs: readonly BadInput[] = [
    ...refused(
        "tenantId: is not a tenant id, which is a GUID (got {}). Find it with: az account show --query tenantId.",
        [
            ["a tenant id that is a domain", { tenantId: "contoso.onmicrosoft.com" }, '"contoso.onmicrosoft.com"'],
            ["a tenant id that is empty", { tenantId: "" }, '""'],
            [
                "a tenant id in braces",
                { tenantId: "{11111111-2222-3333-4444-555555555555}" },
                '"{11111111-2222-3333-4444-555555555555}"',
            ],
            [
                "a tenant id without hyphens",
                { tenantId: "11111111222233334444555555555555" },
                '"11111111222233334444555555555555"',
            ],
            [
                "a tenant id that is one digit short",
                { tenantId: "11111111-2222-3333-4444-55555555555" },
                '"11111111-2222-3333-4444-55555555555"',
            ],
            [
                "a tenant id with a letter that is not a hex digit",
                { tenantId: "g1111111-2222-3333-4444-555555555555" },
                '"g1111111-2222-3333-4444-555555555555"',
            ],
            [
                "a tenant id followed by a blank",
                { tenantId: "11111111-2222-3333-4444-555555555555 " },
                '"11111111-2222-3333-4444-555555555555 "',
            ],
            ["a tenant id that is a number", { tenantId: 11111111 }, "11111111"],
            ["a tenant id that is null", { tenantId: null }, "null"],
            ["a tenant id that is a list", { tenantId: [tenantId] }, '["11111111-2222-3333-4444-555555555555"]'],
        ],
    ),
    ...refused("tenantId: is required. Find it with: az account show --query tenantId.", [
        ["a tenant id that is missing", { tenantId: undefined }],
    ]),
    ...refused(
        "organization: is required. Find it in the Microsoft 365 admin center > Settings > Domains, for example contoso.onmicrosoft.com.",
        [["an organization that is missing", { organization: undefined }]],
    ),
    ...refused(
        "organization: is not the organization's initial domain, which ends in .onmicrosoft.com (got {}). Find it in the Microsoft 365 admin center > Settings > Domains, for example contoso.onmicrosoft.com.",
        [
            ["an organization that is null", { organization: null }, "null"],
            ["an organization that is empty", { organization: "" }, '""'],
            ["an organization that is a custom domain", { organization: "exoip.com" }, '"exoip.com"'],
            [
                "an organization that is the tenant id",
                { organization: tenantId },
                '"11111111-2222-3333-4444-555555555555"',
            ],
            ["an organization that is a bare name", { organization: "contoso" }, '"contoso"'],
            [
                "an organization with a final dot",
                { organization: "contoso.onmicrosoft.com." },
                '"contoso.onmicrosoft.com."',
            ],
            ["an organization that is a number", { organization: 5 }, "5"],
        ],
    ),
    ...refused(
        "organization: is not one name of letters, digits and hyphens before .onmicrosoft.com (got {}). Use the initial domain, for example contoso.onmicrosoft.com.",
        [
            [
                "an organization that is the mail routing domain",
                { organization: "contoso.mail.onmicrosoft.com" },
                '"contoso.mail.onmicrosoft.com"',
            ],
            ["an organization that is the suffix alone", { organization: ".onmicrosoft.com" }, '".onmicrosoft.com"'],
            [
                "an organization with an underscore",
                { organization: "con_toso.onmicrosoft.com" },
                '"con_toso.onmicrosoft.com"',
            ],
            [
                "an organization that begins with a hyphen",
                { organization: "-contoso.onmicrosoft.com" },
                '"-contoso.onmicrosoft.com"',
            ],
            [
                "an organization that is an address",
                { organization: "admin@contoso.onmicrosoft.com" },
                '"admin@contoso.onmicrosoft.com"',
            ],
            [
                "an organization that is a URL",
                { organization: "https://contoso.onmicrosoft.com" },
                '"https://contoso.onmicrosoft.com"',
            ],
            [
                "an organization with a blank before it",
                { organization: " contoso.onmicrosoft.com" },
                '" contoso.onmicrosoft.com"',
            ],
        ],
    ),
    ...refused(
        "organization: is an initial domain of another cloud than global (got {}). Set azuread:environment to china (21Vianet), or use a domain that ends in .onmicrosoft.com.",
        [
            [
                "an organization of China in the world-wide cloud",
                { organization: "contoso.partner.onmschina.cn" },
                '"contoso.partner.onmschina.cn"',
            ],
        ],
    ),
    ...refused(
        "organization: is an initial domain of another cloud than china (got {}). Set azuread:environment to global (world-wide, and GCC) or usgovernmentl4 (GCC High) or usgovernmentl5 (DoD), or use a domain that ends in .partner.onmschina.cn or .onmschina.cn.",
        [
            [
                "an organization of the world-wide cloud in China",
                { organization: "contoso.onmicrosoft.com", cloud: "china" },
                '"contoso.onmicrosoft.com"',
            ],
        ],
    ),
    ...refused(
        "organization: is an initial domain of another cloud than global (got {}). Set azuread:environment to usgovernmentl4 (GCC High) or usgovernmentl5 (DoD), or use a domain that ends in .onmicrosoft.com.",
        [
            [
                "a US government organization in the world-wide cloud",
                { organization: "contoso.onmicrosoft.us" },
                '"contoso.onmicrosoft.us"',
            ],
        ],
    ),
    ...refused(
        "displayName: is not one line of 1 to 120 characters (got {}). For example: EXO PowerShell unattended.",
        [
            ["a display name that is empty", { displayName: "" }, '""'],
            ["a display name of blanks", { displayName: "   " }, '"   "'],
            [
                "a display name of 121 characters",
                { displayName: "x".repeat(121) },
                '"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"',
            ],
            ["a display name of two lines", { displayName: "EXO\nreports" }, '"EXO\\nreports"'],
            ["a display name with a control character", { displayName: "EXO\u0000reports" }, '"EXO\\u0000reports"'],
            ["a display name that is a list", { displayName: ["EXO"] }, '["EXO"]'],
            ["a display name that is a map", { displayName: { text: "EXO" } }, '{"text":"EXO"}'],
        ],
    ),
    ...refused('displayName: is a number in YAML, not text (got {}). Put it in quotes: "365".', [
        ["a display name that is a number", { displayName: 365 }, "365"],
    ]),
    ...refused("description: is not a text of 1 to 1024 characters (got {}). Shorten it, or leave it out.", [
        [
            "a description of 1025 characters",
            { description: "x".repeat(1025) },
            '"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… (1027 characters)',
        ],
        ["a description of blanks", { description: "  " }, '"  "'],
    ]),
    ...refused('description: is a number in YAML, not text (got {}). Put it in quotes: "1".', [
        ["a description that is a number", { description: 1 }, "1"],
    ]),
    ...refused(
        "signInAudience: is not one of AzureADMyOrg, AzureADMultipleOrgs (got {}). Applications for personal Microsoft accounts have no app-only access.",
        [
            ["an audience in other words", { signInAudience: "multitenant" }, '"multitenant"'],
            ["an audience in lower case", { signInAudience: "azureadmyorg" }, '"azureadmyorg"'],
            [
                "an audience with personal accounts",
                { signInAudience: "AzureADandPersonalMicrosoftAccount" },
                '"AzureADandPersonalMicrosoftAccount"',
            ],
            [
                "an audience of personal accounts",
                { signInAudience: "PersonalMicrosoftAccount" },
                '"PersonalMicrosoftAccount"',
            ],
            ["an audience that is empty", { signInAudience: "" }, '""'],
            ["an audience that is a boolean", { signInAudience: true }, "true"],
        ],
    ),
    ...refused("owners: is not a list of object ids (got {}). For example: [00000000-0000-0000-0000-000000000000].", [
        [
            "owners that are one text",
            { owners: "bbbbbbbb-0000-0000-0000-000000000001" },
            '"bbbbbbbb-0000-0000-0000-000000000001"',
        ],
        [
            "owners that are a map",
            { owners: { ann: "bbbbbbbb-0000-0000-0000-000000000001" } },
            '{"ann":"bbbbbbbb-0000-0000-0000-000000000001"}',
        ],
    ]),
    ...refused(
        "owners[0]: is not the object id of a user or service principal, which is a GUID (got {}). Find it with: az ad user show --id <name> --query id, or az ad sp show --id <client id> --query id.",
        [
            ["an owner that is a mail address", { owners: ["ann@contoso.com"] }, '"ann@contoso.com"'],
            ["an owner that is a display name", { owners: ["Ann"] }, '"Ann"'],
            ["an owner that is empty", { owners: [""] }, '""'],
            ["an owner that is null", { owners: [null] }, "null"],
            ["an owner that is a number", { owners: [1] }, "1"],
        ],
    ),
    ...refused(
        "owners[1]: is not the object id of a user or service principal, which is a GUID (got {}). Find it with: az ad user show --id <name> --query id, or az ad sp show --id <client id> --query id.",
        [
            [
                "an owner that is wrong beside one that is right",
                { owners: ["bbbbbbbb-0000-0000-0000-000000000001", "bob"] },
                '"bob"',
            ],
        ],
    ),
    ...refused("roles: is not a list of directory roles (got {}). For example: [Exchange Administrator].", [
        ["roles that are one text", { roles: "Exchange Administrator" }, '"Exchange Administrator"'],
        ["roles that are a map", { roles: { "Exchange Administrator": true } }, '{"Exchange Administrator":true}'],
    ]),
    ...refused(
        "roles[0]: is not a directory role that Exchange Online accepts for applications (got {}). Did you mean Exchange Administrator? Use the name or template id of one of these: Compliance Administrator, Exchange Administrator, Exchange Recipient Administrator, Global Administrator, Global Reader, Helpdesk Administrator, Security Administrator, Security Reader.",
        [["a role with a misspelt name", { roles: ["Exchange Admin"] }, '"Exchange Admin"']],
    ),
    ...refused(
        "roles[0]: is not a directory role that Exchange Online accepts for applications (got {}). Use the name or template id of one of these: Compliance Administrator, Exchange Administrator, Exchange Recipient Administrator, Global Administrator, Global Reader, Helpdesk Administrator, Security Administrator, Security Reader.",
        [
            ["a role that is empty", { roles: [""] }, '""'],
            ["a role that is null", { roles: [null] }, "null"],
            ["a role that is a number", { roles: [62] }, "62"],
            [
                "a role that Exchange Online does not support",
                { roles: ["Application Administrator"] },
                '"Application Administrator"',
            ],
            [
                "a role of Exchange, not of Microsoft Entra",
                { roles: ["Organization Management"] },
                '"Organization Management"',
            ],
            [
                "a role by a template id that Exchange Online does not support",
                { roles: ["9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"] },
                '"9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"',
            ],
            [
                "a role by a template id that is one digit short",
                { roles: ["29232cdf-9323-42fd-ade2-1d097af3e4d"] },
                '"29232cdf-9323-42fd-ade2-1d097af3e4d"',
            ],
        ],
    ),
    ...refused(
        "roles[0]: has a scope, which cannot be set: Exchange Online does not honor an administrative unit on an application's directory role (got {}). Name a role group in exchangeRoleGroups (its role assignments can have a write scope) and set roles to [].",
        [
            [
                "a role with a scope",
                { roles: [{ role: "Exchange Administrator", directoryScopeId: "/administrativeUnits/1" }] },
                '{"role":"Exchange Administrator","directoryScopeId":"/administrativeUnits/1"}',
            ],
        ],
    ),
    ...refused(
        "roles[1]: is not a directory role that Exchange Online accepts for applications (got {}). Use the name or template id of one of these: Compliance Administrator, Exchange Administrator, Exchange Recipient Administrator, Global Administrator, Global Reader, Helpdesk Administrator, Security Administrator, Security Reader.",
        [
            [
                "a role that is wrong beside one that is right",
                { roles: ["Global Reader", "Teams Administrator"] },
                '"Teams Administrator"',
            ],
        ],
    ),
    ...refused(
        "exchangeRoleGroups: is not a list of role groups (got {}). For example: [View-Only Organization Management].",
        [["role groups that are one text", { roles: [], exchangeRoleGroups: "Help Desk" }, '"Help Desk"']],
    ),
    ...refused(
        "exchangeRoleGroups[0]: is not one line of 1 to 64 characters (got {}). For example: View-Only Organization Management.",
        [
            ["a role group that is empty", { roles: [], exchangeRoleGroups: [""] }, '""'],
            ["a role group of two lines", { roles: [], exchangeRoleGroups: ["Help\nDesk"] }, '"Help\\nDesk"'],
            [
                "a role group of 65 characters",
                { roles: [], exchangeRoleGroups: ["x".repeat(65)] },
                '"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"',
            ],
            ["a role group that is null", { roles: [], exchangeRoleGroups: [null] }, "null"],
        ],
    ),
    ...refused(
        "exchangeRoleGroups: adds nothing to the directory role Exchange Administrator, which allows everything (got {}). Set roles to [], or to roles that the groups extend.",
        [
            [
                "a role group beside the default role, which may do everything",
                { exchangeRoleGroups: ["Help Desk"] },
                '["Help Desk"]',
            ],
        ],
    ),
    ...refused(
        "exchangeRoleGroups: adds nothing to the directory role Global Administrator, which allows everything (got {}). Set roles to [], or to roles that the groups extend.",
        [
            [
                "a role group beside Global Administrator",
                { roles: ["Global Administrator"], exchangeRoleGroups: ["Help Desk"] },
                '["Help Desk"]',
            ],
        ],
    ),
    ...refused(
        "administrativeUnit: cannot be set: Exchange Online does not honor an administrative unit on an application's directory role. Name a role group in exchangeRoleGroups (its role assignments can have a write scope) and set roles to [].",
        [["an administrative unit", { administrativeUnit: "Berlin" }]],
    ),
    ...refused(
        "administrativeUnits: cannot be set: Exchange Online does not honor an administrative unit on an application's directory role. Name a role group in exchangeRoleGroups (its role assignments can have a write scope) and set roles to [].",
        [["administrative units", { administrativeUnits: ["Berlin"] }]],
    ),
    ...refused(
        "directoryScopeId: cannot be set: Exchange Online does not honor an administrative unit on an application's directory role. Name a role group in exchangeRoleGroups (its role assignments can have a write scope) and set roles to [].",
        [["a directory scope", { directoryScopeId: "/administrativeUnits/00000000-0000-0000-0000-000000000001" }]],
    ),
    ...refused(
        "delegatedOrganization: cannot be set: -DelegatedOrganization is for users, and an application needs consent and a role in each tenant. Add a TenantAccess with that tenant's provider, and connect with -Organization and that tenant's initial domain.",
        [["a delegated organization", { delegatedOrganization: "fabrikam.onmicrosoft.com" }]],
    ),
    ...refused(
        "organisation: is not an option here. Did you mean organization? Options: tenantId, organization, displayName, description, signInAudience, owners, roles, exchangeRoleGroups, certificates, activeCertificate, cloud, createExchangeServicePrincipal, protect, revoked.",
        [["a misspelt option", { organisation: "contoso.onmicrosoft.com" }]],
    ),
    ...refused(
        "displayname: is not an option here. Did you mean displayName? Options: tenantId, organization, displayName, description, signInAudience, owners, roles, exchangeRoleGroups, certificates, activeCertificate, cloud, createExchangeServicePrincipal, protect, revoked.",
        [["an option of another case", { displayname: "EXO" }]],
    ),
    ...refused(
        "clientSecret: is not an option here. Options: tenantId, organization, displayName, description, signInAudience, owners, roles, exchangeRoleGroups, certificates, activeCertificate, cloud, createExchangeServicePrincipal, protect, revoked.",
        [["a client secret", { clientSecret: "hunter2-hunter2" }]],
    ),
    ...refused(
        "constructor: is not an option here. Options: tenantId, organization, displayName, description, signInAudience, owners, roles, exchangeRoleGroups, certificates, activeCertificate, cloud, createExchangeServicePrincipal, protect, revoked.",
        [["an option by the name of a method of objects", { constructor: 1 }]],
    ),
    ...refused("activeCertificate: is not a key of certificates (got {}). The keys are: current.", [
        ["an active certificate that is not there", { activeCertificate: "next" }, '"next"'],
        ["an active certificate of another case", { activeCertificate: "Current" }, '"Current"'],
        ["an active certificate that is empty", { activeCertificate: "" }, '""'],
        ["an active certificate that is a list", { activeCertificate: ["current"] }, '["current"]'],
        ["an active certificate by the name of a method of objects", { activeCertificate: "toString" }, '"toString"'],
    ]),
    ...refused("activeCertificate: is not a key of certificates (got {}). The keys are: a, b.", [
        ["two active certificates", { certificates: { a: {}, b: {} }, activeCertificate: "a,b" }, '"a,b"'],
    ]),
    ...refused("activeCertificate: is not a key of certificates (got {}). The keys are: next.", [
        ["a forgotten active certificate", { certificates: { next: {} } }, '"current"'],
    ]),
    ...refused("activeCertificate: is not a key of certificates (got {}). Add it to certificates, which is empty.", [
        ["no certificate at all", { certificates: {} }, '"current"'],
    ]),
    ...refused("certificates: is not a map (got {}). For example: { current: { validityDays: 365 } }.", [
        ["certificates that are a list", { certificates: ["current"] }, '["current"]'],
        ["certificates that are a text", { certificates: "current" }, '"current"'],
        ["certificates that are a number", { certificates: 1 }, "1"],
    ]),
    ...refused("certificates.current: is not a map (got {}). For example: { validityDays: 365 }.", [
        ["the options of a certificate that are a number", { certificates: { current: 365 } }, "365"],
        ["the options of a certificate that are a text", { certificates: { current: "365" } }, '"365"'],
        ["the options of a certificate that are a list", { certificates: { current: [365] } }, "[365]"],
    ]),
    ...refused(
        "certificates.a/b: is not a key of at most 64 letters, digits and hyphens (got {}). Choose a key such as current or reports.",
        [["a certificate key with a slash", { certificates: { "a/b": {} }, activeCertificate: "a/b" }, '"a/b"']],
    ),
    ...refused(
        "certificates.a b: is not a key of at most 64 letters, digits and hyphens (got {}). Choose a key such as current or reports.",
        [["a certificate key with a blank", { certificates: { "a b": {} }, activeCertificate: "a b" }, '"a b"']],
    ),
    ...refused(
        "certificates.: is not a key of at most 64 letters, digits and hyphens (got {}). Choose a key such as current or reports.",
        [["a certificate key that is empty", { certificates: { "": {} }, activeCertificate: "" }, '""']],
    ),
    ...refused(
        "certificates.-a: is not a key of at most 64 letters, digits and hyphens (got {}). Choose a key such as current or reports.",
        [
            [
                "a certificate key that begins with a hyphen",
                { certificates: { "-a": {} }, activeCertificate: "-a" },
                '"-a"',
            ],
        ],
    ),
    ...refused(
        "certificates.kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk: is not a key of at most 64 letters, digits and hyphens (got {}). Choose a key such as current or reports.",
        [
            [
                "a certificate key of 65 letters",
                { certificates: { ["k".repeat(65)]: {} }, activeCertificate: "k".repeat(65) },
                '"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"',
            ],
        ],
    ),
    ...refused(
        "certificates.a::b: is not a key of at most 64 letters, digits and hyphens (got {}). Choose a key such as current or reports.",
        [
            [
                "a certificate key with a colon, as in a URN",
                { certificates: { "a::b": {} }, activeCertificate: "a::b" },
                '"a::b"',
            ],
        ],
    ),
    ...refused(
        "certificates.current.active: is not an option here. Options: commonName, dnsNames, validityDays, rsaBits, certificatePem, privateKeyPem.",
        [["an option of a certificate that claims to be active", { certificates: { current: { active: true } } }]],
    ),
    ...refused(
        "certificates.current.validityPeriodHours: is not an option here. Options: commonName, dnsNames, validityDays, rsaBits, certificatePem, privateKeyPem.",
        [["an option of a certificate in other words", { certificates: { current: { validityPeriodHours: 8760 } } }]],
    ),
    ...refused(
        "certificates.current.password: is not an option here. Options: commonName, dnsNames, validityDays, rsaBits, certificatePem, privateKeyPem.",
        [["a password of a certificate", { certificates: { current: { password: "hunter2-hunter2" } } }]],
    ),
    ...refused(
        "certificates.current.algorithm: cannot be set: Microsoft Entra verifies RSA signatures only, so the key is always RSA. Set its length with rsaBits (2048).",
        [["ECDSA as algorithm", { certificates: { current: { algorithm: "ECDSA" } } }]],
    ),
    ...refused(
        "certificates.current.ecdsaCurve: cannot be set: Microsoft Entra verifies RSA signatures only, so the key is always RSA. Set its length with rsaBits (2048).",
        [["a curve", { certificates: { current: { ecdsaCurve: "P256" } } }]],
    ),
    ...refused("certificates.current.validityDays: is not a whole number from 1 to 3650 (got {}). For example: 365.", [
        ["a validity of 0 days", { certificates: { current: { validityDays: 0 } } }, "0"],
        ["a negative validity", { certificates: { current: { validityDays: -1 } } }, "-1"],
        ["a fractional validity", { certificates: { current: { validityDays: 1.5 } } }, "1.5"],
        ["a validity of more than ten years", { certificates: { current: { validityDays: 3651 } } }, "3651"],
        ["a validity without end", { certificates: { current: { validityDays: Infinity } } }, "Infinity"],
        ["a validity that is not a number", { certificates: { current: { validityDays: NaN } } }, "NaN"],
        ["a validity with a unit", { certificates: { current: { validityDays: "365d" } } }, '"365d"'],
        ["a validity that is null", { certificates: { current: { validityDays: null } } }, "null"],
        ["a validity that is a list", { certificates: { current: { validityDays: [365] } } }, "[365]"],
    ]),
    ...refused(
        "certificates.current.validityDays: is text, not a number (got {}). Write it without quotes and leading zeros: 365.",
        [["a validity in quotes", { certificates: { current: { validityDays: "365" } } }, '"365"']],
    ),
    ...refused(
        "certificates.current.rsaBits: is not 2048, 3072 or 4096 (got {}). Microsoft Entra does not accept shorter RSA keys.",
        [
            ["a key of 512 bits", { certificates: { current: { rsaBits: 512 } } }, "512"],
            ["a key of 1024 bits", { certificates: { current: { rsaBits: 1024 } } }, "1024"],
            ["a key of 2047 bits", { certificates: { current: { rsaBits: 2047 } } }, "2047"],
            ["a key of 8192 bits", { certificates: { current: { rsaBits: 8192 } } }, "8192"],
            ["a negative number of bits", { certificates: { current: { rsaBits: -2048 } } }, "-2048"],
            ["a number of bits that is null", { certificates: { current: { rsaBits: null } } }, "null"],
        ],
    ),
    ...refused(
        "certificates.current.rsaBits: is text, not a number (got {}). Write it without quotes and leading zeros: 2048.",
        [["a number of bits in quotes", { certificates: { current: { rsaBits: "2048" } } }, '"2048"']],
    ),
    ...refused(
        "certificates.current.commonName: is not one line of 1 to 64 characters (got {}). For example: exoip.com.",
        [
            ["a common name that is empty", { certificates: { current: { commonName: "" } } }, '""'],
            [
                "a common name of 65 characters",
                { certificates: { current: { commonName: "x".repeat(65) } } },
                '"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"',
            ],
            [
                "a common name of two lines",
                { certificates: { current: { commonName: "exoip.com\nO=Contoso" } } },
                '"exoip.com\\nO=Contoso"',
            ],
            ["a common name that is null", { certificates: { current: { commonName: null } } }, "null"],
        ],
    ),
    ...refused('certificates.current.commonName: is a number in YAML, not text (got {}). Put it in quotes: "5".', [
        ["a common name that is a number", { certificates: { current: { commonName: 5 } } }, "5"],
    ]),
    ...refused("certificates.current.dnsNames: is not a list of DNS names (got {}). For example: [exoip.com].", [
        ["a DNS name with a blank", { certificates: { current: { dnsNames: ["exo ip"] } } }, '["exo ip"]'],
        ["a DNS name that is empty", { certificates: { current: { dnsNames: [""] } } }, '[""]'],
        [
            "a DNS name that is a URL",
            { certificates: { current: { dnsNames: ["https://exoip.com"] } } },
            '["https://exoip.com"]',
        ],
        [
            "a DNS name with an empty label",
            { certificates: { current: { dnsNames: ["exoip..com"] } } },
            '["exoip..com"]',
        ],
        [
            "a DNS name with a label of 64 letters",
            { certificates: { current: { dnsNames: [`${"x".repeat(64)}.com`] } } },
            '["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.com"]',
        ],
        [
            "a DNS name with a wildcard in the middle",
            { certificates: { current: { dnsNames: ["exo.*.com"] } } },
            '["exo.*.com"]',
        ],
        ["a DNS name that ends in a hyphen", { certificates: { current: { dnsNames: ["exoip-"] } } }, '["exoip-"]'],
        ["a DNS name that is a number", { certificates: { current: { dnsNames: [1] } } }, "[1]"],
        ["DNS names that are one text", { certificates: { current: { dnsNames: "exoip.com" } } }, '"exoip.com"'],
    ]),
    ...refused(
        "certificates.current.certificatePem: cannot be used: it is neither a private key nor a certificate in PEM, DER or PFX form.",
        [["a text that is not a certificate", { certificates: { current: { certificatePem: "a certificate" } } }]],
    ),
    ...refused(
        'certificates.current.certificatePem: cannot be used: it is cut off: the line "END CERTIFICATE" is missing.',
        [
            [
                "a certificate that is cut short",
                { certificates: { current: { certificatePem: pems.rsa.slice(0, 300) } } },
            ],
        ],
    ),
    ...refused("certificates.current.certificatePem: cannot be used: it is empty.", [
        ["a certificate that is empty", { certificates: { current: { certificatePem: "" } } }],
    ]),
    ...refused(
        'certificates.current.certificatePem: cannot be used: it is a number, which is what YAML makes of digits without quotes; give the text of a PEM file ("BEGIN CERTIFICATE").',
        [["a certificate text that is a number", { certificates: { current: { certificatePem: 1 } } }]],
    ),
    ...refused(
        "certificates.current.certificatePem: cannot be used: it holds a private key, and would show it; give the certificate alone, and its key as privateKeyPem.",
        [
            [
                "a certificate and its key in one text",
                { certificates: { current: { certificatePem: `${pems.rsa}${privateKeyPem}` } } },
            ],
        ],
    ),
    ...refused(
        "certificates.current.certificatePem: cannot be used: it holds 2 certificates; give the one that the key belongs to, without its chain.",
        [
            [
                "a certificate with its chain",
                { certificates: { current: { certificatePem: `${pems.rsa}${pems.other}` } } },
            ],
        ],
    ),
    ...refused(
        "certificates.current.certificatePem: cannot be used: its key is ec; Microsoft Entra signs in with RSA only.",
        [["a certificate with an elliptic key", { certificates: { current: { certificatePem: pems.elliptic } } }]],
    ),
    ...refused(
        "certificates.current.certificatePem: cannot be used: its key is ed25519; Microsoft Entra signs in with RSA only.",
        [["a certificate with an Ed25519 key", { certificates: { current: { certificatePem: pems.ed25519 } } }]],
    ),
    ...refused(
        "certificates.current.certificatePem: cannot be used: its RSA key has 1024 bits; at least 2048 are required.",
        [["a certificate with a key of 1024 bits", { certificates: { current: { certificatePem: pems.short } } }]],
    ),
    ...refused("certificates.current.privateKeyPem: cannot be used: the private key belongs to another certificate.", [
        [
            "a certificate and the key of another one",
            { certificates: { current: { certificatePem: pems.other, privateKeyPem } } },
        ],
    ]),
    ...refused("certificates.current.privateKeyPem: needs certificatePem, the certificate that it belongs to.", [
        ["a key without its certificate", { certificates: { current: { privateKeyPem } } }],
    ]),
    ...refused(
        "certificates.current.privateKeyPem: cannot be used: it is neither a private key nor a certificate in PEM, DER or PFX form.",
        [
            [
                "a key that is not PEM text",
                { certificates: { current: { certificatePem: pems.rsa, privateKeyPem: "hunter2-hunter2" } } },
            ],
        ],
    ),
    ...refused(
        "certificates.current.privateKeyPem: cannot be used: it is a public key, without a private key or a certificate.",
        [
            [
                "a public key in the place of the private one",
                { certificates: { current: { certificatePem: pems.rsa, privateKeyPem: pems.publicKey } } },
            ],
        ],
    ),
    ...refused("certificates.current.privateKeyPem: cannot be used: it is empty.", [
        ["a key that is empty", { certificates: { current: { certificatePem: pems.rsa, privateKeyPem: "" } } }],
    ]),
    ...refused(
        'certificates.current.privateKeyPem: cannot be used: it is a number, which is what YAML makes of digits without quotes; give the text of a PEM file ("BEGIN PRIVATE KEY").',
        [["a key that is a number", { certificates: { current: { certificatePem: pems.rsa, privateKeyPem: 1 } } }]],
    ),
    ...refused(
        "certificates.current.privateKeyPem: cannot be used: it is encrypted; decrypt it (openssl pkey -in key.pem) and give it as a secret.",
        [
            [
                "a key that is encrypted",
                { certificates: { current: { certificatePem: pems.rsa, privateKeyPem: pems.encryptedKey } } },
            ],
        ],
    ),
    ...refused(
        "certificates.current.commonName: cannot be set together with certificatePem (got {}). Remove one of the two: an existing certificate is used as it is.",
        [
            [
                "a subject for an existing certificate",
                { certificates: { current: { certificatePem: pems.rsa, commonName: "exoip.com" } } },
                '"exoip.com"',
            ],
        ],
    ),
    ...refused(
        "certificates.current.dnsNames: cannot be set together with certificatePem (got {}). Remove one of the two: an existing certificate is used as it is.",
        [
            [
                "DNS names for an existing certificate",
                { certificates: { current: { certificatePem: pems.rsa, dnsNames: ["exoip.com"] } } },
                '["exoip.com"]',
            ],
        ],
    ),
    ...refused(
        "certificates.current.validityDays: cannot be set together with certificatePem (got {}). Remove one of the two: an existing certificate is used as it is.",
        [
            [
                "a validity for an existing certificate",
                { certificates: { current: { certificatePem: pems.rsa, validityDays: 365 } } },
                "365",
            ],
        ],
    ),
    ...refused(
        "certificates.current.rsaBits: cannot be set together with certificatePem (got {}). Remove one of the two: an existing certificate is used as it is.",
        [
            [
                "a number of bits for an existing certificate",
                { certificates: { current: { certificatePem: pems.rsa, rsaBits: 2048 } } },
                "2048",
            ],
        ],
    ),
    ...refused(
        "cloud: is not one of global, usgovernmentl4, usgovernmentl5, china (got {}). Set azuread:environment to one of these.",
        [
            ["a cloud that does not exist any more", { cloud: "german" }, '"german"'],
            ["a cloud in Azure CLI's word", { cloud: "AzureUSGovernment" }, '"AzureUSGovernment"'],
            ["a cloud that is empty", { cloud: "" }, '""'],
            ["a cloud that is a number", { cloud: 1 }, "1"],
        ],
    ),
    [
        "wrong everything",
        {
            tenantId: "contoso",
            organization: "exoip.com",
            roles: ["Nobody"],
            certificates: { current: { validityDays: 0 } },
        },
        [
            'tenantId: is not a tenant id, which is a GUID (got "contoso"). Find it with: az account show --query tenantId.',
            'organization: is not the organization\'s initial domain, which ends in .onmicrosoft.com (got "exoip.com"). Find it in the Microsoft 365 admin center > Settings > Domains, for example contoso.onmicrosoft.com.',
            'roles[0]: is not a directory role that Exchange Online accepts for applications (got "Nobody"). Use the name or template id of one of these: Compliance Administrator, Exchange Administrator, Exchange Recipient Administrator, Global Administrator, Global Reader, Helpdesk Administrator, Security Administrator, Security Reader.',
            "certificates.current.validityDays: is not a whole number from 1 to 3650 (got 0). For example: 365.",
        ],
    ],
    ...refused("createExchangeServicePrincipal: is not true or false (got {}). Remove the quotes: true.", [
        ["a switch in quotes", { createExchangeServicePrincipal: "true" }, '"true"'],
    ]),
    ...refused("createExchangeServicePrincipal: is not true or false (got {}). Write true or false, without quotes.", [
        ["a switch that is a number", { createExchangeServicePrincipal: 1 }, "1"],
    ]),
    ...refused("protect: is not true or false (got {}). Write true or false, without quotes.", [
        ["a protection in words", { protect: "yes" }, '"yes"'],
    ]),
];
