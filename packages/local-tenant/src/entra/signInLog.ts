import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** What is written down of a sign-in of an application. */
export interface SignInEntry {
    readonly requestId: string;
    readonly createdDateTime: string;
    readonly ipAddress: string;
    readonly appId: string;
    readonly servicePrincipalId: string;
    readonly servicePrincipalName: string;
    /** Microsoft's number of the refusal, or 0. */
    readonly errorCode: number;
    readonly failureReason: string | null;
    readonly resourceDisplayName: string | null;
    /** Client id of the API. */
    readonly resourceId: string | null;
    /** Of the certificate; none for a secret or another issuer's token, and none for a refused sign-in. */
    readonly credentialKeyId: string | null;
    readonly credentialThumbprint: string | null;
}

interface Kept {
    readonly tenantId: string;
    readonly entry: SignInEntry;
    /** From when on the log shows it: RFC 3339. */
    readonly shownFrom: string;
}

/** How long the log keeps a sign-in, with P1 or P2 (learn.microsoft.com/entra/identity/monitoring-health/reference-reports-data-retention). */
const retentionMs = 30 * 86_400_000;

/** The sign-ins of all applications: a file of its own, to which lines are added, so that a sign-in stays cheap. */
export class SignInLog {
    readonly #kept: Kept[];

    /** @param delayMs tells how long the next entry takes until it is shown */
    constructor(
        private readonly file: string,
        private readonly delayMs: () => number,
    ) {
        this.#kept = existsSync(file) ? read(file) : [];
    }

    add(tenantId: string, entry: SignInEntry): void {
        const shownFrom = new Date(Date.parse(entry.createdDateTime) + this.delayMs()).toISOString();
        const kept = { tenantId, entry, shownFrom };
        this.#kept.push(kept);
        appendFileSync(this.file, `${JSON.stringify(kept)}\n`, { mode: 0o600 });
    }

    /** What the log shows at a time, the newest first. */
    shown(tenantId: string, now: Date): readonly SignInEntry[] {
        const [time, oldest] = [now.toISOString(), new Date(now.getTime() - retentionMs).toISOString()];
        return this.#kept
            .filter((one) => one.tenantId === tenantId && one.shownFrom <= time)
            .map(({ entry }) => entry)
            .filter(({ createdDateTime }) => createdDateTime >= oldest)
            .toReversed();
    }
}

/** A line that was cut short by the end of the process is left out. */
function read(file: string): Kept[] {
    return readFileSync(file, "utf8")
        .split("\n")
        .flatMap((line) => {
            try {
                return [JSON.parse(line) as Kept];
            } catch {
                return [];
            }
        });
}
