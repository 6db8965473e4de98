import { certificateFacts } from "../certificate/certificateFacts";
import { UserError } from "../errors/userError";
import { readStack } from "../pulumi/readStack";
import { stackOutputs, type StackOutputs } from "../pulumi/stackOutputs";
import type { CertificateSource } from "./loginSource";
import { readOutputs, type ReadOutputsOptions } from "./readOutputs";

/** What a stack gives for one of its certificates. */
export interface ChosenCertificate {
    /** The connection with that certificate, not checked yet. */
    readonly connection: unknown;
    readonly certificatePem: string;
    /** PEM: a secret. Undefined when secrets are not shown, or the key is not in the outputs. */
    readonly privateKeyPem: string | undefined;
    /** PFX in base64 with that key, encrypted. */
    readonly pfx: string | undefined;
    /** The stack's own connection, which has the active certificate, not checked yet. */
    readonly stackConnection: unknown;
}

/**
 * Reads a stack's outputs for the active certificate, or for another one, which only the stack's state has.
 * @throws UserError when they cannot be read, or the certificate does not exist; the signal's reason when it aborts
 */
export async function chooseCertificate(
    { source, certificate: key }: CertificateSource,
    options: ReadOutputsOptions,
): Promise<ChosenCertificate> {
    if (key !== undefined) {
        if ("file" in source) {
            throw new UserError(`a file has the active certificate only, not "${key}"`, "Read it from the stack.");
        }
        const { outputs, certificates } = "read" in source ? source.read : await readStack({ ...source, ...options });
        const { connection, ...login } = stackOutputs(outputs);
        const thumbprint = thumbprintOf(key, login);
        const chosen = certificates.find((certificate) => certificate.thumbprint === thumbprint);
        if (chosen === undefined) {
            throw new UserError(`the stack's state has no certificate "${key}"`, "Run `pulumi up` first.");
        }
        const { certificatePem, privateKeyPem } = chosen;
        return {
            ...{ certificatePem, privateKeyPem, pfx: undefined },
            connection: connectionWith(certificatePem, connection),
            stackConnection: connection,
        };
    }
    const { connection, certificatePem, privateKeyPem, pfx } = await readOutputs(source, options);
    if (certificatePem === undefined) {
        throw new UserError('no output "certificatePem"');
    }
    return { connection, certificatePem, privateKeyPem, pfx, stackConnection: connection };
}

function thumbprintOf(key: string, { certificates }: Pick<StackOutputs, "certificates">): string {
    const thumbprint = Object.hasOwn(certificates, key) ? certificates[key]?.thumbprint : undefined;
    if (thumbprint === undefined) {
        const keys = Object.keys(certificates).join(", ");
        throw new UserError(
            `the stack has no certificate "${key}"`,
            keys === "" ? 'The program has no output "certificates".' : `Its certificates are: ${keys}.`,
        );
    }
    return thumbprint;
}

/** The same login, signing in with another certificate. */
function connectionWith(certificatePem: string, connection: unknown): unknown {
    const { thumbprint, thumbprintSha256, notBefore, notAfter } = certificateFacts(certificatePem);
    return { ...Object(connection), thumbprint, thumbprintSha256, notBefore, notAfter } as unknown;
}
