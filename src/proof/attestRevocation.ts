import { attest } from "../attestation/attestation";
import { revocationStatementOf, type RevocationPredicate } from "../attestation/revocationStatement";
import { wholeSeconds } from "../certificate/wholeSeconds";
import { parseConnection } from "../connection/parse";
import { writeFiles } from "../delivery/writeFiles";
import { packageVersion } from "./packageVersion";
import type { Login } from "./readLogin";

/**
 * Writes down that a login was taken away or given back, signed with the key of its active certificate.
 * @throws UserError when the file cannot be written
 */
export function attestRevocation(
    path: string,
    { connection, credential }: Login,
    facts: Pick<RevocationPredicate, "action" | "reason" | "by" | "tenant" | "checks"> & { readonly stack: string },
): void {
    const { stack, checks, ...rest } = facts;
    const statement = revocationStatementOf({
        recorder: { name: "exo-unattended", version: packageVersion() },
        at: wholeSeconds(new Date()),
        ...rest,
        stack: { name: stack },
        connection: parseConnection(connection),
        checks: checks.map(({ title, result, evidence }) => ({ title, result, evidence })),
    });
    writeFiles([{ path, content: attest(statement, credential), mode: 0o644 }]);
}
