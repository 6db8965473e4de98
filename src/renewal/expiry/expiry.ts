import { wholeSeconds } from "../../certificate/wholeSeconds";
import { parseConnection } from "../../connection/parse";
import { ExitStatus } from "../../errors/exitStatus";
import { UserError } from "../../errors/userError";
import type { StackOutputs } from "../../pulumi/stackOutputs";
import { renewalDue } from "../schedule";

/** The version of {@link ExpiryReport}. It changes when a property goes or means something else. */
export const expiryReportVersion = 1;

/** When the certificates of a project's stacks end: what `--format json` prints. Nothing in it is secret. */
export interface ExpiryReport {
    readonly schemaVersion: typeof expiryReportVersion;
    /** When the stacks were read: RFC 3339, UTC, whole seconds. */
    readonly checkedAt: string;
    /** The exit status: that of the worst stack. */
    readonly exitStatus: ExitStatus;
    /** In the order in which they were named; all of a project sorted by name. */
    readonly stacks: readonly StackExpiry[];
}

/**
 * `valid`: the active certificate is not due yet. `due`: it should be renewed now. `expired`: it has ended, so scripts
 * cannot sign in. `not-deployed`: the stack has no login yet. `unreadable`: nothing is known of it.
 */
export type StackVerdict = "valid" | "due" | "expired" | "not-deployed" | "unreadable";

/** The certificates of one stack. */
export interface StackExpiry {
    readonly name: string;
    readonly verdict: StackVerdict;
    /** One sentence for people. */
    readonly finding: string;
    /** The initial domain; absent when nothing could be read. */
    readonly organization?: string;
    /** The one that ends first comes first. */
    readonly certificates: readonly CertificateExpiry[];
}

/** One certificate. */
export interface CertificateExpiry {
    /** Its key in the stack's `certificates`. */
    readonly key: string;
    /** Whether scripts are told to use it. */
    readonly isActive: boolean;
    /** SHA-1: 40 upper-case hex digits. */
    readonly thumbprint: string;
    /** First and last second: RFC 3339, UTC, whole seconds. */
    readonly notBefore: string;
    readonly notAfter: string;
    /** From when on it should be renewed: RFC 3339, UTC, whole seconds. */
    readonly renewalDue: string;
    /** Whole days until its end; negative after it. */
    readonly daysLeft: number;
}

/** How to read the stacks. */
export interface ExpiryOptions {
    readonly now: Date;
    /** How long before the end a renewal is due. @default at two thirds of the life */
    readonly beforeMs?: number | undefined;
}

/** What the outputs of a stack say. @throws UserError when they are not those of a login */
export function stackExpiry(name: string, outputs: StackOutputs, options: ExpiryOptions): StackExpiry {
    const connection = parseConnection(outputs.connection);
    const dated = Object.entries(outputs.certificates).flatMap(([key, { thumbprint, notBefore, notAfter }]) =>
        notBefore === undefined || notAfter === undefined ? [] : [[key, { thumbprint, notBefore, notAfter }] as const],
    );
    // A program of one's own may have no output `certificates`.
    const found = dated.length > 0 ? dated : [["active", connection] as const];
    const certificates = found
        .map(([key, certificate]) => certificateExpiry(key, certificate, connection.thumbprint, options))
        .toSorted((one, other) => one.notAfter.localeCompare(other.notAfter));
    const active = certificates.find(({ isActive }) => isActive);
    if (active === undefined) {
        throw new UserError("the active certificate is not among the stack's certificates", "Run `pulumi up`.");
    }
    return { name, organization: connection.organization, certificates, ...judge(active, options.now) };
}

function certificateExpiry(
    key: string,
    { thumbprint, notBefore, notAfter }: Pick<CertificateExpiry, "thumbprint" | "notBefore" | "notAfter">,
    activeThumbprint: string,
    { now, beforeMs }: ExpiryOptions,
): CertificateExpiry {
    return {
        key,
        isActive: thumbprint === activeThumbprint,
        thumbprint,
        notBefore,
        notAfter,
        renewalDue: wholeSeconds(renewalDue({ notBefore, notAfter }, beforeMs)),
        daysLeft: Math.floor((Date.parse(notAfter) - now.getTime()) / 86_400_000),
    };
}

function judge(
    { key, notAfter, renewalDue: due }: CertificateExpiry,
    now: Date,
): Pick<StackExpiry, "verdict" | "finding"> {
    if (Date.parse(notAfter) < now.getTime()) {
        return { verdict: "expired", finding: `"${key}" ended on ${notAfter}: scripts cannot sign in. Renew it now.` };
    }
    return Date.parse(due) <= now.getTime()
        ? { verdict: "due", finding: `"${key}" ends on ${notAfter}. Renew it.` }
        : { verdict: "valid", finding: `"${key}" is valid until ${notAfter}; its renewal is due on ${due}.` };
}

/** A stack without a certificate: it has no login yet, or cannot be read. */
export function stackWithout(name: string, verdict: "not-deployed" | "unreadable", finding: string): StackExpiry {
    return { name, verdict, finding, certificates: [] };
}

const exitStatuses: Readonly<Record<StackVerdict, ExitStatus>> = {
    valid: ExitStatus.Success,
    "not-deployed": ExitStatus.Success,
    due: ExitStatus.EndsSoon,
    expired: ExitStatus.Refused,
    unreadable: ExitStatus.Usage,
};
const worstFirst = [ExitStatus.Refused, ExitStatus.Usage, ExitStatus.EndsSoon];

/** All stacks in one report. */
export function expiryReport(stacks: readonly StackExpiry[], now: Date): ExpiryReport {
    const statuses = stacks.map(({ verdict }) => exitStatuses[verdict]);
    return {
        schemaVersion: expiryReportVersion,
        checkedAt: wholeSeconds(now),
        exitStatus: worstFirst.find((status) => statuses.includes(status)) ?? ExitStatus.Success,
        stacks,
    };
}

/** All stacks in one sentence. */
export function summaryOf({ stacks }: ExpiryReport): string {
    const count = (wanted: StackVerdict): number => stacks.filter(({ verdict }) => verdict === wanted).length;
    const parts = (
        [
            [count("expired"), "expired"],
            [count("due"), "due for renewal"],
            [count("unreadable"), "unreadable"],
            [count("valid"), "valid"],
            [count("not-deployed"), "not deployed"],
        ] as const
    ).flatMap(([number, words]) => (number === 0 ? [] : `${number} ${words}`));
    return `${stacks.length} ${stacks.length === 1 ? "stack" : "stacks"}: ${parts.join(", ")}`;
}
