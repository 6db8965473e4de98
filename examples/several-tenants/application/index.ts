import * as pulumi from "@pulumi/pulumi";
import { UnattendedAccess } from "../../../components";

const access = new UnattendedAccess("reports", {
    tenantId: new pulumi.Config("azuread").require("tenantId"),
    organization: new pulumi.Config().require("organization"),
    displayName: "Mailbox reports",
    signInAudience: "AzureADMultipleOrgs",
    roles: ["Global Reader"],
});

export const connection = access.connection;
export const certificatePem = access.certificatePem;
export const privateKeyPem = access.privateKeyPem;
