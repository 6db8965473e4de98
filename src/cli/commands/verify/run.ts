import type { ExitStatus } from "../../../errors/exitStatus";
import { loginSources } from "./loginSources";
import { checkVerification } from "../../options/verificationOptions";
import type { VerifyCommandOptions } from "./command";
import { verifyAndReport } from "./verifyAndReport";

export async function run(options: VerifyCommandOptions, signal: AbortSignal): Promise<ExitStatus> {
    checkVerification(options);
    return verifyAndReport(await loginSources(options, signal), options, options.parallel, signal);
}
