import { foreignText } from "../../../http/foreignText";
import { hostname } from "node:os";
import { resolve } from "node:path";
import { usableConnection } from "../../../connection/parse";
import { exportFiles, type ExportedFile } from "../../../delivery/exportFiles";
import type { ProtectedKey } from "../../../delivery/formats/format";
import { endingsWhereKey, formatOf } from "../../../delivery/formats/formats";
import { readOrNewManifest, recordDeliveries } from "../../../delivery/manifestFile";
import { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import { chooseCertificate } from "../../../proof/chooseCertificate";
import { readLogin } from "../../../proof/readLogin";
import { keySource } from "../../options/keyOptions";
import { certificateSource } from "../../options/outputsSource";
import { hasPassword, newPassword, type NewPassword, type PasswordOptions } from "../../options/passwordOptions";
import type { ExportCommandOptions } from "./command";

export async function run(
    paths: readonly string[],
    options: ExportCommandOptions,
    signal: AbortSignal,
): Promise<ExitStatus> {
    const withKeyInside = needsKey(paths, options);
    // Before a password is made or a file is written.
    const manifest = options.manifest === undefined ? undefined : openManifest(options.manifest);
    if (options.manifest !== undefined && namesAny(options.manifest, [...paths, options.generatePassword])) {
        throw new UserError(
            "--manifest names a file that this command writes as something else. Give it a file of its own.",
        );
    }
    const lost = paths.find((path) => namesAny(path, [options.file, options.keyFile, options.passphraseFile]));
    if (lost !== undefined) {
        throw new UserError(`${lost} is read by this command, and would be lost. Give another name.`);
    }
    const { connection, certificatePem, privateKeyPem } = await read(options, withKeyInside, signal);
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
    const files = exportFiles(
        paths,
        { connection: usableConnection(connection), certificatePem, key },
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
        throw new UserError(
            `a ${endingsWhereKey("never").join(" or a ")} holds no key, so there is nothing to protect with a password`,
        );
    }
    return kinds.includes("always") || hasPassword(options);
}

async function read(
    options: ExportCommandOptions,
    withKeyInside: boolean,
    signal: AbortSignal,
): Promise<{
    readonly connection: unknown;
    readonly certificatePem: string;
    readonly privateKeyPem?: string;
}> {
    const source = certificateSource(options);
    if (withKeyInside) {
        const { connection, credential } = await readLogin(source, keySource(options), signal);
        return { connection, ...credential };
    }
    const { connection, certificatePem } = await chooseCertificate(source, { showSecrets: false, signal });
    return { connection, certificatePem };
}

/** Whether one of the other options names the same file. */
function namesAny(file: string, others: readonly unknown[]): boolean {
    return others.some((other) => typeof other === "string" && resolve(other) === resolve(file));
}

/** Makes sure that the file is a manifest, before anything is written, and gives back what adds the files to it. */
function openManifest(manifest: string): (files: readonly ExportedFile[]) => void {
    readOrNewManifest(manifest);
    return (files) => {
        const here = { kind: "file" as const, host: hostname() };
        recordDeliveries(
            manifest,
            files.map(({ path, thumbprint, notAfter }) => ({ ...here, place: resolve(path), thumbprint, notAfter })),
        );
        process.stdout.write(`${foreignText(manifest)}: what was delivered where\n`);
    };
}

function print(files: readonly ExportedFile[], password: NewPassword | undefined): void {
    for (const { path, holdsKey, thumbprint, notAfter } of files) {
        const content = holdsKey ? "certificate and encrypted key" : "certificate without key";
        process.stdout.write(`${foreignText(path)}: ${content}, thumbprint ${thumbprint}, until ${notAfter}\n`);
    }
    const expired = files.find(({ notAfter }) => new Date(notAfter) < new Date());
    if (expired !== undefined) {
        process.stderr.write(`warning: the certificate expired on ${expired.notAfter}: nobody can sign in with it\n`);
    }
    if (password?.file !== undefined) {
        process.stdout.write(`${foreignText(password.file)}: the password\n`);
    }
    if (password?.show === true) {
        process.stderr.write(`password: ${password.password}\n`);
    }
}
