import { basename, dirname, join, posix, resolve, win32 } from "node:path";
import type { Connection } from "../connection/connection";
import { CertificateSource } from "./connectCommand";
import type { Host } from "./hosts/host";
import { hosts, type HostName } from "./hosts/hosts";
import { connectWork } from "./powershell/connectWork";
import { frameWork } from "./powershell/frameWork";
import { mailboxesWork } from "./powershell/mailboxesWork";
import { powershellScript } from "./powershell/script";
import type { Work } from "./powershell/work";
import { writeFiles, type NewFile, type WriteOptions } from "./writeFiles";
import { UserError } from "../errors/userError";
import { makeFolder } from "../files/makeFolder";

/** What the script does: a test of the connection, or the list of all mailboxes. */
export const kinds = { connect: connectWork, mailboxes: mailboxesWork } satisfies Readonly<Record<string, Work>>;

/** Somebody's own script, to be run while connected. */
export interface OwnScript {
    /** Where it is now; a copy goes beside the script that runs it, unless it is there already. */
    readonly path: string;
    readonly content: Buffer;
    /** Exchange commands that it uses. Empty: all are loaded. */
    readonly commands: readonly string[];
}

/** What is to be written. */
export interface ScriptRequest {
    readonly connection: Connection;
    readonly host: HostName;
    /** What runs. */
    readonly script: keyof typeof kinds | OwnScript;
    /** Key vault with the certificate, for pipelines. @default the pipeline's own secrets. */
    readonly keyVault?: string | undefined;
    /** Folder, on the machine that runs the script, in which each run reports its certificate. @default no report */
    readonly reports?: string | undefined;
}

/**
 * Writes the script, and what makes the host run it, below a folder, which is made when it is not there.
 * @returns the paths of the files
 * @throws UserError when the request makes no sense, or a file cannot be written.
 */
export function writeScriptFiles(
    folder: string,
    request: ScriptRequest,
    options: WriteOptions = {},
): readonly string[] {
    const own = typeof request.script === "string" ? undefined : resolve(request.script.path);
    const files = scriptFiles(request)
        .map((file): NewFile => ({ ...file, path: join(folder, file.path), mode: 0o644 }))
        .filter(({ path }) => resolve(path) !== own);
    for (const { path } of files) {
        makeFolder(dirname(path));
    }
    writeFiles(files, options);
    return files.map(({ path }) => path);
}

/** The same as text, by path below the folder. */
export function scriptFiles({ connection, host: name, script, keyVault, reports }: ScriptRequest): readonly {
    readonly path: string;
    readonly content: string | Buffer;
}[] {
    const host: Host = hosts[name];
    checkRequest(host, script, keyVault);
    checkReports(host, reports);
    const work = typeof script === "string" ? kinds[script] : frameWork(basename(script.path), script.commands);
    const own = typeof script === "string" ? [] : [script];
    const files = host.files({
        connection,
        fileName: work.fileName,
        fileNames: [work.fileName, ...own.map(({ path }) => basename(path))],
        output: script === "mailboxes" ? "mailboxes.csv" : undefined,
        keyVault,
        reports,
    });
    const text = (content: string): string => (host.needsByteOrderMark ? withByteOrderMark(content) : content);
    return [
        {
            path: join(host.scriptFolder, work.fileName),
            content: text(powershellScript(connection, host.certificate, work, reports)),
        },
        ...own.map(({ path, content }) => ({ path: join(host.scriptFolder, basename(path)), content })),
        ...Object.entries(files).map(([path, content]) => ({ path, content: text(content) })),
    ];
}

/** ASCII reads the same in every code page. */
function withByteOrderMark(content: string): string {
    return /^[\0-\x7f]*$/.test(content) ? content : `\uFEFF${content}`;
}

/** The hosts that can read a key vault. */
function pipelines(): string[] {
    return Object.entries(hosts).flatMap(([name, { certificate }]) =>
        certificate === CertificateSource.Environment ? [name] : [],
    );
}

function checkReports({ certificate }: Host, reports: string | undefined): void {
    if (reports === undefined) {
        return;
    }
    if (certificate === CertificateSource.Environment || certificate === CertificateSource.Automation) {
        throw new UserError(
            "a report needs a machine with a folder that lasts, and this host is a new machine in each run",
            "Its sign-ins are in the tenant's sign-in log.",
        );
    }
    if (reports === "" || /\p{Cc}/u.test(reports)) {
        throw new UserError("the folder for reports is empty, or has a line break or another control character in it");
    }
    const paths = certificate === CertificateSource.Store ? win32 : posix;
    if (!paths.isAbsolute(reports)) {
        throw new UserError(
            `the folder for reports is not an absolute path on the machine that runs the script (got ${reports})`,
            "The script runs in another folder than you are in now.",
        );
    }
}

function checkRequest(host: Host, script: ScriptRequest["script"], keyVault: string | undefined): void {
    if (keyVault !== undefined && host.certificate !== CertificateSource.Environment) {
        throw new UserError(
            `a key vault is for ${pipelines().join(" and ")}`,
            "Other hosts get the certificate by `exo-unattended export`.",
        );
    }
    // learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates
    if (keyVault !== undefined && !/^[A-Za-z][A-Za-z0-9-]{2,23}$/.test(keyVault)) {
        throw new UserError("the name of a key vault has 3 to 24 letters, digits and hyphens");
    }
    if (typeof script === "string") {
        return;
    }
    if (host.takesOneFile) {
        throw new UserError(
            "a runbook is one file",
            "Write the one that only connects, and put your own script into it.",
        );
    }
    if (!/\.ps1$/i.test(script.path)) {
        throw new UserError(`${script.path} is not a PowerShell script (.ps1)`);
    }
    const wrong = script.commands.find((command) => !/^[A-Za-z]+-[A-Za-z0-9]+$/.test(command));
    if (wrong !== undefined) {
        throw new UserError(`${wrong} is not the name of a command, such as Get-Mailbox`);
    }
}
