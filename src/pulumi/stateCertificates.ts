import { z } from "zod";
import { componentToken } from "../identities/names";
import { pulumi, type StackOptions } from "./run";
import { document } from "./state";

/** A certificate of a login as the stack's state has it. */
export interface StateCertificate {
    readonly certificatePem: string;
    /** Its private key in PEM form: a secret. Undefined when secrets are not shown, or the key is kept elsewhere. */
    readonly privateKeyPem: string | undefined;
}

/** How a state shows a secret that is decrypted: as JSON in a marked object (sdk/go/common/resource, `SecretSig`). */
const secret = z
    .object({ "4dabf18193072939515e22adb298388d": z.string(), plaintext: z.string() })
    .transform(({ plaintext }): unknown => JSON.parse(plaintext));

const schema = z.object({
    deployment: z.object({
        resources: z
            .array(
                z.object({
                    type: z.string(),
                    delete: z.boolean().optional(),
                    outputs: z.record(z.string(), z.unknown()).optional(),
                }),
            )
            .nullish(),
    }),
});

/**
 * Reads a certificate that a component of this package has put into the stack's state, active or not.
 * @param thumbprint SHA-1: 40 upper-case hex digits
 * @param showSecrets whether its key is needed, and so the stack's passphrase or key service
 * @returns undefined when the state has no such certificate
 * @throws UserError when pulumi is missing or fails; the signal's reason when it aborts
 */
export async function readStateCertificate(
    thumbprint: string,
    { showSecrets, ...stack }: StackOptions & { readonly showSecrets: boolean },
): Promise<StateCertificate | undefined> {
    const args = ["stack", "export", ...(showSecrets ? ["--show-secrets"] : [])];
    const { resources } = document(await pulumi(args, stack), schema).deployment;
    const found = resources?.find(
        (resource) =>
            resource.type === componentToken("Certificate") &&
            resource.delete !== true &&
            resource.outputs?.["thumbprint"] === thumbprint,
    );
    const certificatePem = textOf(found?.outputs?.["certificatePem"]);
    return certificatePem === undefined
        ? undefined
        : { certificatePem, privateKeyPem: textOf(found?.outputs?.["privateKeyPem"]) };
}

function textOf(value: unknown): string | undefined {
    const { data } = z.union([z.string(), secret.pipe(z.string())]).safeParse(value);
    return data;
}
