import { exchangeModule } from "./exchangeModule";

/** The PowerShell 7 that each version of the module needs: the first row that it reaches counts. */
const lowestPowershell = [
    { module: "3.10.0", powershell: "7.6" },
    { module: "3.5.0", powershell: "7.4" },
    { module: "3.0.0", powershell: "7.2" },
] as const;

/** A PowerShell, as it describes itself in `$PSVersionTable`. */
export interface PowershellVersion {
    /** For example `7.4.6`. */
    readonly version: string;
    /** `Core` is PowerShell 7, `Desktop` is Windows PowerShell. */
    readonly edition: string;
}

/**
 * Why that version of the module cannot be used there, or undefined when it can. Every 3.x also runs in Windows
 * PowerShell 5.1; versions before 3.0 need the remoting that Exchange Online has switched off
 * (learn.microsoft.com/powershell/exchange/exchange-online-powershell-v2).
 */
export function exchangeModuleProblem(module: string, { version, edition }: PowershellVersion): string | undefined {
    const row = lowestPowershell.find((candidate) => isAtLeast(module, candidate.module));
    if (row === undefined) {
        return `${exchangeModule.name} ${module} is older than 3.0.0`;
    }
    const lowest = edition === "Desktop" ? "5.1" : row.powershell;
    return isAtLeast(version, lowest)
        ? undefined
        : `${exchangeModule.name} ${module} needs PowerShell ${row.powershell} or Windows PowerShell 5.1, and this is ${version}`;
}

/** Compares two versions by their numbers, for sorting; the lower comes first. */
export function compareVersions(one: string, other: string): number {
    const [left, right] = [one, other].map((version) => version.split(/\D+/).map(Number));
    const differences = [0, 1, 2, 3].map((index) => (left?.[index] ?? 0) - (right?.[index] ?? 0));
    return differences.find((difference) => difference !== 0) ?? 0;
}

function isAtLeast(version: string, lowest: string): boolean {
    return compareVersions(version, lowest) >= 0;
}
