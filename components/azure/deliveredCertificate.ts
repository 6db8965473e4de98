import * as pulumi from "@pulumi/pulumi";
import { certificateFacts } from "../../src/certificate/certificateFacts";
import { writePfxWithoutPassword } from "../../src/certificate/pfx";
import { PfxAlgorithm } from "../../src/certificate/pfxProtection";
import { ownershipTag } from "../../src/identities/names";
import type { Connection } from "../../src/connection/connection";
import type { CertificateToDeliver } from "../args/deliveredArgs";
import { UserError } from "../../src/errors/userError";

/** The certificate of a connection, checked to be the one that the connection is for. */
export interface DeliveredCertificate {
    /** Known when certificate and key are what they should be. */
    readonly connection: pulumi.Output<Connection>;
    readonly certificatePem: pulumi.Output<string>;
    /** A PFX without a password, base64: a secret. The same certificate always gives the same text. */
    readonly pfx: pulumi.Output<string>;
}

/** Makes the PFX of a certificate that was checked, when it, its key and the connection belong together. */
export function deliveredCertificate(
    subject: string,
    { connection, certificatePem, privateKeyPem }: CertificateToDeliver,
    algorithm = PfxAlgorithm.Aes256Sha256,
): DeliveredCertificate {
    const pfx = pulumi.secret(
        pulumi
            .all([connection, certificatePem, privateKeyPem])
            .apply(([{ thumbprint }, pem, key]) => pfxOf(subject, thumbprint, pem, key ?? "", algorithm)),
    );
    // What is public waits for the PFX too: nothing is registered for a certificate without its key.
    const made = pulumi.unsecret(pfx).apply(() => true);
    return {
        connection: pulumi.all([pulumi.unsecret(pulumi.output(connection)), made]).apply(([ready]) => ready),
        certificatePem: pulumi.all([pulumi.unsecret(pulumi.output(certificatePem)), made]).apply(([pem]) => pem),
        pfx,
    };
}

/**
 * The PFX of the certificate with that thumbprint, base64: a secret.
 * @throws UserError when it is another certificate, or the key is another one's.
 */
export function pfxOf(
    subject: string,
    thumbprint: string,
    certificatePem: string,
    privateKeyPem: string,
    algorithm = PfxAlgorithm.Aes256Sha256,
): string {
    const given = certificateFacts(certificatePem).thumbprint;
    if (given !== thumbprint) {
        throw new UserError(
            `${subject}: certificatePem: is not the certificate of connection (got ${given}, connection has ${thumbprint}). Use both from the same UnattendedAccess.`,
        );
    }
    try {
        return writePfxWithoutPassword({ certificatePem, privateKeyPem }, { algorithm }).toString("base64");
    } catch (error) {
        throw error instanceof UserError ? new UserError(`${subject}: privateKeyPem: ${error.message}`) : error;
    }
}

/** What a place is told of the certificate that it holds; nothing of it is secret. */
export function certificateTags(
    name: string,
    connection: pulumi.Output<Connection>,
): pulumi.Output<Record<string, string>> {
    return connection.apply(({ thumbprint, clientId, tenantId, organization }): Record<string, string> => ({
        deliveredBy: ownershipTag(pulumi.getProject(), pulumi.getStack(), name),
        thumbprint,
        clientId,
        tenantId,
        organization,
    }));
}
