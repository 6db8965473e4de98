import type { Connection } from "../connection/connection";
import type { CheckResult } from "../checks/check";
import type { Check, CheckId } from "../verification/rungs";
import type { Until } from "../verification/options";

/** The version of in-toto's statement that is written (github.com/in-toto/attestation, spec/v1/statement.md). */
export const statementType = "https://in-toto.io/Statement/v1";

/** Names the form of {@link Predicate}. It changes when a property goes or means something else. */
export const predicateType = "pkg:npm/exo-unattended#verification/v1";

/** What a proved verification saw. Nothing in it is secret. */
export interface Predicate {
    /** What proved it. */
    readonly verifier: { readonly name: string; readonly version: string };
    /** When it was proved: RFC 3339, UTC, whole seconds; by the clock of the machine that verified. */
    readonly provedAt: string;
    /** How the verification ended; nothing else is attested. */
    readonly verdict: "proved";
    /** Who answered: Microsoft, or a tenant on the verifier's machine, which proves nothing about Microsoft's. */
    readonly tenant: "microsoft" | "local";
    /** How far the proof went. */
    readonly until: Until;
    /** The stack and the state in which it was; absent when the login came from a file. */
    readonly stack?: AttestedStack;
    /** Digest of the definition that the stack was deployed from; absent when that could not be told. */
    readonly definition?: string;
    /** The connection that was proved, as the stack puts it out. */
    readonly connection: Connection;
    /** What was checked, in the order of the ladder, with its finding. */
    readonly checks: readonly AttestedCheck[];
}

/** Which state of a stack was proved. */
export interface AttestedStack {
    readonly name: string;
    /** When that state was written: RFC 3339, from its manifest. Each update writes it again. */
    readonly updatedAt: string;
    /** The version of pulumi that wrote it. */
    readonly pulumiVersion: string;
    /** Digest of the state: SHA-256 over URNs, ids and inputs. Files of earlier versions have none. */
    readonly state?: string;
}

/** One check of the proof. */
export interface AttestedCheck {
    readonly id: CheckId;
    readonly result: CheckResult;
    readonly evidence: string;
}

/** What a statement is about, by a SHA-256 in lower-case hex. */
export interface Subject {
    readonly name: string;
    readonly digest: { readonly sha256: string };
}

/** An in-toto statement about a certificate: "whoever had its key proved this login". */
export interface Statement {
    readonly _type: typeof statementType;
    /** The certificate, by its DER: the connection's `thumbprintSha256`. Then the definition and the state, if known. */
    readonly subject: readonly [Subject, ...Subject[]];
    readonly predicateType: typeof predicateType;
    readonly predicate: Predicate;
}

/** The statement of a verification. */
export function statementOf(predicate: Omit<Predicate, "checks">, checks: readonly Check[]): Statement {
    const { connection, definition, stack } = predicate;
    return {
        _type: statementType,
        subject: [
            subject(`certificate of ${connection.organization}`, connection.thumbprintSha256.toLowerCase()),
            ...(definition === undefined ? [] : [subject("definition", definition)]),
            ...(stack?.state === undefined ? [] : [subject(`state of ${stack.name}`, stack.state)]),
        ],
        predicateType,
        predicate: { ...predicate, checks: checks.map(({ id, result, evidence }) => ({ id, result, evidence })) },
    };
}

/** One subject of a statement. */
export function subject(name: string, sha256: string): Subject {
    return { name, digest: { sha256 } };
}
