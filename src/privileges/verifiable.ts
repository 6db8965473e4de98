import type { CmdletUse } from "./uses";

/** A cmdlet of scripts, and why a verification cannot run it. */
export interface VerifiableCmdlet {
    /** As Exchange Online itself knows it. */
    readonly cmdlet: string;
    /** Undefined for a cmdlet that only reads. */
    readonly notRun?: string | undefined;
}

/** The cmdlets of scripts, each once and sorted, divided into those that a verification may run and the others. */
export function verifiableCmdlets(uses: readonly CmdletUse[]): readonly VerifiableCmdlet[] {
    const byName = new Map(uses.map((use) => [use.cmdlet.serverName, reasonNotToRun(use)]));
    return [...byName].sort(([one], [other]) => (one < other ? -1 : 1)).map(([cmdlet, notRun]) => ({ cmdlet, notRun }));
}

function reasonNotToRun({ cmdlet, runsIn }: CmdletUse): string | undefined {
    if (runsIn === "Security & Compliance") {
        return "it belongs to Security & Compliance PowerShell, whose interface is not documented";
    }
    return /^(?:Get|Test)-/.test(cmdlet.serverName) ? undefined : "it may change something";
}
