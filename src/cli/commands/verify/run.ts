import type { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import { loginSources } from "./loginSources";
import { checkVerification } from "../../options/verificationOptions";
import type { ScriptCmdlet } from "../../../verification/options";
import type { VerifyCommandOptions } from "./command";
import { verifyAndReport } from "./verifyAndReport";

export async function run(given: VerifyCommandOptions, signal: AbortSignal): Promise<ExitStatus> {
    if (given.script?.includes("-") === true && given.file?.includes("-") === true) {
        throw new UserError("standard input is either the script or the login", "Give one of them as a file.");
    }
    if (given.report !== undefined && given.until === "token") {
        throw new UserError("--report is about Exchange Online's answer, and --until token does not ask for it");
    }
    const options = { ...given, scriptCmdlets: await scriptCmdlets(given.script ?? [], signal) };
    checkVerification(options);
    return verifyAndReport(await loginSources(options, signal), options, options.parallel, signal);
}

/** The cmdlets of scripts. Only a verification with a script loads what reads PowerShell. */
async function scriptCmdlets(paths: readonly string[], signal: AbortSignal): Promise<readonly ScriptCmdlet[]> {
    if (paths.length === 0) {
        return [];
    }
    const { readScripts } = await import("../privileges/readScripts.js");
    const { verifiableCmdlets } = await import("../../../privileges/verifiable.js");
    return verifiableCmdlets((await readScripts(paths, signal)).flatMap(({ uses }) => uses));
}
