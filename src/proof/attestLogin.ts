import { isDeepStrictEqual } from "node:util";
import { attest } from "../attestation/attestation";
import { statementOf, type AttestedStack } from "../attestation/statement";
import { parseConnection } from "../connection/parse";
import { stateDigest } from "../definition/stateDigest";
import { connectionIn, readDeployment } from "../pulumi/state";
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
    /** Digest of the definition that the stack was deployed from. @default none is attested */
    readonly definition?: string | undefined;
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
    { force, until = "exchange", isLocal, definition, signal }: AttestOptions,
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
            ...(definition === undefined ? {} : { definition }),
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
    const deployment = await readDeployment({ stack, cwd, signal });
    const { resources, writtenAt, pulumiVersion } = deployment;
    if (!isDeepStrictEqual(connectionIn(deployment), stackConnection)) {
        throw new UserError("the stack was updated while it was verified, so nothing is attested; verify it again");
    }
    return {
        name: stack,
        updatedAt: writtenAt ?? "",
        pulumiVersion: pulumiVersion ?? "",
        state: stateDigest(resources),
    };
}
