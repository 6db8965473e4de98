import type { Evidence } from "./situation";

/** Who signed in with an old certificate, and whether it has been seen with another one since. */
export interface Consumer {
    /** IP address, as the sign-in log has it. */
    readonly address: string;
    /** RFC 3339. */
    readonly lastWithOld: string;
    /** RFC 3339; undefined when it was never seen with the active certificate. */
    readonly lastWithActive: string | undefined;
}

/** The drain report: who still uses a certificate. */
export interface Drain {
    readonly consumers: readonly Consumer[];
    /** Those that have not changed to the active certificate, and are not waived. */
    readonly behind: readonly Consumer[];
    /** The last success with the old certificate: RFC 3339. */
    readonly lastUse: string | undefined;
}

/**
 * How late the log may show a sign-in. Microsoft documents 5 minutes as enough as a rule
 * (learn.microsoft.com/entra/identity/monitoring-health/quickstart-analyze-sign-in), and no upper limit.
 * Assumed (sign-in-log-delay): never more than a day, the longest that is documented, for new licences and for last sign-ins of
 * users (learn.microsoft.com/entra/identity/monitoring-health/reference-log-latency).
 */
export const logDelayMs = 24 * 60 * 60_000;

/** Who used the certificate `old`. Attempts that were refused are not use. */
export function drainOf(
    evidence: Evidence & { readonly kind: "sign-in log" },
    old: string,
    active: string,
    waived: readonly string[],
): Drain {
    const last = (thumbprint: string): Map<string, string> => {
        const times = new Map<string, string>();
        for (const { address, at, ...signIn } of evidence.signIns) {
            if (signIn.succeeded && signIn.thumbprint === thumbprint && at > (times.get(address) ?? "")) {
                times.set(address, at);
            }
        }
        return times;
    };
    const [withOld, withActive] = [last(old), last(active)];
    const consumers = [...withOld]
        .map(([address, lastWithOld]) => ({ address, lastWithOld, lastWithActive: withActive.get(address) }))
        .toSorted((one, other) => other.lastWithOld.localeCompare(one.lastWithOld));
    return {
        consumers,
        behind: consumers.filter(
            ({ address, lastWithOld, lastWithActive }) =>
                !waived.includes(address) && (lastWithActive === undefined || lastWithActive < lastWithOld),
        ),
        lastUse: consumers[0]?.lastWithOld,
    };
}
