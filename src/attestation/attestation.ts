import { z } from "zod";
import type { CertificateFacts } from "../certificate/certificateFacts";
import type { Credential } from "../verification/credential";
import { proofProblem } from "./proofProblem";
import { EnvelopeError, openEnvelope, sealEnvelope } from "./envelope";
import { predicateType, statementType, type Statement } from "./statement";

/**
 * What a file is: `valid`; `local`, a genuine one that was made against a tenant on the verifier's machine; `expired`, a
 * genuine one whose certificate has expired since; `replaced`, a genuine one for another certificate than the expected;
 * `unproved`, signed with the genuine key, but without what a proof holds; `changed`, one that was changed or forged;
 * `unreadable`, not an attestation.
 */
export type AttestationState = "valid" | "local" | "expired" | "replaced" | "unproved" | "changed" | "unreadable";

/** What a check of a file has found. */
export interface AttestationCheck {
    readonly state: AttestationState;
    /** Why, as the middle of a sentence; of a valid one, until when. */
    readonly reason: string;
    /** What is attested; of a genuine attestation only. */
    readonly attested?: {
        /** The initial domain. */
        readonly organization: string;
        /** RFC 3339. */
        readonly provedAt: string;
    };
}

/**
 * Signs a statement with the key of the certificate that it is about.
 * @returns the text of the file
 */
export function attest(statement: Statement, credential: Credential): string {
    return sealEnvelope({ text: JSON.stringify(statement), ...credential });
}

/**
 * Says what a file is, with no network.
 * @param thumbprint of the certificate that must have signed: SHA-1 or SHA-256 in hex digits. Without one, anybody's
 * signature would do.
 */
export function checkAttestation(file: Buffer, thumbprint: string, now: Date): AttestationCheck {
    let facts: CertificateFacts;
    let statement: ReturnType<typeof readStatement>;
    try {
        const { text, certificate } = openEnvelope(file);
        facts = certificate;
        statement = readStatement(text);
    } catch (error) {
        if (error instanceof EnvelopeError) {
            return { state: error.isEnvelope ? "changed" : "unreadable", reason: error.message };
        }
        throw error;
    }
    if (statement === undefined) {
        return { state: "unreadable", reason: "it attests something else than a verification of exo-unattended" };
    }
    if (statement.subject[0].digest.sha256 !== facts.thumbprintSha256.toLowerCase()) {
        return { state: "changed", reason: "it is signed with another certificate than the one it is about" };
    }
    const { provedAt, connection } = statement.predicate;
    const attested = { organization: connection.organization, provedAt };
    if (![facts.thumbprint, facts.thumbprintSha256].includes(thumbprint.toUpperCase())) {
        return { state: "replaced", reason: `it is for the certificate ${facts.thumbprint}`, attested };
    }
    const problem = proofProblem(statement.predicate, facts, now);
    if (problem !== undefined) {
        return { state: "unproved", reason: problem, attested };
    }
    if (statement.predicate.tenant === "local") {
        return { state: "local", reason: "a tenant on the verifier's machine answered, not Microsoft", attested };
    }
    return now > new Date(facts.notAfter)
        ? { state: "expired", reason: `its certificate has expired on ${facts.notAfter}`, attested }
        : { state: "valid", reason: `its certificate is valid until ${facts.notAfter}`, attested };
}

// Loose: the predicate is what its signer wrote, and these are all that is read of it here.
const schema = z.looseObject({
    _type: z.literal(statementType),
    subject: z.tuple([z.looseObject({ digest: z.looseObject({ sha256: z.string() }) })]),
    predicateType: z.literal(predicateType),
    predicate: z.looseObject({
        provedAt: z.string(),
        tenant: z.unknown().optional(),
        connection: z.looseObject({ organization: z.string() }),
    }),
});

/** A signed text as the part of a statement that a check reads, or undefined when it is none. */
function readStatement(text: string): z.infer<typeof schema> | undefined {
    try {
        return schema.safeParse(JSON.parse(text)).data;
    } catch {
        return undefined;
    }
}
