import { existsSync } from "node:fs";
import { skipped, type Check } from "../../../checks/check";
import type { Connection } from "../../../connection/connection";
import { usableConnection } from "../../../connection/parse";
import { checkWritable } from "../../../delivery/writeFiles";
import { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import type { Directory } from "../../../graph/directory";
import { loginOf } from "../../../graph/logins";
import { openDirectoryOf } from "../../../graph/stackDirectory";
import { systemClock } from "../../../http/clock";
import { localEndpoints } from "../../../http/endpoints";
import { attestRevocation } from "../../../proof/attestRevocation";
import { readLogin, type Login } from "../../../proof/readLogin";
import { readConfiguration, valuesOf } from "../../../pulumi/configuration";
import { readStackWithKeys, type ReadStack } from "../../../pulumi/readStack";
import { stackOutputs } from "../../../pulumi/stackOutputs";
import {
    carryOut,
    issuedTokenCheck,
    ownersCheck,
    roleGroupsCheck,
    signInCheck,
    stopSignIns,
} from "../../../renewal/revocation";
import { stackOptions } from "../../options/stackOptions";
import { checkTable } from "../../terminal/checkTable";
import { signInAs } from "../renew/effects";
import type { RevokeCommandOptions } from "./command";
import { issuedToken } from "./issuedToken";
import { revocationEffects, revocationOf } from "./stackRevocation";

/** As the argument `revoked` of the component has it. */
const longestReason = 200;
/** How long new sign-ins may take to be refused, in milliseconds. */
const signInTimeoutMs = 5 * 60_000;

export async function run(given: RevokeCommandOptions, signal: AbortSignal): Promise<ExitStatus> {
    const stack = stackOptions(given, signal);
    const reason = reasonOf(given);
    const attest = newFile(given);
    const [{ read, withoutKeys }, configuration] = await Promise.all([
        readStackWithKeys(stack),
        readConfiguration(stack),
    ]);
    const revocation = revocationOf(configuration);
    const connection = usableConnection(stackOutputs(read.outputs).connection);
    if (revocation.isProtected) {
        throw new UserError(
            "the stack is protected, so its directory roles cannot be removed",
            `Run \`pulumi config set protect false\` and \`pulumi up\`, then revoke again. ${stopSignIns(connection.clientId)}`,
        );
    }
    const login = withoutKeys ?? (await readableLogin(read, signal));
    if (attest !== undefined && typeof login === "string") {
        throw new UserError(`--attest signs with the key of the active certificate: ${login}`, "Leave --attest out.");
    }
    const local = await localEndpoints(process.env, signal);
    // From before: it shows how long what is out there goes on working.
    const token = typeof login === "string" ? undefined : await issuedToken(login, signal);
    const directory = await openDirectoryOf(valuesOf(configuration), stack);
    const effects = revocationEffects(stack, revocation.project, directory.graph, connection);
    const application = await carryOut("revoke", reason, revocation.reason, effects);
    process.stderr.write(`${stack.stack}: revoked; measuring\n`);
    const checks = [
        application,
        ...(await measured(login, token, given.measure, signal)),
        ...(await remaining(directory, connection)),
    ];
    process.stdout.write(
        `${checkTable(checks, process.stdout)}\n\nTo take it back: exo-unattended revive --stack ${stack.stack}\n`,
    );
    if (attest !== undefined && typeof login !== "string") {
        const by = directory.deployer.name;
        const tenant = local === undefined ? "microsoft" : "local";
        attestRevocation(attest, login, { action: "revoke", reason, by, tenant, stack: stack.stack, checks });
    }
    return statusOf(checks);
}

/** The login with its key, or why there is none: the key of a supplied certificate may be kept elsewhere. */
async function readableLogin(read: ReadStack, signal: AbortSignal): Promise<Login | string> {
    try {
        return await readLogin({ source: { read } }, {}, signal);
    } catch (error) {
        if (error instanceof UserError) {
            return error.evidence;
        }
        throw error;
    }
}

/** What stops, and when. */
async function measured(
    login: Login | string,
    token: (() => Promise<boolean>) | undefined,
    timeoutMs: number,
    signal: AbortSignal,
): Promise<Check[]> {
    if (typeof login === "string") {
        return ["New sign-ins", "Issued token"].map((title) => ({ title, ...skipped(`not measured: ${login}`) }));
    }
    const attempt = await signInAs(login, signal);
    const signIns = await signInCheck(() => attempt("token", 0), signInTimeoutMs, systemClock, signal);
    const issued =
        token === undefined
            ? { title: "Issued token", ...skipped("no token could be got before the revocation") }
            : await issuedTokenCheck(token, timeoutMs, systemClock, signal);
    return [signIns, issued];
}

/** Who could undo it, and rights that Pulumi does not take away. */
async function remaining({ graph }: Directory, connection: Connection): Promise<Check[]> {
    const login = await loginOf(graph, connection.applicationObjectId);
    const owners = [...new Set([...(login?.owners ?? []), ...(login?.servicePrincipal?.owners ?? [])])];
    return [ownersCheck(owners), ...roleGroupsCheck(connection.exchangeRoleGroups, connection.clientId)];
}

/** @throws UserError when none is given, or one that the program refuses */
export function reasonOf({ reason }: { readonly reason?: string }): string {
    if (reason === undefined) {
        throw new UserError("--reason: is required", "Say why in one line. It is kept in the stack's history.");
    }
    if (reason.trim() === "" || reason.length > longestReason || /\p{Cc}/u.test(reason)) {
        throw new UserError(
            `--reason: is not one line of 1 to ${longestReason} characters`,
            "It is kept in the stack's history.",
        );
    }
    return reason;
}

/** @throws UserError when the file of --attest is there already or cannot be written: before anything is changed */
export function newFile({ attest }: { readonly attest?: string }): string | undefined {
    if (attest !== undefined && existsSync(attest)) {
        throw new UserError(`--attest: ${attest} exists already`, "Give the name of a new file.");
    }
    if (attest !== undefined) {
        checkWritable(attest);
    }
    return attest;
}

function statusOf(checks: readonly Check[]): ExitStatus {
    const result = (title: string): string | undefined => checks.find((check) => check.title === title)?.result;
    if (result("New sign-ins") === "failed") {
        return ExitStatus.Refused;
    }
    return result("Issued token") === "passed" ? ExitStatus.Success : ExitStatus.NotInTime;
}
