import { randomBytes } from "node:crypto";
import { writePfx } from "../../certificate/pfx";
import { clouds, type Cloud } from "../../microsoft/clouds";
import { exchangeModule } from "../../microsoft/exchangeModule";
import { compareVersions, exchangeModuleProblem } from "../../microsoft/exchangeModuleVersions";
import { findSignInError } from "../../microsoft/signInErrors";
import type { Caller } from "../attempt";
import { passed, skipped } from "../../checks/check";
import { foreignText } from "../../http/foreignText";
import { refused, type Finding } from "../rung";
import { runScript, ScriptFailure } from "./runScript";
import { connectScript, lookScript } from "./scripts";

/** Starting PowerShell and looking for modules takes seconds; on a slow disk, many. */
const lookTimeoutMs = 60_000;
/** Connecting loads the module and all cmdlets of the role: half a minute as a rule. */
const connectTimeoutMs = 5 * 60_000;

/** A PowerShell with a version of the module that runs in it. */
interface Engine {
    readonly program: string;
    readonly version: string;
    readonly module: string;
}

/** Where to look for a PowerShell. */
export interface PowershellOptions {
    /** Programs to look for on PATH, in this order. @default pwsh, and on Windows then powershell.exe */
    readonly programs?: readonly string[];
    /** Environment of its process. @default this process's. */
    readonly environment?: NodeJS.ProcessEnv;
    /** Ends it. */
    readonly signal?: AbortSignal | undefined;
}

/** Does Microsoft's own module open a session and read a mailbox? Skipped, with the reason, where it cannot be asked. */
export async function connectWithModule(
    { connection, credential }: Pick<Caller, "connection" | "credential">,
    options: PowershellOptions,
): Promise<Finding> {
    const engine = await findEngine(options);
    if ("reason" in engine) {
        return skipped(engine.reason);
    }
    const { program, version, module } = engine;
    const { environment, signal } = options;
    const who = `${exchangeModule.name} ${module} in PowerShell ${version}`;
    const { clientId, organization, cloud } = connection;
    const { exchangeEnvironmentName } = clouds[cloud];
    const password = randomBytes(24).toString("base64url");
    const pfx = writePfx(credential, password).toString("base64");
    const given = { module, clientId, organization, exchangeEnvironmentName, pfx, password };
    try {
        const answer = await runScript({
            program,
            environment,
            script: connectScript,
            input: JSON.stringify(given),
            timeoutMs: connectTimeoutMs,
            signal,
        });
        if (answer["error"] === "") {
            const mailboxes = Number(answer["mailboxes"]);
            return passed(`${who} connected; Get-EXOMailbox showed ${mailboxes === 1 ? "a mailbox" : "no mailbox"}`);
        }
        return refusal(who, cloud, foreignText(String(answer["error"])));
    } catch (error) {
        if (error instanceof ScriptFailure) {
            return refusal(who, cloud, error.message);
        }
        throw error;
    }
}

function refusal(who: string, cloud: Cloud, said: string): Finding {
    const known = findSignInError(Number(/AADSTS(\d+)/.exec(said)?.[1]), said, new URL(clouds[cloud].loginUrl).host);
    return refused({
        evidence: `${who}: ${said}`,
        remedy:
            known?.remedy ??
            "The same login works without the module, so the module is the cause. Update it, or run the connect command by hand.",
        mayPassWithTime: known?.mayPassWithTime ?? false,
    });
}

/** The first PowerShell that has a version of the module which runs in it, with the newest such version; or why none. */
async function findEngine({
    programs = process.platform === "win32" ? ["pwsh", "powershell.exe"] : ["pwsh"],
    environment,
    signal,
}: PowershellOptions): Promise<Engine | { readonly reason: string }> {
    const reasons: string[] = [];
    for (const program of programs) {
        try {
            const found = await runScript({
                program,
                environment,
                script: lookScript,
                timeoutMs: lookTimeoutMs,
                signal,
            });
            const powershell = { version: foreignText(String(found["version"])), edition: String(found["edition"]) };
            const modules = (Array.isArray(found["modules"]) ? found["modules"] : [])
                .map((module) => foreignText(String(module)))
                .toSorted(compareVersions);
            const problems = modules.map((module) => exchangeModuleProblem(module, powershell));
            const module = modules[problems.lastIndexOf(undefined)];
            if (module !== undefined) {
                return { program, version: powershell.version, module };
            }
            reasons.push(problems.at(-1) ?? `${program} has no module ${exchangeModule.name}`);
        } catch (error) {
            if (!(error instanceof ScriptFailure)) {
                throw error;
            }
            reasons.push(error.message);
        }
    }
    return { reason: reasons.join("; ") };
}
