import { parseConnection } from "../../../connection/parse";
import { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import { loginOf } from "../../../graph/logins";
import { openStackDirectory } from "../../../graph/stackDirectory";
import { readStack } from "../../../pulumi/pulumi";
import { foreignCredentials } from "../../../renewal/foreignCredentials";
import { carryOut } from "../../../renewal/revocation";
import { stackOptions } from "../../options/stackOptions";
import { reasonOf } from "../revoke/run";
import { revocationEffects, revocationOf } from "../revoke/stackRevocation";
import { verifyAndReport } from "../verify/verifyAndReport";
import type { ReviveCommandOptions } from "./command";

export async function run(given: ReviveCommandOptions, signal: AbortSignal): Promise<ExitStatus> {
    const stack = stackOptions(given, signal);
    const reason = reasonOf(given);
    const [outputs, revocation] = await Promise.all([readStack(stack), revocationOf(stack)]);
    if (revocation.reason === undefined) {
        throw new UserError("the stack is not revoked");
    }
    const { applicationObjectId } = parseConnection(outputs.connection);
    const { graph } = await openStackDirectory(stack);
    const login = await loginOf(graph, applicationObjectId);
    const own = Object.values(outputs.certificates).map(({ thumbprint }) => thumbprint);
    const foreign = login === undefined ? [] : foreignCredentials(login, own);
    if (foreign.length > 0 && given.acceptCredentials !== true) {
        throw new UserError(
            `the application has credentials that this stack did not make: ${foreign.map(({ kind, keyId }) => `${kind} ${keyId}`).join(", ")}`,
            "Delete those that nobody needs: `exo-unattended repair` prints the commands. To go on with them: --accept-credentials.",
            { exitStatus: ExitStatus.PersonNeeded },
        );
    }
    await carryOut("revive", reason, revocation.reason, revocationEffects(stack, revocation.project));
    process.stderr.write(`${stack.stack}: given back; verifying\n`);
    const { stack: name, cwd } = stack;
    return verifyAndReport(
        [{ name, source: { stack: name, cwd } }],
        { timeout: "15m", until: "exchange", engine: "rest", format: "table" },
        1,
        signal,
    );
}
