import { readCertificate } from "../certificate/certificateFacts";
import type { KeyMaterial } from "../certificate/keyMaterial";
import { belongTogether } from "../certificate/belongTogether";
import { readKeys } from "../certificate/readKeys";
import { UserError } from "../errors/userError";
import { readInput } from "../files/readInput";
import { chooseCertificate } from "./chooseCertificate";
import type { CertificateSource, KeySource } from "./loginSource";
import { readStack, type ReadStack } from "../pulumi/readStack";
import type { StackOptions } from "../pulumi/run";

/** Private keys that are kept outside of the stacks: each login takes the one that its certificate belongs to. */
export class KeyFiles {
    private constructor(
        private readonly files: readonly { readonly file: string; readonly keys: KeyMaterial["privateKeys"] }[],
        private readonly passphrase: string | undefined,
    ) {}

    /**
     * @param files PEM or PFX; each may hold several keys
     * @param passphrase of those that are encrypted: a secret
     * @throws UserError when one cannot be read, or holds no key
     */
    static open(files: readonly string[], passphrase: string | undefined): KeyFiles {
        return new KeyFiles(
            files.map((file) => ({ file, keys: privateKeysIn(file, passphrase) })),
            passphrase,
        );
    }

    /**
     * The key of a login: in one of the files, otherwise in the stack.
     * @throws UserError when the stack's certificate cannot be read; the signal's reason when it aborts
     */
    async of(login: CertificateSource, signal: AbortSignal): Promise<KeySource> {
        if (this.files.length === 0) {
            return {};
        }
        const { certificatePem } = await chooseCertificate(login, { showSecrets: false, signal });
        const certificate = readCertificate(certificatePem);
        const found = this.files.find(({ keys }) => keys.some((key) => belongTogether(key, certificate)));
        return found === undefined ? {} : { keyFile: found.file, passphrase: this.passphrase };
    }

    /**
     * A stack with the key of its login. Nothing is decrypted when one of the files has that key.
     * @param certificate which one, by its key in the configuration @default the active one
     * @throws UserError when the stack or its certificate cannot be read; the signal's reason when it aborts
     */
    async readStack(stack: StackOptions & { readonly signal: AbortSignal }, certificate?: string): Promise<ReadStack> {
        if (this.files.length > 0) {
            const read = await readStack(stack);
            const { keyFile } = await this.of({ source: { read }, certificate }, stack.signal);
            if (keyFile !== undefined) {
                return read;
            }
        }
        return readStack({ ...stack, showSecrets: true });
    }
}

function privateKeysIn(file: string, passphrase: string | undefined): KeyMaterial["privateKeys"] {
    const content = readInput(file);
    try {
        const { privateKeys, problems } = readKeys(content, passphrase);
        if (privateKeys.length === 0) {
            throw problems[0] ?? new UserError("it holds a certificate and no private key");
        }
        return privateKeys;
    } catch (error) {
        throw error instanceof UserError ? error.about(`no key from ${file}`) : error;
    }
}
