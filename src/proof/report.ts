import type { Connection } from "../connection/connection";
import type { CheckResult } from "../checks/check";
import type { Check, CheckId } from "../verification/rungs";
import type { Verdict } from "../verification/verify";
import { consentUrl } from "../connection/adminConsent";
import { formatDuration } from "./duration";
import { ExitStatus } from "../errors/exitStatus";

/** The version of {@link Report}. It changes when a property goes or means something else; properties may be added. */
export const reportVersion = 1;

/** What `verify` has found: what `--format json` prints, and the other formats show. Nothing in it is secret. */
export interface Report {
    readonly schemaVersion: typeof reportVersion;
    /** When the verification began: RFC 3339, UTC, whole seconds. */
    readonly startedAt: string;
    /** How long all of it took, in milliseconds. */
    readonly durationMs: number;
    /** The exit status: that of the worst login. */
    readonly exitStatus: ExitStatus;
    /** One per login, in the order in which they were named; of `--all`, sorted by name. */
    readonly logins: readonly LoginReport[];
}

/** `unreadable`: nothing could be tried, because stack, file or key cannot be read. `stopped`: Ctrl-C came before. */
export type LoginVerdict = Verdict | "unreadable" | "stopped";

/** What was found of one login. */
export interface LoginReport {
    /** The stack's name, or the file's path; `-` is standard input. */
    readonly name: string;
    readonly verdict: LoginVerdict;
    /** The certificate ends within `--warn-days`. Without that option always false. */
    readonly endsSoon: boolean;
    /** One line for people. */
    readonly summary: string;
    /** What was verified; absent when it could not be read, or is not a connection. */
    readonly connection?: Pick<
        Connection,
        "cloud" | "organization" | "tenantId" | "clientId" | "thumbprint" | "notAfter"
    >;
    /** How many attempts were made. */
    readonly attempts: number;
    /** How long it took, in milliseconds. */
    readonly durationMs: number;
    /** The last attempt's checks, in the order of the ladder. */
    readonly checks: readonly CheckReport[];
}

/** One check. */
export interface CheckReport {
    /** The same in every run. */
    readonly id: CheckId;
    /** What people call it. */
    readonly title: string;
    readonly result: CheckResult;
    /** The finding; of a skipped check, why it was skipped. One line. */
    readonly evidence: string;
    /** What to do, in whole sentences; there whenever the result is neither `passed` nor `skipped`. */
    readonly remedy?: string;
}

const exitStatuses: Readonly<Record<LoginVerdict, ExitStatus>> = {
    proved: ExitStatus.Success,
    refused: ExitStatus.Refused,
    unreadable: ExitStatus.Usage,
    "not-proved-in-time": ExitStatus.NotInTime,
    undecided: ExitStatus.Undecided,
    "consent-pending": ExitStatus.PersonNeeded,
    stopped: ExitStatus.Interrupted,
};

const worstFirst = [
    ExitStatus.Interrupted,
    ExitStatus.Refused,
    ExitStatus.Usage,
    ExitStatus.Undecided,
    ExitStatus.NotInTime,
    ExitStatus.PersonNeeded,
    ExitStatus.EndsSoon,
];

/** The exit status of all: a login that is known to be broken counts more than one that could not be looked at. */
export function worstStatus(logins: readonly LoginReport[]): ExitStatus {
    const statuses = logins.map((login) => (login.endsSoon ? ExitStatus.EndsSoon : exitStatuses[login.verdict]));
    return worstFirst.find((status) => statuses.includes(status)) ?? ExitStatus.Success;
}

/** What {@link summaryOf} needs to know. */
export type Outcome = Omit<LoginReport, "summary" | "name">;

/** What became of a login that could be read, in one line. */
export function summaryOf({ verdict, checks, attempts, durationMs, endsSoon, connection }: Outcome): string {
    const effort = `${attempts === 1 ? "1 attempt" : `${attempts} attempts`}, ${formatDuration(durationMs)}`;
    const titles = (wanted: CheckResult): string =>
        checks
            .filter(({ result }) => result === wanted)
            .map(({ title }) => `"${title}"`)
            .join(", ");
    switch (verdict) {
        case "proved": {
            const proved = checks.some(({ id, result }) => id === "exchange" && result === "skipped")
                ? `proved up to the token; Exchange Online was not asked (${effort})`
                : `proved: the unattended login works (${effort})`;
            const unmade = titles("skipped");
            const whole = unmade === "" ? proved : `${proved}; skipped: ${unmade}`;
            return endsSoon
                ? `${whole}, but its certificate ends soon, on ${connection?.notAfter ?? ""}: renew it`
                : whole;
        }
        case "refused":
            return `refused at ${titles("failed")}; waiting does not cure it (${effort})`;
        case "not-proved-in-time":
            return `not proved in time: still waiting for ${titles("waiting")} (${effort}); run it again later`;
        case "undecided":
            return `undecided at ${titles("undecided")}: no answer came that only Exchange Online for this tenant could give (${effort})`;
        case "consent-pending":
            // The address is whole here: a table breaks it.
            return connection === undefined
                ? `consent pending (${effort})`
                : `consent pending (${effort}): ${consentUrl(connection)}`;
        default:
            return "stopped: nothing is proved";
    }
}

/** All logins in one line. */
export function summaryOfAll(logins: readonly LoginReport[]): string {
    const proved = logins.filter(({ verdict }) => verdict === "proved").length;
    const soon = logins.filter(({ endsSoon }) => endsSoon).length;
    return `${proved} of ${logins.length} proved${soon === 0 ? "" : `; ${soon} with a certificate that ends soon`}`;
}

/** What stands in a login's way, and what to do; of one without such a check, the summary. */
export function reasonsOf({ checks, summary, verdict }: LoginReport): readonly string[] {
    const lines = checks
        .filter(({ result }) => result === "failed" || result === "waiting" || result === "undecided")
        .map(
            ({ title, evidence, remedy }) =>
                `${title}: ${evidence}${remedy === undefined ? "" : `\nAction: ${remedy}`}`,
        );
    return verdict === "proved" || lines.length === 0 ? [summary] : lines;
}

/** The check as the report has it. */
export function checkReport({ id, title, result, evidence, remedy }: Check): CheckReport {
    return { id, title, result, evidence, ...(remedy === undefined ? {} : { remedy }) };
}
