import * as pulumi from "@pulumi/pulumi";
import { UnattendedAccess } from "../../../components";

/** By their types and new names, what the resources were called in the program before. */
const formerNames: Readonly<Record<string, string>> = {
    "tls:index/privateKey:PrivateKey reports-current": "key",
    "tls:index/selfSignedCert:SelfSignedCert reports-current": "certificate",
    "azuread:index/application:Application reports": "app",
    "azuread:index/applicationCertificate:ApplicationCertificate reports-current": "credential",
    "azuread:index/servicePrincipal:ServicePrincipal reports": "principal",
    "azuread:index/appRoleAssignment:AppRoleAssignment reports-exchange-manage-as-app": "consent",
    "azuread:index/directoryRoleAssignment:DirectoryRoleAssignment reports-29232cdf-9323-42fd-ade2-1d097af3e4de":
        "role",
};

/** What stays as it was made, since a change would replace it. */
const keptAsMade: Readonly<Record<string, string[]>> = {
    certificate: ["subject", "validityPeriodHours", "allowedUses"],
    credential: ["startDate", "endDate", "endDateRelative"],
};

/** Tells the engine that these are the same resources. */
const adopt: pulumi.ResourceTransform = ({ type, name, props, opts }) => {
    const formerName = formerNames[`${type} ${name}`];
    return formerName === undefined
        ? undefined
        : {
              props,
              opts: pulumi.mergeOptions(opts, {
                  aliases: [{ name: formerName, parent: pulumi.rootStackResource }],
                  ignoreChanges: keptAsMade[formerName] ?? [],
              }),
          };
};

const access = new UnattendedAccess(
    "reports",
    {
        tenantId: new pulumi.Config("azuread").require("tenantId"),
        organization: new pulumi.Config().require("organization"),
        displayName: "Mailbox reports",
    },
    { transforms: [adopt] },
);

export const connection = access.connection;
export const privateKeyPem = access.privateKeyPem;
