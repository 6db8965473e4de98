import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";

const exchangeOnline = { clientId: "00000002-0000-0ff1-ce00-000000000000" };
const manageAsApp = "dc50a0fb-09a3-484d-be87-e023b12c6440";
const exchangeAdministrator = "29232cdf-9323-42fd-ade2-1d097af3e4de";

const deployer = azuread.getClientConfigOutput().objectId;
const key = new tls.PrivateKey("key", { algorithm: "RSA", rsaBits: 2048 });
const certificate = new tls.SelfSignedCert("certificate", {
    privateKeyPem: key.privateKeyPem,
    subject: { commonName: "reports.contoso.com", organization: "Contoso" },
    validityPeriodHours: 2 * 365 * 24,
    allowedUses: ["digital_signature", "key_encipherment"],
});

const application = new azuread.Application("app", {
    displayName: "Mailbox reports",
    owners: [deployer],
    requiredResourceAccesses: [
        { resourceAppId: exchangeOnline.clientId, resourceAccesses: [{ id: manageAsApp, type: "Role" }] },
    ],
});
new azuread.ApplicationCertificate("credential", {
    applicationId: application.id,
    type: "AsymmetricX509Cert",
    value: certificate.certPem,
});
const servicePrincipal = new azuread.ServicePrincipal("principal", {
    clientId: application.clientId,
    owners: [deployer],
});
new azuread.AppRoleAssignment("consent", {
    appRoleId: manageAsApp,
    principalObjectId: servicePrincipal.objectId,
    resourceObjectId: azuread.getServicePrincipalOutput(exchangeOnline).objectId,
});
new azuread.DirectoryRoleAssignment("role", {
    principalObjectId: servicePrincipal.objectId,
    roleId: exchangeAdministrator,
});

export const clientId = application.clientId;
export const organization = new pulumi.Config().require("organization");
export const privateKeyPem = key.privateKeyPem;
