import type { RenewalWindow } from "./window";

/** When a renewal does what. */
export interface RenewalPolicy {
    /** How long before its end a certificate is due. @default two thirds of its life */
    readonly beforeMs: number | undefined;
    /** When the configuration and the tenant may be changed. @default always */
    readonly windows: readonly RenewalWindow[];
    /** How long after it was added a new certificate is verified and delivered; see `defaultSettleMs`. */
    readonly settleMs: number;
    /** The longest time that a machine needs to get a new certificate that was delivered. */
    readonly deliveryMs: number;
    /** How long an old certificate must not have been used before it is removed; see `defaultGraceMs`. */
    readonly graceMs: number | undefined;
    /** Addresses and machines that need not change to the new certificate, because nobody signs in from there any more. */
    readonly waived: readonly string[];
    /** Machines that must have reported a sign-in with a new certificate before it becomes active. */
    readonly requiredReports: readonly string[];
    /** Key of a certificate whose private key is known to others: it is replaced and removed without waiting. */
    readonly compromised: string | undefined;
}

const [minute, day] = [60_000, 24 * 60 * 60_000];

/**
 * Until all front ends of Microsoft Entra know a new certificate. Microsoft names no limit; reported is AADSTS700027 for
 * minutes. Assumed (new-certificate-known): half an hour is always enough. Sign-ins in a row cannot replace the wait: they may
 * all meet the same few front ends.
 */
export const defaultSettleMs = 30 * minute;

/**
 * Without a sign-in log only time can tell that nobody uses a certificate: long enough for what runs once a month. The
 * log itself keeps 30 days (learn.microsoft.com/entra/identity/monitoring-health/reference-reports-data-retention).
 */
export const defaultGraceMs = { "sign-in log": 7 * day, none: 31 * day } as const;
