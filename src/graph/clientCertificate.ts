import { createPublicKey } from "node:crypto";
import { certificateFacts, readCertificate } from "../certificate/certificateFacts";
import { readPfx } from "../certificate/keyFile";
import { UserError } from "../errors/userError";
import { readSettingFile } from "./settingFile";
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
export async function clientCertificate({
    pfx,
    password,
}: Extract<SignInWay, { readonly kind: "client certificate" }>): Promise<ClientCertificate> {
    const name = "path" in pfx ? pfx.path : "in ARM_CLIENT_CERTIFICATE";
    try {
        const content = "path" in pfx ? await readSettingFile(pfx.path) : fromBase64(pfx.base64);
        const pem = await readPfx(content, password);
        const publicKey = createPublicKey(pem);
        const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
        const own = certificates.find((certificate) => readCertificate(certificate).publicKey.equals(publicKey));
        if (own === undefined) {
            throw new UserError("none of its certificates belongs to its key");
        }
        const { thumbprint, thumbprintSha256 } = certificateFacts(own);
        return { thumbprint, thumbprintSha256, privateKey: pem };
    } catch (error) {
        throw error instanceof UserError
            ? new UserError(
                  `the deployer's certificate ${name} cannot be read: ${error.evidence.replace(`${name} cannot be read: `, "")}`,
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
