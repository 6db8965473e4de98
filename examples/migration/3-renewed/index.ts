import * as pulumi from "@pulumi/pulumi";
import { UnattendedAccess } from "../../../components";

const access = new UnattendedAccess("reports", {
    tenantId: new pulumi.Config("azuread").require("tenantId"),
    organization: new pulumi.Config().require("organization"),
    displayName: "Mailbox reports",
    certificates: { next: {} },
    activeCertificate: "next",
});

export const connection = access.connection;
export const privateKeyPem = access.privateKeyPem;
