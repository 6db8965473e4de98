import * as pulumi from "@pulumi/pulumi";
import { certificateFacts } from "../../../src/certificate/certificateFacts";
import { writePfxWithoutPassword } from "../../../src/certificate/pfx";
import { PfxAlgorithm } from "../../../src/certificate/pfxProtection";
import type { Connection } from "../../../src/connection/connection";
import { Cloud } from "../../../src/microsoft/clouds";
import { certificatePem, privateKeyPem, tenantId } from "../mockEngine";

const { thumbprint, thumbprintSha256, notBefore, notAfter } = certificateFacts(certificatePem);

/** The connection of the mock engine's certificate. */
export const connection: Connection = {
    schemaVersion: 1,
    cloud: Cloud.Global,
    tenantId,
    organization: "contoso.onmicrosoft.com",
    clientId: "00000000-cccc-0000-0000-000000000001",
    applicationObjectId: "00000000-aaaa-0000-0000-000000000001",
    servicePrincipalObjectId: "00000000-bbbb-0000-0000-000000000001",
    thumbprint,
    thumbprintSha256,
    notBefore,
    notAfter,
    roles: [],
    exchangeRoleGroups: [],
};

/** What a login hands out; the key is a secret, as `UnattendedAccess` makes it. */
export function login() {
    return {
        connection: pulumi.output(connection),
        certificatePem: pulumi.output(certificatePem),
        privateKeyPem: pulumi.secret(privateKeyPem),
    };
}

/** The PFX that is delivered: the same one every time. */
export const pfx = writePfxWithoutPassword({ certificatePem, privateKeyPem }).toString("base64");

/** The one that Azure Automation gets. */
export const automationPfx = writePfxWithoutPassword(
    { certificatePem, privateKeyPem },
    { algorithm: PfxAlgorithm.TripleDesSha1 },
).toString("base64");
