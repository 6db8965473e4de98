import { readFileSync } from "node:fs";
import path from "node:path";
import { drift, type Drift, type DriftInput } from "../../../src/audit/drift/drift";
import type { TokenRights } from "../../../src/audit/drift/tokenAccess";
import { auditFormats } from "../../../src/audit/formats";
import { driftRules } from "../../../src/audit/rules/driftRules";
import type { DelegatedGrant } from "../../../src/graph/delegatedGrants";
import type { Login, LoginServicePrincipal } from "../../../src/graph/logins";
import { exchangeManageAsApp } from "../../../src/microsoft/permissions";
import type { ResourceState, StackDocument } from "../../../src/pulumi/documents/step";

/** A stack of this package after an update, and its login in the local tenant. */
const recorded = (): { preview: StackDocument; state: StackDocument; login: Login } =>
    JSON.parse(readFileSync(path.join(__dirname, "recorded.json"), "utf8")) as ReturnType<typeof recorded>;

const tenantId = "11111111-2222-3333-4444-555555555555";
const globalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
const globalAdministrator = "62e90394-69f5-4237-9190-012177145e10";
const someone = "99999999-0000-0000-0000-000000000001";
const graphClientId = "00000003-0000-0000-c000-000000000000";

interface Changes {
    readonly login?: (login: Login) => Partial<Login>;
    readonly servicePrincipal?: (servicePrincipal: LoginServicePrincipal) => Partial<LoginServicePrincipal>;
    readonly others?: readonly Login[];
    readonly delegatedGrants?: readonly DelegatedGrant[];
    readonly mayReadGrants?: false;
    readonly token?: DriftInput["token"] | ((token: TokenRights) => TokenRights);
    readonly state?: (resource: ResourceState) => ResourceState;
    readonly preview?: (document: StackDocument) => StackDocument;
}

/** Compares what was recorded, with these changes in the tenant, the state or the token. */
function driftWith({
    login: changed,
    servicePrincipal,
    others = [],
    delegatedGrants = [],
    mayReadGrants,
    token,
    state: restate,
    preview: repreview,
}: Changes): Drift {
    const { preview, state, login } = recorded();
    const own = login.servicePrincipal;
    if (own === undefined) {
        throw new Error("the recorded login has no service principal");
    }
    const rights: TokenRights = {
        ...{ tenantId, clientId: login.clientId, roles: ["Exchange.ManageAsApp"], wids: [globalReader] },
    };
    return drift({
        preview: repreview?.(preview) ?? preview,
        state: {
            ...state,
            steps: state.steps.map((step) => {
                const after = step.after && (restate?.(step.after) ?? step.after);
                return { ...step, before: after, after };
            }),
        },
        tenant: {
            tenantId,
            logins: [
                { ...login, ...changed?.(login), servicePrincipal: { ...own, ...servicePrincipal?.(own) } },
                ...others,
            ],
            guests: new Map(),
            delegatedGrants: new Map([[own.id, mayReadGrants === false ? undefined : delegatedGrants]]),
        },
        token: typeof token === "function" ? token(rights) : (token ?? rights),
        now: "2026-11-27T00:00:00Z",
    });
}

const findingsIn = ({ report }: Drift): string[] => report.findings.map(({ rule }) => rule).sort();

/** By rule, what makes the recorded stack break it; the rule is the only one for drift that it breaks. */
const violations: Readonly<Record<string, Changes>> = {
    "drift-credential": {
        login: ({ secrets }) => ({
            secrets: [...secrets, { keyId: "secret-1", displayName: "mine", endDateTime: "2027-01-01T00:00:00Z" }],
        }),
    },
    "drift-federated-credential": {
        login: () => ({
            federatedCredentials: [{ id: "federated-1", name: "mine", issuer: "https://example.com", subject: "me" }],
        }),
    },
    "drift-permission": {
        servicePrincipal: ({ consents }) => ({
            consents: [
                ...consents,
                {
                    id: "consent-2",
                    appRoleId: "7ab1d382-f21e-4acd-a863-ba3e13f7da61",
                    resourceId: "graph",
                    resourceClientId: graphClientId,
                },
            ],
        }),
    },
    "drift-permission-request": {
        login: ({ requestedPermissions }) => ({
            requestedPermissions: [
                ...requestedPermissions,
                `${graphClientId}/7ab1d382-f21e-4acd-a863-ba3e13f7da61/Role`,
            ],
        }),
    },
    "drift-role": {
        servicePrincipal: ({ roles }) => ({
            // In an administrative unit, so that it is not to be in the token.
            roles: [
                ...roles,
                { id: "role-2", roleDefinitionId: globalReader, directoryScopeId: "/administrativeUnits/unit" },
            ],
        }),
    },
    "drift-owner": { login: ({ owners }) => ({ owners: [...owners, someone] }) },
    "drift-audience": { login: () => ({ signInAudience: "AzureADMultipleOrgs" }) },
    "drift-application": {
        others: [
            {
                ...recorded().login,
                ...{ id: "other", clientId: "other-client", owners: [], credentials: [], requestedPermissions: [] },
                servicePrincipal: undefined,
            },
        ],
    },
    "drift-missing": { login: () => ({ credentials: [] }) },
    "principal-disabled": { servicePrincipal: () => ({ accountEnabled: false }) },
    "update-pending": {
        preview: (document) => ({
            ...document,
            steps: [
                {
                    ...{ urn: "urn:pulumi:dev::exo-unattended::azuread:index/application:Application::more" },
                    ...{ type: "azuread:index/application:Application", operation: "create", before: undefined },
                    after: {
                        urn: "urn:pulumi:dev::exo-unattended::azuread:index/application:Application::more",
                        type: "azuread:index/application:Application",
                        ...{ id: undefined, parent: undefined, provider: undefined, isCustom: true, isExternal: false },
                        ...{ isProtected: false, retainsOnDelete: false, propertyDependencies: {} },
                        ...{ inputs: { owners: [someone] }, outputs: {} },
                    },
                    ...{ isStateMissing: false, pointer: "/steps/1", sequence: undefined },
                },
            ],
        }),
    },
    "token-foreign-access": { token: (token) => ({ ...token, wids: [globalReader, globalAdministrator] }) },
    "token-missing-access": { token: (token) => ({ ...token, wids: [] }) },
};

describe("a stack whose program, state, tenant and token agree", () => {
    const { report, views, isEqual } = driftWith({});

    it("has no findings, and each source shows the same access", () => {
        expect(report.findings).toEqual([]);
        expect(report.notJudged).toEqual([]);
        expect(isEqual).toBe(true);
        expect(report.changes.map(({ change }) => change)).toEqual(Array(6).fill("unchanged"));
        expect(report.sources.map(({ kind }) => kind).sort()).toEqual(["preview", "state", "tenant", "token"]);
        const whatIn = (view: (typeof views)["token"]): unknown[] =>
            (view ?? []).map(({ kind, what, credential }) => [kind, credential?.thumbprint ?? what]);
        expect(whatIn(views.state)).toEqual(whatIn(views.predicted));
        expect(whatIn(views.tenant)).toEqual(whatIn(views.state));
        expect(whatIn(views.token)).toEqual([
            ["apiPermission", "Office 365 Exchange Online: Exchange.ManageAsApp"],
            ["directoryRole", "Global Reader"],
        ]);
    });

    it("names the place in the tenant of everything", () => {
        expect(
            report.changes.every(({ evidence }) => evidence.some(({ source }) => source === `tenant ${tenantId}`)),
        ).toBe(true);
    });
});

describe("a difference", () => {
    it("has a rule of its own, each with a case here", () => {
        expect(Object.keys(violations).sort()).toEqual(driftRules.map(({ id }) => id).sort());
    });

    it.each(Object.entries(violations))("%s is found, and nothing else is called drift", (rule, changes) => {
        const found = driftWith(changes);
        const ids = driftRules.map(({ id }) => id);
        expect(new Set(findingsIn(found).filter((id) => ids.includes(id)))).toEqual(new Set([rule]));
        expect(found.isEqual).toBe(false);
        expect(found.report.verdict.failedOn).toEqual([]);
    });

    it("in a certificate is named by its thumbprint, in the service principal as well as in the application", () => {
        const { login } = recorded();
        const [certificate] = login.credentials;
        const found = driftWith({
            servicePrincipal: () => ({
                credentials: certificate === undefined ? [] : [{ ...certificate, keyId: "key-2" }],
            }),
        });
        expect(found.report.findings.map(({ message }) => message)).toEqual([
            expect.stringMatching(/^the service principal of exo accepts the certificate .*[0-9A-F]{40}/) as string,
        ]);
    });

    it("is not told from none where Graph does not show the certificate", () => {
        const found = driftWith({
            login: ({ credentials }) => ({
                credentials: credentials.map((one) => ({ ...one, certificatePem: undefined, thumbprint: undefined })),
            }),
        });
        expect(found.report.notJudged.map(({ why }) => why)).toEqual(["notKnownYet"]);
        expect(found.isEqual).toBe(false);
    });

    it("in the permissions to act for users is foreign consent", () => {
        const grant = { id: "grant", resourceId: "graph", userObjectId: undefined, scopes: ["Mail.Read"] };
        const found = driftWith({ delegatedGrants: [grant] });
        expect(found.report.findings).toContainEqual(
            expect.objectContaining({
                rule: "drift-permission",
                message: expect.stringContaining("Mail.Read (delegated)") as string,
            }),
        );
    });

    it("gives the login a right: that right is judged as in any audit", () => {
        const found = driftWith({
            servicePrincipal: ({ roles }) => ({
                roles: [...roles, { id: "r", roleDefinitionId: globalAdministrator, directoryScopeId: "/" }],
            }),
            token: (token) => ({ ...token, wids: [globalReader, globalAdministrator] }),
        });
        expect(findingsIn(found)).toEqual(["drift-role", "global-administrator"]);
    });

    it("between tenant and token is none in custom roles, which tokens leave out", () => {
        const custom = { id: "r", roleDefinitionId: "11111111-1111-1111-1111-111111111111", directoryScopeId: "/" };
        const found = driftWith({ servicePrincipal: ({ roles }) => ({ roles: [...roles, custom] }) });
        expect(findingsIn(found)).toEqual(["drift-role", "outside-least-privilege"]);
    });

    it.each(Object.keys(auditFormats) as (keyof typeof auditFormats)[])("is in the report as %s", (format) => {
        const { report } = driftWith(violations["drift-credential"] ?? {});
        expect(auditFormats[format](report)).toContain("drift-credential");
    });

    it("between ids and values of a permission is none: the token names what the tenant granted", () => {
        const consent = { id: "c", appRoleId: "11111111-1111-1111-1111-111111111111", resourceId: "exchange" };
        const found = driftWith({
            servicePrincipal: ({ consents }) => ({
                consents: [
                    ...consents,
                    {
                        ...{ ...consent, value: "Mail.Test", resourceDisplayName: exchangeManageAsApp.apiName },
                        resourceClientId: exchangeManageAsApp.apiClientId,
                    },
                ],
            }),
            token: (token) => ({ ...token, roles: [...token.roles, "Mail.Test"] }),
        });
        expect(findingsIn(found)).toEqual(["drift-permission", "outside-least-privilege"]);
    });
});

describe("what cannot be read", () => {
    const notJudged = (changes: Changes): string[] => driftWith(changes).report.notJudged.map(({ detail }) => detail);

    it("of Exchange's role groups is said, and does not count as a difference", () => {
        const found = driftWith({
            state: (resource) =>
                resource.type === "exo-unattended:index:TenantAccess"
                    ? { ...resource, inputs: { ...resource.inputs, exchangeRoleGroups: ["View-Only Recipients"] } }
                    : resource,
        });
        expect(found.report.notJudged).toEqual([
            expect.objectContaining({
                why: "notReadable",
                detail: "only Exchange Online knows the members of the role group View-Only Recipients",
            }),
        ]);
        expect(found.report.findings.filter(({ rule }) => rule.startsWith("drift"))).toEqual([]);
    });

    it("of permissions to act for users is said, with the right that the deployer lacks", () => {
        expect(notJudged({ mayReadGrants: false })).toEqual([expect.stringContaining("Directory.Read.All") as string]);
    });

    it("of a login that is not verified is said, with the reason", () => {
        expect(notJudged({ token: { reason: 'refused at "Sign-in"' } })).toEqual([
            'the login is not verified: refused at "Sign-in"',
        ]);
    });

    it("of another tenant is said, and does not count as a difference", () => {
        const other = "99999999-2222-3333-4444-555555555555";
        const found = driftWith({
            state: (resource) =>
                /azuread:index\/(servicePrincipal|appRoleAssignment|directoryRoleAssignment)|TenantAccess$/.test(
                    resource.type,
                )
                    ? {
                          ...{ ...resource, provider: undefined },
                          inputs: { ...resource.inputs, tenantId: other },
                      }
                    : resource,
        });
        expect(found.report.notJudged.map(({ detail }) => detail)).toContain(`it belongs to the tenant ${other}`);
        expect(findingsIn(found).filter((rule) => rule === "drift-missing")).toEqual([]);
    });
});

describe("a tenant whose administrator consented to another tenant's application", () => {
    /** The recorded stack, which now only reads the service principal, and has neither application nor consent. */
    function asCustomer(change: (servicePrincipal: LoginServicePrincipal) => Partial<LoginServicePrincipal>): Drift {
        const { state, login } = recorded();
        const own = login.servicePrincipal as LoginServicePrincipal;
        const steps = state.steps
            .filter(({ type }) => !/:(Application|ApplicationCertificate|AppRoleAssignment)$/.test(type))
            .map((step) => {
                const isRead = step.type.endsWith(":ServicePrincipal");
                const after = step.after && { ...step.after, isExternal: isRead || step.after.isExternal };
                return { ...step, before: after, after };
            });
        return drift({
            preview: { ...state, kind: "preview", steps, showsChangesOnly: false },
            state: { ...state, steps },
            tenant: {
                tenantId,
                logins: [],
                guests: new Map([[login.clientId, { ...own, ...change(own) }]]),
                delegatedGrants: new Map([[own.id, []]]),
            },
            token: undefined,
            now: "2026-11-27T00:00:00Z",
        });
    }

    it("does not differ from the state by that consent, and shows what goes beyond it", () => {
        expect(findingsIn(asCustomer(() => ({})))).toEqual([]);
        const more = asCustomer(({ consents }) => ({
            consents: [
                ...consents,
                {
                    id: "consent-2",
                    appRoleId: "7ab1d382-f21e-4acd-a863-ba3e13f7da61",
                    resourceId: "graph",
                    resourceClientId: graphClientId,
                    resourceDisplayName: "Microsoft Graph",
                    value: "Directory.Read.All",
                },
            ],
        }));
        expect(findingsIn(more)).toContain("drift-permission");
        expect(findingsIn(asCustomer(() => ({ roles: [] })))).toContain("drift-missing");
    });
});
