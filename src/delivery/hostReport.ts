/** The version of {@link HostReport} that this package writes. A reader refuses any other. */
export const hostReportVersion = 1;

/**
 * What a machine says of itself: with which certificate it was last signed in to Exchange Online. Each script has a file of
 * its own, which each run replaces. Nothing in it is secret.
 */
export interface HostReport {
    /** Name of the machine, as it calls itself. */
    readonly host: string;
    /** Client id of the login. */
    readonly clientId: string;
    /** SHA-1 thumbprint of the certificate: 40 upper-case hex digits. */
    readonly thumbprint: string;
    /** When Exchange Online had let it in: RFC 3339, UTC. */
    readonly at: string;
    /** Path of the script that signed in, or the name of a command. */
    readonly by: string;
}

/** Of each script on each machine the last report: a folder may also have older copies. */
export function lastReports(reports: readonly HostReport[]): HostReport[] {
    const last = new Map<string, HostReport>();
    for (const report of reports) {
        const script = JSON.stringify([report.host.toLowerCase(), report.clientId.toLowerCase(), report.by]);
        const other = last.get(script);
        if (other === undefined || Date.parse(other.at) < Date.parse(report.at)) {
            last.set(script, report);
        }
    }
    return [...last.values()];
}
