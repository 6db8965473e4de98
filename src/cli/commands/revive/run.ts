import { passed, warning } from "../../../checks/check";
import { parseConnection } from "../../../connection/parse";
import { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import { isDeactivated } from "../../../graph/deactivation";
import { loginOf } from "../../../graph/logins";
import { openDirectoryOf } from "../../../graph/stackDirectory";
import { localEndpoints } from "../../../http/endpoints";
import { attestRevocation } from "../../../proof/attestRevocation";
import { readLogin } from "../../../proof/readLogin";
import { readConfiguration, valuesOf } from "../../../pulumi/configuration";
import { readStack } from "../../../pulumi/readStack";
import { stackOutputs } from "../../../pulumi/stackOutputs";
import { foreignCredentials } from "../../../renewal/foreignCredentials";
import { carryOut } from "../../../renewal/revocation";
import { stackOptions } from "../../options/stackOptions";
import { newFile, reasonOf } from "../revoke/run";
import { revocationEffects, revocationOf } from "../revoke/stackRevocation";
import { verifyAndReport } from "../verify/verifyAndReport";
import type { ReviveCommandOptions } from "./command";

export async function run(given: ReviveCommandOptions, signal: AbortSignal): Promise<ExitStatus> {
    const stack = stackOptions(given, signal);
    const reason = reasonOf(given);
    const attest = newFile(given);
    const [read, configuration] = await Promise.all([readStack(stack), readConfiguration(stack)]);
    const revocation = revocationOf(configuration);
    const outputs = stackOutputs(read.outputs);
    const connection = parseConnection(outputs.connection);
    const { applicationObjectId } = connection;
    const { graph, deployer } = await openDirectoryOf(valuesOf(configuration), stack);
    const login = await loginOf(graph, applicationObjectId);
    // A revive that was killed has taken it out of the configuration, and no more.
    const isRevoked =
        revocation.reason !== undefined ||
        login?.servicePrincipal?.accountEnabled === false ||
        (await isDeactivated(graph, applicationObjectId));
    if (!isRevoked) {
        throw new UserError(
            "the stack is not revoked",
            "What an interrupted revive has left, `exo-unattended up` completes and verifies.",
        );
    }
    const own = Object.values(outputs.certificates).map(({ thumbprint }) => thumbprint);
    const foreign = login === undefined ? [] : foreignCredentials(login, own);
    if (foreign.length > 0 && given.acceptCredentials !== true) {
        throw new UserError(
            `the application has credentials that this stack did not make: ${foreign.map(({ kind, keyId }) => `${kind} ${keyId}`).join(", ")}`,
            "Delete those that nobody needs: `exo-unattended repair` prints the commands. To go on with them: --accept-credentials.",
            { exitStatus: ExitStatus.PersonNeeded },
        );
    }
    const effects = revocationEffects(stack, revocation.project, graph, connection);
    const application = await carryOut("revive", reason, revocation.reason, effects);
    process.stderr.write(`${stack.stack}: given back; verifying\n`);
    const { stack: name, cwd } = stack;
    const status = await verifyAndReport(
        [{ name, source: { stack: name, cwd } }],
        { timeout: "15m", until: "exchange", engine: "rest", format: "table" },
        1,
        signal,
    );
    if (attest !== undefined) {
        const tenant = (await localEndpoints(process.env, signal)) === undefined ? "microsoft" : "local";
        const verification = {
            title: "Verification",
            ...(status === ExitStatus.Success
                ? passed("the login works again, up to Exchange Online")
                : warning(`given back, but not verified (exit status ${status})`, "Run `exo-unattended verify`.")),
        };
        attestRevocation(attest, await readLogin({ source: { stack: name, cwd } }, {}, signal), {
            ...{
                action: "revive",
                reason,
                by: deployer.name,
                tenant,
                stack: name,
                checks: [application, verification],
            },
        });
    }
    return status;
}
