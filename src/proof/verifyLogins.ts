import { existsSync } from "node:fs";
import { wholeSeconds } from "../certificate/wholeSeconds";
import { checkOptions, type VerifyOptions } from "../verification/options";
import { attestLogin } from "./attestLogin";
import { parseDuration } from "../cli/options/duration";
import { ExitStatus } from "../errors/exitStatus";
import { annotations } from "../cli/reporters/annotations";
import { formats } from "../cli/reporters/reporters";
import { reportVersion, worstStatus, type Report } from "./report";
import { inParallel } from "./inParallel";
import type { LoginSource } from "../cli/options/loginSources";
import { progressOn } from "../cli/terminal/progress";
import type { ProofOptions } from "../cli/options/proofOptions";
import { proveLogin, type ProofTask, type ProvedLogin } from "./verifyLogin";
import { UserError } from "../errors/userError";

/** @throws UserError for options that cannot be meant, before anything is read or run. */
export function checkProof(options: ProofOptions): void {
    checkOptions(verifyOptions(options));
    const { attest: path, force } = options;
    if (path === undefined && force === true) {
        throw new UserError("--force goes with --attest");
    }
    if (path !== undefined && force === undefined && existsSync(path)) {
        throw new UserError(`${path} exists; --force replaces it`);
    }
}

/**
 * Proves logins side by side and prints what was found; nothing else goes to standard output.
 * @throws UserError when it cannot begin, and when what was proved cannot be attested.
 */
export async function prove(
    sources: readonly LoginSource[],
    options: ProofOptions,
    parallel: number,
    signal: AbortSignal,
): Promise<ExitStatus> {
    const { keyFile, passphraseEnv, passphraseFile } = options;
    const several = sources.length > 1;
    if (several && (keyFile ?? options.attest) !== undefined) {
        throw new UserError("--key-file and --attest are for one login");
    }
    const startedAt = new Date();
    const task: ProofTask = {
        key: { keyFile, passphraseEnv, passphraseFile },
        verification: verifyOptions(options),
        endpoints: await endpointsOfEnvironment(signal),
        warnDays: options.warnDays,
        signal,
    };
    const results = await inParallel(sources, parallel, (source) =>
        proveLogin(source, task, progressOn(process.stderr, several ? source.name : undefined)),
    );
    const logins = results.map(({ report }) => report);
    const report: Report = {
        schemaVersion: reportVersion,
        startedAt: wholeSeconds(startedAt),
        durationMs: Date.now() - startedAt.getTime(),
        exitStatus: worstStatus(logins),
        logins,
    };
    process.stderr.write(annotations(logins, process.env));
    const [first] = logins;
    if (first?.verdict === "unreadable" && !several && options.format === "table") {
        throw new UserError(first.summary);
    }
    process.stdout.write(formats[options.format](report, process.stdout));
    await attest(sources, results, options, signal);
    return report.exitStatus;
}

function verifyOptions(options: ProofOptions): VerifyOptions {
    const { command, timeout, until, engine, compliance, reachable, unreachable } = options;
    return {
        commands: command ?? [],
        timeoutMs: parseDuration(timeout),
        until,
        engine,
        compliance,
        reachable,
        unreachable,
    };
}

async function endpointsOfEnvironment(signal: AbortSignal): Promise<ProofTask["endpoints"]> {
    // Loaded here, because it opens connections: `--help` and a wrong argument do not wait for it.
    const { localEndpoints } = await import("../http/endpoints.js");
    return await localEndpoints(process.env, signal);
}

/** Only what is proved is attested: there is one login, or no such option. */
async function attest(
    [source]: readonly LoginSource[],
    [result]: readonly ProvedLogin[],
    { attest: path, force, until }: ProofOptions,
    signal: AbortSignal,
): Promise<void> {
    if (path === undefined || source === undefined || result === undefined) {
        return;
    }
    if (result.report.verdict !== "proved" || result.login === undefined) {
        process.stderr.write(`nothing is attested: ${path} is not written\n`);
        return;
    }
    await attestLogin(path, source, { ...result, login: result.login }, { force, until, signal });
    process.stderr.write(`attested in ${path}\n`);
}
