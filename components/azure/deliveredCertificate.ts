import * as pulumi from "@pulumi/pulumi";
import { certificateFacts } from "../../src/certificate/certificateFacts";
import { privateKeyPemProblem } from "../../src/certificate/pemProblems";
import { writePfxWithoutPassword } from "../../src/certificate/pfx";
import { ownershipTag } from "../../src/identities/names";
import type { Connection } from "../../src/connection/connection";
import { certificateRule } from "../certificateArgs";
import { isMap, type ArgsCheck } from "../argsCheck";
import { UserError } from "../../src/errors/userError";

/** What every delivery is given. */
export interface CertificateToDeliver {
    readonly connection: pulumi.Input<Connection>;
    readonly certificatePem: pulumi.Input<string>;
    readonly privateKeyPem: pulumi.Input<string | undefined>;
}

/** The certificate of a connection, checked to be the one that the connection is for. */
export interface DeliveredCertificate {
    /** Known when certificate and key are what they should be. */
    readonly connection: pulumi.Output<Connection>;
    readonly certificatePem: pulumi.Output<string>;
    /** A PFX without a password, base64: a secret. The same certificate always gives the same text. */
    readonly pfx: pulumi.Output<string>;
}

/** Checks connection, certificate and key, each by itself. */
export function checkCertificateToDeliver(check: ArgsCheck, args: CertificateToDeliver): CertificateToDeliver {
    return {
        connection: check.input("connection", args.connection, (value) =>
            isMap(value) ? undefined : "must be the output connection of UnattendedAccess",
        ),
        certificatePem: check.confidential("certificatePem", args.certificatePem, certificateRule),
        privateKeyPem: check.confidential("privateKeyPem", args.privateKeyPem, (key) => {
            const problem = privateKeyPemProblem(key);
            return problem === undefined
                ? undefined
                : `${problem}; a delivery needs the key: where it is kept elsewhere, deliver from there`;
        }),
    };
}

/** Makes the PFX of a certificate that was checked, when it, its key and the connection belong together. */
export function deliveredCertificate(
    subject: string,
    { connection, certificatePem, privateKeyPem }: CertificateToDeliver,
): DeliveredCertificate {
    const pfx = pulumi.secret(
        pulumi
            .all([connection, certificatePem, privateKeyPem])
            .apply(([{ thumbprint }, pem, key]) => pfxOf(subject, thumbprint, pem, key ?? "")),
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
export function pfxOf(subject: string, thumbprint: string, certificatePem: string, privateKeyPem: string): string {
    const given = certificateFacts(certificatePem).thumbprint;
    if (given !== thumbprint) {
        throw new UserError(
            `${subject}: certificatePem: is the certificate ${given}, but connection is for ${thumbprint}; take both from one UnattendedAccess`,
        );
    }
    try {
        return writePfxWithoutPassword({ certificatePem, privateKeyPem }).toString("base64");
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
