import { foreignText } from "../../../http/foreignText";
import type { ExitStatus } from "../../../errors/exitStatus";
import { wholeSeconds } from "../../../certificate/wholeSeconds";
import { parseConnection } from "../../../connection/parse";
import { writeHostReport } from "../../../delivery/hostReportFiles";
import { UserError } from "../../../errors/userError";
import { localEndpoints } from "../../../http/endpoints";
import { attestLogin } from "../../../proof/attestLogin";
import { deployedDefinition } from "../../../proof/deployedDefinition";
import type { LoginSource } from "../../../proof/loginSource";
import { verifyLogins } from "../../../proof/verifyLogins";
import type { VerifiedLogin } from "../../../proof/verifyLogin";
import { keySource } from "../../options/keyOptions";
import { verifyOptions, type VerificationOptions } from "../../options/verificationOptions";
import { annotations } from "../../reporters/annotations";
import { formats } from "../../reporters/reporters";
import { progressOn } from "../../terminal/progress";
import type { Output } from "../../terminal/terminal";

/**
 * Verifies logins and prints what was found; nothing else goes to the output.
 * @throws UserError when it cannot begin, and when what was verified cannot be attested.
 */
export async function verifyAndReport(
    sources: readonly LoginSource[],
    options: VerificationOptions & { readonly report?: string },
    parallel: number,
    signal: AbortSignal,
    output: Output = process.stdout,
): Promise<ExitStatus> {
    const several = sources.length > 1;
    if (several && (options.keyFile ?? options.attest) !== undefined) {
        throw new UserError("--key-file and --attest are for one login");
    }
    const endpoints = await localEndpoints(process.env, signal);
    const { report, logins } = await verifyLogins(sources, {
        key: keySource(options),
        verification: verifyOptions(options),
        endpoints,
        warnDays: options.warnDays,
        parallel,
        signal,
        progressOf: ({ name }) => progressOn(process.stderr, several ? name : undefined),
    });
    process.stderr.write(annotations(report.logins, process.env));
    const [first] = report.logins;
    if (first?.verdict === "unreadable" && !several && options.format === "table") {
        throw new UserError(first.summary);
    }
    output.write(formats[options.format](report, output));
    if (options.report !== undefined) {
        reportHost(options.report, logins);
    }
    const [source] = sources;
    const [login] = logins;
    if (options.attest !== undefined && source !== undefined && login !== undefined) {
        await attest(options.attest, source, login, { ...options, isLocal: endpoints !== undefined, signal });
    }
    return report.exitStatus;
}

/** What works on this machine: only Exchange Online's answer counts. */
function reportHost(folder: string, logins: readonly VerifiedLogin[]): void {
    for (const { report, login } of logins) {
        if (report.verdict === "proved" && login !== undefined) {
            const { clientId, thumbprint } = parseConnection(login.connection);
            writeHostReport(folder, { clientId, thumbprint, at: wholeSeconds(new Date()) }, "exo-unattended verify");
        }
    }
}

async function attest(
    path: string,
    source: LoginSource,
    verified: VerifiedLogin,
    options: VerificationOptions & { readonly isLocal: boolean; readonly signal: AbortSignal },
): Promise<void> {
    const { report, login } = verified;
    if (report.verdict !== "proved" || login === undefined) {
        process.stderr.write(`nothing is attested: ${foreignText(path)} is not written\n`);
        return;
    }
    const definition =
        "stack" in source.source ? await deployedDefinition({ ...source.source, signal: options.signal }) : undefined;
    if (definition !== undefined && "reason" in definition) {
        process.stderr.write(`the definition is not attested: ${foreignText(definition.reason)}\n`);
    }
    const digest = definition !== undefined && "digest" in definition ? definition.digest : undefined;
    await attestLogin(path, source, { report, login }, { ...options, definition: digest });
    process.stderr.write(`attested in ${foreignText(path)}\n`);
}
