import { accessStatementOf, type AttestedAccess } from "../attestation/accessStatement";
import { attest } from "../attestation/attestation";
import { wholeSeconds } from "../certificate/wholeSeconds";
import { parseConnection } from "../connection/parse";
import { writeFiles } from "../delivery/writeFiles";
import { UserError } from "../errors/userError";
import type { StackOptions } from "../pulumi/run";
import { stateDigest } from "../definition/stateDigest";
import { readDeployment } from "../pulumi/state";
import { packageVersion } from "./packageVersion";
import type { Login } from "./readLogin";

/** Access, as an audit gives it. */
interface Access extends Omit<AttestedAccess, "thumbprint"> {
    readonly credential?: { readonly thumbprint: string | null | undefined } | undefined;
}

/** What to attest, and how. */
interface AttestAccessOptions {
    /** When the state was written that was audited: RFC 3339. */
    readonly stateWrittenAt: string | undefined;
    readonly views: {
        readonly predicted: readonly Access[];
        readonly state: readonly Access[];
        readonly tenant: readonly Access[];
        readonly token: readonly Access[] | undefined;
    };
    readonly notJudged: readonly string[];
    readonly force?: true | undefined;
    /** Whether a tenant on this machine answered. */
    readonly isLocal: boolean;
}

/**
 * Writes down the access that program, state, tenant and token have alike, signed with the login's key.
 * @throws UserError when the state is no longer the one that was audited, or the file cannot be written.
 */
export async function attestAccess(
    path: string,
    options: StackOptions,
    { connection, credential }: Login,
    { stateWrittenAt, views, notJudged, force, isLocal }: AttestAccessOptions,
): Promise<void> {
    const { writtenAt, pulumiVersion, resources } = await readDeployment(options);
    if (writtenAt !== stateWrittenAt) {
        throw new UserError("the stack was updated while it was audited, so nothing is attested", "Audit it again.");
    }
    const statement = accessStatementOf({
        auditor: { name: "exo-unattended", version: packageVersion() },
        auditedAt: wholeSeconds(new Date()),
        tenant: isLocal ? "local" : "microsoft",
        stack: {
            name: options.stack,
            updatedAt: writtenAt ?? "",
            pulumiVersion: pulumiVersion ?? "",
            state: stateDigest(resources),
        },
        connection: parseConnection(connection),
        access: {
            predicted: views.predicted.map(attested),
            state: views.state.map(attested),
            tenant: views.tenant.map(attested),
            token: (views.token ?? []).map(attested),
        },
        notJudged,
    });
    writeFiles([{ path, content: attest(statement, credential), mode: 0o644 }], { force });
}

function attested({ principal, kind, what, scope, via, until, credential }: Access): AttestedAccess {
    const thumbprint = credential?.thumbprint;
    return { principal, kind, what, scope, via, until, ...(thumbprint === undefined ? {} : { thumbprint }) };
}
