import type { Check } from "../../../checks/check";
import { parseConnection } from "../../../connection/parse";
import { writeFiles } from "../../../delivery/writeFiles";
import { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import { loginOf } from "../../../graph/logins";
import { openStackDirectory } from "../../../graph/stackDirectory";
import { systemClock } from "../../../http/clock";
import { wholeSeconds } from "../../../certificate/wholeSeconds";
import { readStack } from "../../../pulumi/pulumi";
import { carryOut, issuedTokenCheck, ownersCheck, roleGroupsCheck, signInCheck } from "../../../renewal/revocation";
import { jsonText } from "../../../text/json";
import { stackOptions } from "../../options/stackOptions";
import { checkTable } from "../../terminal/checkTable";
import { signInWith } from "../renew/effects";
import type { RevokeCommandOptions } from "./command";
import { issuedToken } from "./issuedToken";
import { revocationEffects, revocationOf } from "./stackRevocation";

/** How long new sign-ins may take to be refused, in milliseconds. */
const signInTimeoutMs = 5 * 60_000;

export async function run(given: RevokeCommandOptions, signal: AbortSignal): Promise<ExitStatus> {
    const stack = stackOptions(given, signal);
    const reason = reasonOf(given);
    const [outputs, revocation] = await Promise.all([readStack(stack), revocationOf(stack)]);
    const connection = parseConnection(outputs.connection);
    if (revocation.isProtected) {
        throw new UserError(
            "the stack is protected, so its directory roles cannot be removed",
            `Run \`pulumi config set protect false\` and \`pulumi up\`, then revoke again. To stop sign-ins at once: az ad sp update --id ${connection.servicePrincipalObjectId} --set accountEnabled=false`,
        );
    }
    const active = Object.entries(outputs.certificates).find(
        ([, { thumbprint }]) => thumbprint === connection.thumbprint,
    )?.[0];
    // From before: it shows how long what is out there goes on working.
    const token = revocation.reason === undefined ? await issuedToken(stack) : undefined;
    await carryOut("revoke", reason, revocation.reason, revocationEffects(stack, revocation.project));
    process.stderr.write(`${stack.stack}: revoked; measuring\n`);
    const attempt = active === undefined ? undefined : await signInWith(active, stack);
    const checks: Check[] = [
        ...(attempt === undefined
            ? []
            : [await signInCheck(() => attempt("token", 0), signInTimeoutMs, systemClock, signal)]),
        token === undefined
            ? { title: "Issued token", result: "skipped", evidence: "no token could be got before the revocation" }
            : await issuedTokenCheck(token, given.measure, systemClock, signal),
    ];
    const { graph, deployer } = await openStackDirectory(stack);
    const login = await loginOf(graph, connection.applicationObjectId);
    const owners = [...new Set([...(login?.owners ?? []), ...(login?.servicePrincipal?.owners ?? [])])];
    checks.push(ownersCheck(owners), ...roleGroupsCheck(connection.exchangeRoleGroups, connection.clientId));
    process.stdout.write(
        `${checkTable(checks, process.stdout)}\n\nTo take it back: exo-unattended revive --stack ${stack.stack}\n`,
    );
    if (given.record !== undefined) {
        const record = {
            action: "revoke",
            stack: stack.stack,
            at: wholeSeconds(new Date()),
            by: deployer.name,
            reason,
            checks,
        };
        writeFiles([{ path: given.record, content: jsonText(record), mode: 0o644 }]);
    }
    return statusOf(checks);
}

/** @throws UserError when none is given */
export function reasonOf({ reason }: { readonly reason?: string }): string {
    if (reason === undefined) {
        throw new UserError("--reason: is required", "Say why in one line. It is kept in the stack's history.");
    }
    return reason;
}

function statusOf(checks: readonly Check[]): ExitStatus {
    const result = (title: string): string | undefined => checks.find((check) => check.title === title)?.result;
    if (result("New sign-ins") === "failed") {
        return ExitStatus.Refused;
    }
    return result("Issued token") === "warning" ? ExitStatus.NotInTime : ExitStatus.Success;
}
