import { readFile } from "node:fs/promises";
import { readPfx } from "../certificate/keyFile";
import { UserError } from "../errors/userError";

/**
 * Certificate and private key of a `.pfx` file as one PEM text, a secret: @azure/identity reads PEM only.
 * @throws UserError when the file cannot be read, or not with that password
 */
export async function pfxAsPem(file: string, password: string): Promise<string> {
    try {
        return await readPfx(await readFile(file), password);
    } catch (error) {
        const reason =
            error instanceof UserError ? error.message : ((error as NodeJS.ErrnoException).code ?? "unknown reason");
        throw new UserError(
            `the deployer's certificate ${file} cannot be read: ${reason}`,
            "Set ARM_CLIENT_CERTIFICATE_PATH to a .pfx file with certificate and key, and ARM_CLIENT_CERTIFICATE_PASSWORD to its password.",
        );
    }
}
