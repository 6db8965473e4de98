import { clouds } from "../../microsoft/clouds";
import { compareVersions, exchangeModuleName, exchangeModuleProblem } from "../../microsoft/exchangeModule";
import { findSignInError } from "../../microsoft/signInErrors";
import type { Attempt } from "../attempt";
import { passed, refused, skipped, type Check } from "../check";
import { foreignText } from "../foreignText";
import { pfxOf } from "./pfx";
import { runScript, ScriptFailure } from "./runScript";
import { connectScript, lookScript } from "./scripts";

const id = "powershell";

/** Starting PowerShell and looking for modules takes seconds; on a slow disk, many. */
const lookTimeoutMs = 60_000;
/** Connecting loads the module and all cmdlets of the role: half a minute as a rule. */
const connectTimeoutMs = 5 * 60_000;

/** A PowerShell with a version of the module that runs in it. */
interface Witness {
    readonly program: string;
    readonly version: string;
    readonly module: string;
}

/**
 * Does Microsoft's own module open a session and read a mailbox? Skipped, with the reason, where it cannot be asked.
 * @param programs the PowerShells to look for on PATH, in this order
 */
export async function checkPowershell(
    { connection, credential }: Attempt,
    signal: AbortSignal | undefined,
    programs: readonly string[] = process.platform === "win32" ? ["pwsh", "powershell.exe"] : ["pwsh"],
): Promise<Check> {
    const witness = await findWitness(programs, signal);
    if ("reason" in witness) {
        return skipped(id, witness.reason);
    }
    const { program, version, module } = witness;
    const who = `${exchangeModuleName} ${module} in PowerShell ${version}`;
    const { clientId, organization, cloud } = connection;
    const { exchangeEnvironmentName } = clouds[cloud];
    const given = { module, clientId, organization, exchangeEnvironmentName, ...(await pfxOf(credential)) };
    try {
        const input = JSON.stringify(given);
        const answer = await runScript({ program, script: connectScript, input, timeoutMs: connectTimeoutMs, signal });
        if (answer["error"] === "") {
            const mailboxes = Number(answer["mailboxes"]);
            return passed(
                id,
                `${who} connected; Get-EXOMailbox showed ${mailboxes === 1 ? "a mailbox" : "no mailbox"}`,
            );
        }
        return refusal(who, foreignText(String(answer["error"])));
    } catch (error) {
        if (error instanceof ScriptFailure) {
            return refusal(who, error.message);
        }
        throw error;
    }
}

function refusal(who: string, said: string): Check {
    const known = findSignInError(Number(/AADSTS(\d+)/.exec(said)?.[1]), said);
    return refused(id, {
        evidence: `${who}: ${said}`,
        remedy:
            known?.remedy ??
            "The same login was proved without the module, so look at the module: update it, or try the command of `exo-unattended connection` by hand.",
        mayPassWithTime: known?.mayPassWithTime ?? false,
    });
}

/** The first PowerShell that has a version of the module which runs in it, with the newest such version; or why none. */
async function findWitness(
    programs: readonly string[],
    signal: AbortSignal | undefined,
): Promise<Witness | { readonly reason: string }> {
    const reasons: string[] = [];
    for (const program of programs) {
        try {
            const found = await runScript({ program, script: lookScript, timeoutMs: lookTimeoutMs, signal });
            const [version, edition] = [foreignText(String(found["version"])), String(found["edition"])];
            const modules = Array.isArray(found["modules"])
                ? found["modules"].map((module) => foreignText(String(module)))
                : [];
            const module = modules
                .toSorted(compareVersions)
                .findLast((candidate) => exchangeModuleProblem(candidate, { version, edition }) === undefined);
            if (module !== undefined) {
                return { program, version, module };
            }
            reasons.push(
                ...(modules.length === 0
                    ? [`${program} has no module ${exchangeModuleName}`]
                    : modules.map((candidate) => exchangeModuleProblem(candidate, { version, edition }) ?? "")),
            );
        } catch (error) {
            if (!(error instanceof ScriptFailure)) {
                throw error;
            }
            reasons.push(error.message);
        }
    }
    return { reason: reasons.join("; ") };
}
