import { certificateFacts } from "../certificate/certificateFacts";
import { keyPairOf, readKeys } from "../certificate/readKeys";
import { UserError } from "../errors/userError";
import { readInput } from "../files/readInput";
import type { SignInWay } from "./signInWay";

/** Certificate and key in the form that msal-node takes. */
export interface ClientCertificate {
    readonly thumbprintSha256: string;
    /** SHA-1, as Microsoft Entra shows it. */
    readonly thumbprint: string;
    /** PEM. A secret. */
    readonly privateKey: string;
}

/**
 * The deployer's certificate and key.
 * @throws UserError when the PFX cannot be read, or not with that password
 */
export function clientCertificate({
    pfx,
    password,
}: Extract<SignInWay, { readonly kind: "client certificate" }>): ClientCertificate {
    const name = "path" in pfx ? pfx.path : "in ARM_CLIENT_CERTIFICATE";
    try {
        const content = "path" in pfx ? readInput(pfx.path) : fromBase64(pfx.base64);
        const { privateKey, certificate } = keyPairOf(readKeys(content, password));
        const { thumbprint, thumbprintSha256 } = certificateFacts(certificate.raw);
        return {
            thumbprint,
            thumbprintSha256,
            privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
        };
    } catch (error) {
        throw error instanceof UserError
            ? new UserError(
                  `the deployer's certificate ${name} cannot be read: ${error.evidence.replace(`cannot read ${name}: `, "")}`,
                  "Set ARM_CLIENT_CERTIFICATE_PATH to a .pfx file with certificate and key, or ARM_CLIENT_CERTIFICATE to the base64 of one, and ARM_CLIENT_CERTIFICATE_PASSWORD to its password.",
              )
            : error;
    }
}

function fromBase64(text: string): Buffer {
    const base64 = text.replace(/\s/g, "");
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) {
        throw new UserError("it is not base64");
    }
    return Buffer.from(base64, "base64");
}
