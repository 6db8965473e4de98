import { z } from "zod";
import type { CertificateFacts } from "../certificate/certificateFacts";
import type { CheckResult } from "../checks/check";
import type { Connection } from "../connection/connection";
import { readConnection } from "../connection/parse";
import { connectionProblem, timeProblem } from "./proofProblem";
import { statementType, subject, type Subject } from "./statement";

/** Names the form of {@link RevocationPredicate}. It changes when a property goes or means something else. */
export const revocationPredicateType = "pkg:npm/exo-unattended#revocation/v1";

/** A login that was taken away or given back, and why. Nothing in it is secret. */
export interface RevocationPredicate {
    readonly recorder: { readonly name: string; readonly version: string };
    readonly action: "revoke" | "revive";
    /** As the person gave it, in one line. */
    readonly reason: string;
    /** The deployer, as its credentials name it. */
    readonly by: string;
    /** When it was recorded, after the measurements: RFC 3339, UTC, whole seconds; by the clock of the machine. */
    readonly at: string;
    /** Who answered: Microsoft, or a tenant on the machine, which proves nothing about Microsoft's. */
    readonly tenant: "microsoft" | "local";
    readonly stack: { readonly name: string };
    readonly connection: Connection;
    /** What was checked and measured afterwards. */
    readonly checks: readonly { readonly title: string; readonly result: CheckResult; readonly evidence: string }[];
}

/** An in-toto statement about a certificate: "whoever had its key recorded this". A leaked key can record it too. */
export interface RevocationStatement {
    readonly _type: typeof statementType;
    /** The certificate, by its DER. */
    readonly subject: readonly [Subject, ...Subject[]];
    readonly predicateType: typeof revocationPredicateType;
    readonly predicate: RevocationPredicate;
}

/** The statement of a revocation, or of its end. */
export function revocationStatementOf(predicate: RevocationPredicate): RevocationStatement {
    const { organization, thumbprintSha256 } = predicate.connection;
    return {
        _type: statementType,
        subject: [subject(`certificate of ${organization}`, thumbprintSha256.toLowerCase())],
        predicateType: revocationPredicateType,
        predicate,
    };
}

const schema = z.looseObject({
    action: z.enum(["revoke", "revive"]),
    reason: z.string().min(1),
    by: z.string().min(1),
    at: z.iso.datetime({ offset: true }),
    tenant: z.enum(["microsoft", "local"]),
    stack: z.looseObject({ name: z.string() }),
    connection: z.looseObject({ organization: z.string() }),
    checks: z.array(z.looseObject({ title: z.string(), result: z.string(), evidence: z.string() })),
});

/** What a signed predicate records; undefined when it says nothing of the kind. */
export function readRevocation(predicate: unknown):
    | {
          readonly attested: {
              readonly organization: string;
              readonly provedAt: string;
              readonly stack: string;
              readonly revocation: Pick<RevocationPredicate, "action" | "reason" | "by">;
          };
          readonly isLocal: boolean;
          readonly problem: (facts: CertificateFacts, now: Date) => string | undefined;
      }
    | undefined {
    const { data } = schema.safeParse(predicate);
    if (data === undefined) {
        return undefined;
    }
    const { action, reason, by, at, tenant, stack } = data;
    return {
        attested: {
            organization: data.connection.organization,
            provedAt: at,
            stack: stack.name,
            revocation: { action, reason, by },
        },
        isLocal: tenant === "local",
        problem: (facts, now) => {
            const connection = readConnection(data.connection);
            return "schemaVersion" in connection
                ? (timeProblem(at, now) ?? connectionProblem(connection, facts))
                : `its connection is not one: ${connection.join("; ")}`;
        },
    };
}
