import { createHash, X509Certificate } from "node:crypto";
import { inspect } from "node:util";
import type * as pulumi from "@pulumi/pulumi";
import {
    connectionTo,
    TenantAccess,
    UnattendedAccess,
    type Connection,
    UserError,
    type UnattendedAccessArgs,
} from "../../components";
import {
    certificatePem,
    deployerObjectId,
    exchangeObjectId,
    exchangeProtectionObjectId,
    isSecret,
    privateKeyPem,
    registrations,
    tenantId,
    valueOf,
} from "./mockEngine";
import { Cloud } from "../../src/microsoft/clouds";

const exchangeAdministrator = "29232cdf-9323-42fd-ade2-1d097af3e4de";
const globalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
const minimal: UnattendedAccessArgs = { tenantId, organization: "contoso.onmicrosoft.com" };

async function deploy(args: Partial<UnattendedAccessArgs> = {}, preview = false) {
    let access: UnattendedAccess | undefined;
    const seen = await registrations(() => {
        access = new UnattendedAccess("exo", { ...minimal, ...args });
    }, preview);
    if (access === undefined) {
        throw new Error("the program did not run");
    }
    return {
        access,
        seen,
        named: (name: string) => seen.find((one) => `${one.type.split(":").at(-1) ?? ""} ${one.name}` === name),
    };
}

describe("the children", () => {
    it("are exactly these, each under its component", async () => {
        const { seen } = await deploy();
        expect(seen.map(({ type, name, parent }) => `${type} ${name} < ${parent.split("$").at(-1) ?? ""}`)).toEqual([
            "azuread:index/appRoleAssignment:AppRoleAssignment exo-exchange-manage-as-app < exo-unattended:index:TenantAccess::exo",
            "azuread:index/application:Application exo < exo-unattended:index:ExchangeApplication::exo",
            "azuread:index/applicationCertificate:ApplicationCertificate exo-current < exo-unattended:index:ExchangeApplication::exo",
            `azuread:index/directoryRoleAssignment:DirectoryRoleAssignment exo-${exchangeAdministrator} < exo-unattended:index:TenantAccess::exo`,
            "azuread:index/servicePrincipal:ServicePrincipal exo < exo-unattended:index:TenantAccess::exo",
            "exo-unattended:index:Certificate exo-current < exo-unattended:index:UnattendedAccess::exo",
            "exo-unattended:index:ExchangeApplication exo < exo-unattended:index:UnattendedAccess::exo",
            "exo-unattended:index:TenantAccess exo < exo-unattended:index:UnattendedAccess::exo",
            "exo-unattended:index:UnattendedAccess exo < pulumi:pulumi:Stack::exo-unattended-test",
            "tls:index/privateKey:PrivateKey exo-current < exo-unattended:index:Certificate::exo-current",
            "tls:index/selfSignedCert:SelfSignedCert exo-current < exo-unattended:index:Certificate::exo-current",
        ]);
    });

    it("ask Microsoft Entra for a single-tenant application with Exchange.ManageAsApp, tagged with its stack", async () => {
        const { named } = await deploy();
        expect(named("Application exo")?.inputs).toEqual({
            displayName: "EXO PowerShell unattended",
            signInAudience: "AzureADMyOrg",
            requiredResourceAccesses: [
                {
                    resourceAppId: "00000002-0000-0ff1-ce00-000000000000",
                    resourceAccesses: [{ id: "dc50a0fb-09a3-484d-be87-e023b12c6440", type: "Role" }],
                },
            ],
            owners: [deployerObjectId],
            tags: ["exo-unattended/exo-unattended/test/exo"],
            preventDuplicateNames: true,
        });
    });

    it("pass on description and audience", async () => {
        const { named } = await deploy({ description: "Reports", signInAudience: "AzureADMultipleOrgs" });
        expect(named("Application exo")?.inputs).toMatchObject({
            description: "Reports",
            signInAudience: "AzureADMultipleOrgs",
        });
    });

    it("give the credential the certificate's own dates, in UTC and whole seconds", async () => {
        const { named } = await deploy();
        expect(named("ApplicationCertificate exo-current")?.inputs).toEqual({
            applicationId: "/applications/00000000-aaaa-0000-0000-000000000001",
            type: "AsymmetricX509Cert",
            // The provider's class marks the value as secret.
            value: expect.objectContaining({ value: certificatePem }) as unknown,
            startDate: "2026-01-01T00:00:00Z",
            endDate: "2031-01-01T00:00:00Z",
        });
    });

    it("grant the permission and the role to the service principal, not to the application", async () => {
        const { named } = await deploy();
        expect(named("AppRoleAssignment exo-exchange-manage-as-app")?.inputs).toEqual({
            appRoleId: "dc50a0fb-09a3-484d-be87-e023b12c6440",
            principalObjectId: "00000000-bbbb-0000-0000-000000000001",
            resourceObjectId: exchangeObjectId,
        });
        expect(named(`DirectoryRoleAssignment exo-${exchangeAdministrator}`)?.inputs).toEqual({
            principalObjectId: "00000000-bbbb-0000-0000-000000000001",
            roleId: exchangeAdministrator,
        });
    });

    it("make a certificate of the article's kind by configuration", async () => {
        const { named } = await deploy({
            certificates: { current: { commonName: "exoip.com", validityDays: 1826, rsaBits: 4096 } },
        });
        expect(named("PrivateKey exo-current")?.inputs).toEqual({ algorithm: "RSA", rsaBits: 4096 });
        expect(named("SelfSignedCert exo-current")?.inputs).toMatchObject({
            subject: { commonName: "exoip.com" },
            validityPeriodHours: 1826 * 24,
            allowedUses: ["digital_signature", "key_encipherment", "client_auth"],
        });
    });

    it("go with the application on destroy, except for the grants, which are deleted one by one", async () => {
        const { seen } = await deploy();
        const withApplication = seen.filter(({ deletedWith }) => deletedWith.endsWith("application:Application::exo"));
        expect(withApplication.map(({ type }) => type.split(":").at(-1))).toEqual([
            "ApplicationCertificate",
            "ServicePrincipal",
        ]);
        expect(seen.filter(({ deletedWith }) => deletedWith !== "")).toHaveLength(2);
    });

    it("of azuread get minutes, not the provider's ten", async () => {
        const { seen } = await deploy();
        const timeouts = seen
            .filter(({ type }) => type.startsWith("azuread:"))
            .map(({ createTimeout }) => createTimeout);
        expect(timeouts).toEqual(["4m", "4m", "4m", "4m", "4m"]);
    });

    it("are all protected on request", async () => {
        const { seen } = await deploy({ protect: true });
        expect(seen.every(({ protect }) => protect)).toBe(true);
    });
});

describe("a login that is revoked", () => {
    it("has a disabled service principal and no directory role, and keeps its certificates and consent", async () => {
        const { seen, named } = await deploy({ revoked: "the key was in a log" });
        expect(named("ServicePrincipal exo")?.inputs).toMatchObject({ accountEnabled: false });
        expect(seen.filter(({ type }) => type.endsWith(":DirectoryRoleAssignment"))).toEqual([]);
        expect(seen.filter(({ type }) => /:(ApplicationCertificate|AppRoleAssignment)$/.test(type))).toHaveLength(2);
    });

    it("that is not has the inputs that it always had", async () => {
        const { seen } = await deploy();
        expect(seen.filter(({ inputs }) => "revoked" in inputs || "accountEnabled" in inputs)).toEqual([]);
    });
});

describe("owners", () => {
    it("that are not given are the deployer at creation and nobody's business later", async () => {
        const { named } = await deploy();
        for (const name of ["Application exo", "ServicePrincipal exo"]) {
            expect(named(name)).toMatchObject({ inputs: { owners: [deployerObjectId] }, ignoreChanges: ["owners"] });
        }
    });

    it("that are given are exactly those", async () => {
        const owners = ["bbbbbbbb-0000-0000-0000-000000000001"];
        const { named } = await deploy({ owners });
        for (const name of ["Application exo", "ServicePrincipal exo"]) {
            expect(named(name)).toMatchObject({ inputs: { owners }, ignoreChanges: [] });
        }
    });
});

describe("roles", () => {
    it("make the same children in any order, by name or by template id", async () => {
        const one = await deploy({ roles: ["Global Reader", "Exchange Administrator"] });
        const other = await deploy({ roles: [exchangeAdministrator.toUpperCase(), "global reader"] });
        expect(other.seen).toEqual(one.seen);
        expect((await valueOf(one.access.connection))?.roles).toEqual([exchangeAdministrator, globalReader]);
    });

    it("may be none: then an Exchange role group gives the rights, by commands to run once", async () => {
        const { seen, access } = await deploy({ roles: [], exchangeRoleGroups: ["Help Desk", "Auditors' group"] });
        expect(seen.filter(({ type }) => type.includes("directoryRole"))).toEqual([]);
        expect(await valueOf(access.connection)).toMatchObject({
            roles: [],
            exchangeRoleGroups: ["Auditors' group", "Help Desk"],
        });
        expect((await valueOf(access.exchangeRoleGroupCommands))?.split("\n")).toEqual([
            "Connect-ExchangeOnline -ShowBanner:$false",
            "New-ServicePrincipal -AppId '00000000-cccc-0000-0000-000000000001' -ObjectId '00000000-bbbb-0000-0000-000000000001' -DisplayName 'EXO PowerShell unattended'",
            "$member = Get-ServicePrincipal -Identity '00000000-cccc-0000-0000-000000000001'",
            "Add-RoleGroupMember -Identity 'Auditors'' group' -Member $member.Identity",
            "Add-RoleGroupMember -Identity 'Help Desk' -Member $member.Identity",
            "Disconnect-ExchangeOnline -Confirm:$false",
        ]);
    });

    it("may be none and no group named: then the group that only reads is proposed", async () => {
        const { access } = await deploy({ roles: [] });
        expect((await valueOf(access.connection))?.exchangeRoleGroups).toEqual(["View-Only Organization Management"]);
    });

    it("that are given make no commands for role groups", async () => {
        const { access } = await deploy();
        expect(await valueOf(access.exchangeRoleGroupCommands)).toBe("");
    });
});

describe("in US government clouds", () => {
    const government = { cloud: "usgovernmentl4", organization: "contoso.onmicrosoft.us" };

    it("the application asks for a second API, and gets consent to both", async () => {
        const { named } = await deploy(government);
        const exchange = { id: "dc50a0fb-09a3-484d-be87-e023b12c6440", type: "Role" };
        const protection = { id: "455e5cd2-84e8-4751-8344-5672145dfa17", type: "Role" };
        expect(named("Application exo")?.inputs.requiredResourceAccesses).toEqual([
            { resourceAppId: "00000002-0000-0ff1-ce00-000000000000", resourceAccesses: [exchange] },
            { resourceAppId: "00000007-0000-0ff1-ce00-000000000000", resourceAccesses: [protection] },
        ]);
        expect(named("AppRoleAssignment exo-exchange-manage-as-app")?.inputs).toMatchObject({
            appRoleId: exchange.id,
            resourceObjectId: exchangeObjectId,
        });
        expect(named("AppRoleAssignment exo-exchange-online-protection-manage-as-app")?.inputs).toMatchObject({
            appRoleId: protection.id,
            resourceObjectId: exchangeProtectionObjectId,
        });
    });

    it("both service principals of Microsoft's are created on request, and kept", async () => {
        const { seen } = await deploy({ ...government, createExchangeServicePrincipal: true });
        const kept = seen.filter(({ retainOnDelete }) => retainOnDelete);
        expect(kept.map(({ name, inputs }) => [name, inputs.clientId])).toEqual([
            ["exo-exchange-online", "00000002-0000-0ff1-ce00-000000000000"],
            ["exo-exchange-online-protection", "00000007-0000-0ff1-ce00-000000000000"],
        ]);
    });
});

describe("the access to a further tenant", () => {
    it("asks that tenant itself, and is made of the same children", async () => {
        let access: TenantAccess | undefined;
        let connection: pulumi.Output<Connection> | undefined;
        const home = {
            cloud: Cloud.Global,
            tenantId: "ffffffff-0000-0000-0000-000000000001",
            organization: "contoso.onmicrosoft.com",
            clientId: "00000000-cccc-0000-0000-000000000001",
            roles: [exchangeAdministrator],
        } as Connection;
        const seen = await registrations(() => {
            access = new TenantAccess("fabrikam", {
                tenantId: tenantId.toUpperCase(),
                clientId: "00000000-cccc-0000-0000-000000000001",
                roles: ["Global Reader"],
            });
            connection = connectionTo(access, "fabrikam.onmicrosoft.com", home);
        });
        expect(seen.map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`)).toEqual([
            "AppRoleAssignment fabrikam-exchange-manage-as-app",
            `DirectoryRoleAssignment fabrikam-${globalReader}`,
            "ServicePrincipal fabrikam",
            "TenantAccess fabrikam",
        ]);
        expect(seen.find(({ type }) => type.endsWith(":ServicePrincipal"))).toMatchObject({
            inputs: { owners: [deployerObjectId] },
            deletedWith: "",
        });
        expect(seen.find(({ type }) => type.endsWith(":TenantAccess"))?.inputs).not.toHaveProperty("facts");
        expect(connection && (await valueOf(connection))).toEqual({
            ...home,
            tenantId,
            organization: "fabrikam.onmicrosoft.com",
            servicePrincipalObjectId: "00000000-bbbb-0000-0000-000000000001",
            roles: [globalReader],
            exchangeRoleGroups: [],
        });
    });
});

describe("the access to a tenant whose administrator consents", () => {
    it("makes nothing while nobody has consented, and says where to", async () => {
        let access: TenantAccess | undefined;
        const clientId = "00000000-cccc-0000-0000-000000000009";
        const seen = await registrations(() => {
            access = new TenantAccess("fabrikam", { tenantId, clientId, awaitAdminConsent: true });
        });
        expect(seen.map(({ name, type }) => `${type.split(":").at(-1) ?? ""} ${name}`)).toEqual([
            "TenantAccess fabrikam",
        ]);
        const { state, adminConsentUrl, servicePrincipalObjectId, exchangeRoleGroupCommands } = access as TenantAccess;
        const found = await Promise.all([state, servicePrincipalObjectId, exchangeRoleGroupCommands].map(valueOf));
        expect(found).toEqual(["consent pending", "", ""]);
        expect(await valueOf(adminConsentUrl)).toBe(
            `https://login.microsoftonline.com/${tenantId}/adminconsent?client_id=${clientId}`,
        );
    });

    it("plans nothing for an application that is still to be made", async () => {
        const seen = await registrations(() => {
            const { connection } = new UnattendedAccess("exo", minimal);
            new TenantAccess("fabrikam", { tenantId, clientId: connection.clientId, awaitAdminConsent: true });
        }, true);
        expect(seen.map(({ name }) => name)).not.toContain(`fabrikam-${exchangeAdministrator}`);
    });
});

describe("certificates", () => {
    it("that are added touch no other child", async () => {
        const before = await deploy();
        const after = await deploy({ certificates: { current: {}, next: {} } });
        const untouched = (seen: typeof before.seen) => seen.filter(({ type }) => !type.startsWith("exo-unattended:"));
        const added = untouched(after.seen).filter(({ name }) => name === "exo-next");
        expect(added.map(({ type }) => type.split(":").at(-1))).toEqual([
            "ApplicationCertificate",
            "PrivateKey",
            "SelfSignedCert",
        ]);
        expect(untouched(after.seen).filter(({ name }) => name !== "exo-next")).toEqual(untouched(before.seen));
    });

    it("with nothing behind their key, as YAML allows, have the defaults", async () => {
        const { seen } = await deploy({ certificates: { current: null as unknown as object } });
        expect(seen).toEqual((await deploy()).seen);
    });

    it("that are brought generate nothing, and the key of another place stays there", async () => {
        const { seen, access } = await deploy({ certificates: { current: { certificatePem } } });
        expect(seen.filter(({ type }) => type.startsWith("tls:"))).toEqual([]);
        expect(await valueOf(access.privateKeyPem)).toBeUndefined();
        expect(await valueOf(access.certificatePem)).toBe(certificatePem);
    });

    it("that are brought are the same credential with and without a final newline", async () => {
        const { named } = await deploy({ certificates: { current: { certificatePem: certificatePem.trimEnd() } } });
        const value = named("ApplicationCertificate exo-current")?.inputs.value;
        expect(value).toMatchObject({ value: certificatePem });
    });

    it("that are brought with their key keep it secret, in the component's inputs too", async () => {
        const { seen, access } = await deploy({ certificates: { current: { certificatePem, privateKeyPem } } });
        expect(await isSecret(access.privateKeyPem)).toBe(true);
        const inputs = seen.map(({ inputs }) =>
            JSON.stringify(inputs, (_, value: unknown) =>
                typeof value === "object" && value !== null && "4dabf18193072939515e22adb298388d" in value
                    ? "[secret]"
                    : value,
            ),
        );
        expect(inputs.filter((text) => text.includes("PRIVATE KEY"))).toEqual([]);
    });
});

describe("outputs", () => {
    it("hold the whole connection, as plain data", async () => {
        const { access } = await deploy();
        const raw = new X509Certificate(certificatePem).raw;
        expect(await valueOf(access.connection)).toEqual({
            schemaVersion: 1,
            cloud: "global",
            tenantId,
            organization: "contoso.onmicrosoft.com",
            clientId: "00000000-cccc-0000-0000-000000000001",
            applicationObjectId: "00000000-aaaa-0000-0000-000000000001",
            servicePrincipalObjectId: "00000000-bbbb-0000-0000-000000000001",
            thumbprint: createHash("sha1").update(raw).digest("hex").toUpperCase(),
            thumbprintSha256: createHash("sha256").update(raw).digest("hex").toUpperCase(),
            notBefore: "2026-01-01T00:00:00Z",
            notAfter: "2031-01-01T00:00:00Z",
            roles: [exchangeAdministrator],
            exchangeRoleGroups: [],
        });
    });

    it("show the certificate and its facts in the clear, and the key only as a secret", async () => {
        const { access } = await deploy();
        expect(await isSecret(access.connection)).toBe(false);
        expect(await isSecret(access.certificatePem)).toBe(false);
        expect(await isSecret(access.certificates)).toBe(false);
        expect(await isSecret(access.privateKeyPem)).toBe(true);
        expect(await valueOf(access.certificates)).toMatchObject({
            current: { subject: "CN=exoip.com", serialNumber: "0123456789ABCDEF0123456789ABCDEF" },
        });
    });

    it("do not show a connection in a preview that still has to create anything it needs", async () => {
        const { access } = await deploy({}, true);
        expect(await valueOf(access.connection)).toBeUndefined();
    });
});

describe("Exchange Online's service principal", () => {
    it("is only looked up, unless its creation is asked for", async () => {
        const { seen } = await deploy();
        expect(seen.filter(({ type }) => type.endsWith(":ServicePrincipal"))).toHaveLength(1);
    });

    it("is kept in the tenant when it was created on request", async () => {
        const { named } = await deploy({ createExchangeServicePrincipal: true });
        expect(named("ServicePrincipal exo-exchange-online")).toMatchObject({
            inputs: { clientId: "00000002-0000-0ff1-ce00-000000000000" },
            retainOnDelete: true,
            deletedWith: "",
        });
    });
});

it("a UserError is inspected as its message alone", () => {
    expect(inspect(new UserError("what to do"), { colors: true })).toBe("what to do");
});
