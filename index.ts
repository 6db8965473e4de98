import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { UnattendedAccess, type CertificateArgs } from "./components";
import { deliverToAzure, type AzureDeliveryArgs } from "./components/azureDelivery";

const config = new pulumi.Config();

const access = new UnattendedAccess("exo", {
    tenantId: new pulumi.Config("azuread").require("tenantId"),
    organization: config.require("organization"),
    displayName: config.get("displayName"),
    description: config.get("description"),
    signInAudience: config.get("signInAudience"),
    owners: config.getObject<string[]>("owners"),
    roles: config.getObject<string[]>("roles"),
    exchangeRoleGroups: config.getObject<string[]>("exchangeRoleGroups"),
    certificates: config.getObject<Record<string, CertificateArgs>>("certificates"),
    activeCertificate: config.get("activeCertificate"),
    cloud: azuread.config.environment,
    createExchangeServicePrincipal: config.getBoolean("createExchangeServicePrincipal"),
    protect: config.getBoolean("protect"),
});

/** What a script needs to know; `exo-unattended verify` proves it. */
export const connection = access.connection;
/** The active certificate. */
export const certificatePem = access.certificatePem;
/** The active certificate's key, a secret. */
export const privateKeyPem = access.privateKeyPem;
/** Thumbprints, subject, serial number and dates of each certificate. */
export const certificates = access.certificates;
/** What an Exchange administrator runs once when role groups give the rights. */
export const exchangeRoleGroupCommands = access.exchangeRoleGroupCommands;
/** What was delivered where, for `exo-unattended delivery check`. */
export const deliveryManifest = deliverToAzure("exo", access, config.getObject<AzureDeliveryArgs>("azureDelivery"));
