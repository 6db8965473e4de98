import * as pulumi from "@pulumi/pulumi";
import { connectionTo, TenantAccess } from "../../../components";

const config = new pulumi.Config();
const application = new pulumi.StackReference(config.require("application"));
const home = application.requireOutput("connection");

const access = new TenantAccess("customer", {
    tenantId: new pulumi.Config("azuread").require("tenantId"),
    clientId: home.apply(({ clientId }) => clientId as string),
    roles: ["Global Reader"],
    cloud: new pulumi.Config("azuread").get("environment"),
    awaitAdminConsent: true,
});

export const state = access.state;
export const adminConsentUrl = access.adminConsentUrl;
export const connection = connectionTo(access, config.require("organization"), home);
export const certificatePem = application.requireOutput("certificatePem");
export const privateKeyPem = application.requireOutput("privateKeyPem");
