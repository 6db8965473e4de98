import {
    apiName,
    certificateName,
    componentToken,
    consentName,
    isOfThisPackage,
    kinds,
    nameOf,
    ownershipTag,
    roleName,
    tagPrefixOf,
    typeOf,
} from "../../src/identities/names";
import { exchangeManageAsApp, exchangeOnlineProtectionManageAsApp } from "../../src/microsoft/permissions";

describe("names that every existing stack depends on", () => {
    it("have not changed since the first release", () => {
        expect([
            componentToken("TenantAccess"),
            certificateName("exo", "current"),
            consentName("exo", exchangeManageAsApp),
            consentName("exo", exchangeOnlineProtectionManageAsApp),
            apiName("exo", exchangeManageAsApp),
            apiName("exo", exchangeOnlineProtectionManageAsApp),
            roleName("exo", "29232cdf-9323-42fd-ade2-1d097af3e4de"),
            ownershipTag("project", "dev", "exo"),
        ]).toEqual([
            "exo-unattended:index:TenantAccess",
            "exo-current",
            "exo-exchange-manage-as-app",
            "exo-exchange-online-protection-manage-as-app",
            "exo-exchange-online",
            "exo-exchange-online-protection",
            "exo-29232cdf-9323-42fd-ade2-1d097af3e4de",
            "exo-unattended/project/dev/exo",
        ]);
    });

    it("have the azuread provider's tokens for what is in the tenant", () => {
        expect(kinds.map(typeOf)).toEqual([
            "azuread:index/application:Application",
            "azuread:index/applicationCertificate:ApplicationCertificate",
            "azuread:index/servicePrincipal:ServicePrincipal",
            "azuread:index/appRoleAssignment:AppRoleAssignment",
            "azuread:index/directoryRoleAssignment:DirectoryRoleAssignment",
        ]);
    });
});

describe("a URN", () => {
    const urn =
        "urn:pulumi:dev::project::exo-unattended:index:ExchangeApplication$azuread:index/application:Application::a::b";

    it("shows the name that the program gave the resource, even one with colons", () => {
        expect(nameOf(urn)).toBe("a::b");
    });

    it("shows the stack whose tag its applications have", () => {
        expect(tagPrefixOf(urn)).toBe("exo-unattended/project/dev/");
    });

    it("shows whether a component of this package holds the resource", () => {
        expect(isOfThisPackage(urn)).toBe(true);
        expect(isOfThisPackage("urn:pulumi:dev::project::azuread:index/application:Application::a")).toBe(false);
    });
});
