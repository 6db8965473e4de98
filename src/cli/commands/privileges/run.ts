import type { Connection } from "../../../connection/connection";
import { usableConnection } from "../../../connection/parse";
import { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import type { TenantAnswers } from "../../../privileges/askTenant";
import type { Comparison } from "../../../privileges/compare";
import { reportOf } from "../../../privileges/report";
import type { ScriptUses } from "../../../privileges/uses";
import { readOutputs } from "../../../proof/readOutputs";
import { stackOptions } from "../../options/stackOptions";
import type { PrivilegesCommandOptions } from "./command";
import { formats } from "./formats";
import { readScripts } from "./readScripts";

export async function run(
    paths: readonly string[],
    options: PrivilegesCommandOptions,
    signal: AbortSignal,
): Promise<ExitStatus> {
    checkOptions(options);
    const scripts = await readScripts(paths, signal);
    const { connection, answers } = await loginOf(scripts, options, signal);
    const report = reportOf(scripts, {
        login: connection && {
            directoryRoles: connection.roles,
            roleGroups: connection.exchangeRoleGroups,
            clientId: connection.clientId,
            objectId: connection.servicePrincipalObjectId,
        },
        answers,
        now: new Date(),
    });
    process.stdout.write(formats[options.format](report, process.stdout));
    return report.comparison === undefined ? ExitStatus.Success : statusOf(report.comparison);
}

/** @throws UserError for options that cannot be meant, before anything is read. */
function checkOptions({ stack, ask, keyFile, passphraseEnv, passphraseFile, cwd }: PrivilegesCommandOptions): void {
    if (stack === undefined && ask === true) {
        throw new UserError("--ask needs a login to ask with", "Name its stack: --stack <name>.");
    }
    if (stack === undefined && cwd !== undefined) {
        throw new UserError("--cwd goes with --stack");
    }
    if (ask === undefined && (keyFile ?? passphraseEnv ?? passphraseFile) !== undefined) {
        throw new UserError("--key-file, --passphrase-env and --passphrase-file go with --ask");
    }
}

/** A login, and what its tenant answered. */
export interface KnownLogin {
    readonly connection?: Connection;
    readonly answers?: TenantAnswers;
}

async function loginOf(
    scripts: readonly ScriptUses[],
    options: PrivilegesCommandOptions,
    signal: AbortSignal,
): Promise<KnownLogin> {
    if (options.stack === undefined) {
        return {};
    }
    const source = stackOptions(options, signal);
    if (options.ask === undefined) {
        const outputs = await readOutputs(source, { showSecrets: false, signal });
        return { connection: usableConnection(outputs.connection) };
    }
    // What signs in is large, and only loaded for that.
    const { askWithLogin } = await import("./askWithLogin.js");
    return askWithLogin(scripts, source, options, signal);
}

function statusOf({ fit, isCertain }: Comparison): ExitStatus {
    if (!isCertain) {
        return ExitStatus.Undecided;
    }
    switch (fit) {
        case "too little":
            return ExitStatus.Refused;
        case "more than needed":
            return ExitStatus.MoreThanNeeded;
        case "fits":
            return ExitStatus.Success;
    }
}
