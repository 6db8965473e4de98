import { wholeSeconds } from "../certificate/wholeSeconds";
import { inParallel } from "./inParallel";
import type { LoginSource } from "./loginSource";
import { reportVersion, worstStatus, type Report } from "./report";
import { verifyLogin, type Progress, type VerifiedLogin, type VerifyLoginOptions } from "./verifyLogin";

/** How to verify several logins. */
export interface VerifyLoginsOptions extends VerifyLoginOptions {
    /** How many logins to verify at the same time. */
    readonly parallel: number;
    /** Makes what shows the progress of one login. */
    readonly progressOf: (source: LoginSource) => Progress;
}

/** What became of several logins. */
export interface VerifiedLogins {
    readonly report: Report;
    /** In the order of their sources. */
    readonly logins: readonly VerifiedLogin[];
}

/** Verifies logins side by side. What keeps one from being verified, or even read, is a result and not an error. */
export async function verifyLogins(
    sources: readonly LoginSource[],
    { parallel, progressOf, ...options }: VerifyLoginsOptions,
): Promise<VerifiedLogins> {
    const startedAt = new Date();
    const logins = await inParallel(sources, parallel, (source) => verifyLogin(source, options, progressOf(source)));
    const reports = logins.map(({ report }) => report);
    return {
        logins,
        report: {
            schemaVersion: reportVersion,
            startedAt: wholeSeconds(startedAt),
            durationMs: Date.now() - startedAt.getTime(),
            exitStatus: worstStatus(reports),
            logins: reports,
        },
    };
}
