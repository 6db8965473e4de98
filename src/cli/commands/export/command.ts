import { hostname } from "node:os";
import { resolve } from "node:path";
import { Command, Option } from "commander";
import { defaultFriendlyName } from "../../../certificate/pfx";
import { PfxAlgorithm } from "../../../certificate/pfxProtection";
import { exportFiles, type ExportedFile } from "../../../delivery/exportFiles";
import type { ProtectedKey } from "../../../delivery/formats/format";
import { formatOf, formats } from "../../../delivery/formats/formats";
import { DeliveryKind } from "../../../delivery/manifest";
import { ExitStatus } from "../../../errors/exitStatus";
import { interruptible } from "../../terminal/interruptible";
import { readLogin, withKey, type KeyOptions } from "../../../proof/readLogin";
import {
    hasPassword,
    newPassword,
    withPassword,
    type NewPassword,
    type PasswordOptions,
} from "../../options/passwordOptions";
import { readSource, withSource, type SourceOptions } from "../../options/source";
import { UserError } from "../../../errors/userError";

interface ExportCommandOptions extends SourceOptions, KeyOptions, PasswordOptions {
    readonly friendlyName: string;
    readonly cryptoAlgorithm: PfxAlgorithm;
    readonly allowExpired?: true;
    readonly manifest?: string;
    readonly force?: true;
}

/** `exo-unattended export`: writes certificate, key and connection into files for other machines. */
export function exportCommand(): Command {
    return withPassword(withKey(withSource(new Command("export"))))
        .description("write the certificate, with its key encrypted, into files for the machines that run scripts")
        .argument("<file...>", `files to write; the format is by the ending: ${Object.keys(formats).join(", ")}`)
        .option("--friendly-name <text>", "what Windows calls the certificate", defaultFriendlyName)
        .addOption(
            new Option("--crypto-algorithm <name>", "TripleDES_SHA1 for Windows Server 2016 and older")
                .choices(Object.values(PfxAlgorithm))
                .default(PfxAlgorithm.Aes256Sha256),
        )
        .option("--allow-expired", "export a certificate that has expired")
        .option("--manifest <file>", "add the files to this list of what was delivered where; it holds no secret")
        .option("--force", "replace files that exist")
        .addHelpText(
            "after",
            `
Formats:
  .pfx   certificate and key (PKCS#12); Windows imports it with the classic provider and key spec exchange
  .cer   certificate (DER)
  .pem   certificate, and with a password the key (encrypted PKCS#8)
  .json  connection and certificate, and with a password the PFX in base64
  .env   connection as variables, and with a password the PFX in base64

Without an option for the password, a .pfx asks for one.`,
        )
        .action((paths: readonly string[], options: ExportCommandOptions) =>
            // While files are written, a signal waits.
            interruptible((signal) => run(paths, options, signal)),
        );
}

async function run(paths: readonly string[], options: ExportCommandOptions, signal: AbortSignal): Promise<ExitStatus> {
    const withKeyInside = needsKey(paths, options);
    const { connection, certificatePem, privateKeyPem } = await read(options, withKeyInside, signal);
    // Loaded here, because it brings zod: `--help` does not wait for it.
    const { parseConnection } = await import("../../../connection/parse.js");
    const password = withKeyInside ? await newPassword(options, signal) : undefined;
    const key: ProtectedKey | undefined =
        password && privateKeyPem !== undefined
            ? {
                  privateKeyPem,
                  password: password.password,
                  pfx: { friendlyName: options.friendlyName, algorithm: options.cryptoAlgorithm },
              }
            : undefined;
    signal.throwIfAborted();
    const manifest = options.manifest === undefined ? undefined : await openManifest(options.manifest);
    const files = exportFiles(
        paths,
        { connection: parseConnection(connection), certificatePem, key },
        { allowExpired: options.allowExpired, force: options.force, passwordFile: password?.file },
    );
    print(files, password);
    manifest?.(files);
    return ExitStatus.Success;
}

/** Whether a key is wanted: a .pfx always holds it, a .cer never, the others when there is a password for it. */
function needsKey(paths: readonly string[], options: PasswordOptions): boolean {
    const kinds = paths.map((path) => formatOf(path)?.key);
    if (hasPassword(options) && !kinds.some((kind) => kind !== "never")) {
        throw new UserError("a .cer holds no key, so there is nothing to protect with a password");
    }
    return kinds.includes("always") || hasPassword(options);
}

async function read(
    options: SourceOptions & KeyOptions,
    withKeyInside: boolean,
    signal: AbortSignal,
): Promise<{
    readonly connection: unknown;
    readonly certificatePem: string;
    readonly privateKeyPem?: string;
}> {
    if (withKeyInside) {
        const { connection, credential } = await readLogin(options, signal);
        return { connection, ...credential };
    }
    const { connection, certificatePem } = await readSource(options, { showSecrets: false, signal });
    if (certificatePem === undefined) {
        throw new UserError('there is no output "certificatePem"');
    }
    return { connection, certificatePem };
}

/** Makes sure that the file is a manifest, before anything is written, and gives back what adds the files to it. */
async function openManifest(manifest: string): Promise<(files: readonly ExportedFile[]) => void> {
    // Loaded here, because it brings zod: `--help` does not wait for it.
    const { readOrNewManifest, recordDeliveries } = await import("../../../delivery/manifestFile.js");
    readOrNewManifest(manifest);
    return (files) => {
        const here = { kind: DeliveryKind.File, host: hostname() };
        recordDeliveries(
            manifest,
            files.map(({ path, thumbprint, notAfter }) => ({ ...here, place: resolve(path), thumbprint, notAfter })),
        );
        process.stdout.write(`${manifest}: what was delivered where\n`);
    };
}

function print(files: readonly ExportedFile[], password: NewPassword | undefined): void {
    for (const { path, holdsKey, thumbprint, notAfter } of files) {
        const content = holdsKey ? "certificate and encrypted key" : "certificate without key";
        process.stdout.write(`${path}: ${content}, thumbprint ${thumbprint}, until ${notAfter}\n`);
    }
    const expired = files.find(({ notAfter }) => new Date(notAfter) < new Date());
    if (expired !== undefined) {
        process.stderr.write(`warning: the certificate expired on ${expired.notAfter}: nobody can sign in with it\n`);
    }
    if (password?.file !== undefined) {
        process.stdout.write(`${password.file}: the password\n`);
    }
    if (password?.show === true) {
        process.stderr.write(`password: ${password.password}\n`);
    }
}
