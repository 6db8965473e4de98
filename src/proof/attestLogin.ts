import { isDeepStrictEqual } from "node:util";
import { attest } from "../attestation/attestation";
import { statementOf, type AttestedStack } from "../attestation/statement";
import { parseConnection } from "../connection/parse";
import { readStateVersion } from "../pulumi/stateVersion";
import { wholeSeconds } from "../certificate/wholeSeconds";
import { writeFiles } from "../delivery/writeFiles";
import type { Until } from "../verification/options";
import type { Login } from "./readLogin";
import type { LoginSource } from "./loginSource";
import { packageVersion } from "./packageVersion";
import type { VerifiedLogin } from "./verifyLogin";
import type { StackOptions } from "../pulumi/run";
import { UserError } from "../errors/userError";

/** How to attest. */
interface AttestOptions {
    readonly force?: true | undefined;
    readonly until?: Until | undefined;
    /** Whether a tenant on this machine answered. */
    readonly isLocal: boolean;
    readonly signal: AbortSignal;
}

/**
 * Writes down what was proved, signed with the key that proved it.
 * @throws UserError when the state is no longer the one that was proved, or the file cannot be written.
 */
export async function attestLogin(
    path: string,
    { source }: LoginSource,
    { report, login }: VerifiedLogin & { readonly login: Login },
    { force, until = "exchange", isLocal, signal }: AttestOptions,
): Promise<void> {
    const stack = "stack" in source ? await attestedStack(source, login, signal) : undefined;
    const statement = statementOf(
        {
            verifier: { name: "exo-unattended", version: packageVersion() },
            provedAt: wholeSeconds(new Date()),
            verdict: "proved",
            tenant: isLocal ? "local" : "microsoft",
            until,
            ...(stack === undefined ? {} : { stack }),
            connection: parseConnection(login.connection),
        },
        report.checks,
    );
    writeFiles([{ path, content: attest(statement, login.credential), mode: 0o644 }], { force });
}

async function attestedStack(
    { stack, cwd }: Omit<StackOptions, "signal">,
    { stackConnection }: Login,
    signal: AbortSignal,
): Promise<AttestedStack> {
    const { updatedAt, pulumiVersion, connection: now } = await readStateVersion({ stack, cwd, signal });
    if (!isDeepStrictEqual(now, stackConnection)) {
        throw new UserError("the stack was updated while it was verified, so nothing is attested; verify it again");
    }
    return { name: stack, updatedAt, pulumiVersion };
}
