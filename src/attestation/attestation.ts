import { z } from "zod";
import type { CertificateFacts } from "../certificate/certificateFacts";
import type { Credential } from "../verification/credential";
import { accessPredicateType, readAccess, type AccessStatement } from "./accessStatement";
import { EnvelopeError, openEnvelope, sealEnvelope } from "./envelope";
import { connectionProblem, proofProblem, timeProblem } from "./proofProblem";
import { readPromotion, summaryType, type PromotionStatement } from "./promotionRecord";
import { readRevocation, revocationPredicateType, type RevocationStatement } from "./revocationStatement";
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
    readonly attested?: Attested;
}

/** What a genuine attestation says. */
export interface Attested {
    /** The initial domain. */
    readonly organization: string;
    /** RFC 3339. */
    readonly provedAt: string;
    /** The stack; absent when the login came from a file. */
    readonly stack?: string | undefined;
    /** Digest of the definition; absent when it was not attested. */
    readonly definition?: string | undefined;
    /** Digest of the stack's state; absent when it was not attested. */
    readonly stateDigest?: string | undefined;
    /** Of an audit: what is attested of the access, in words. */
    readonly access?: string | undefined;
    /** Of a promotion's record: where the definition came from, and the seal that was approved. */
    readonly promotion?: { readonly from: string; readonly seal: string; readonly isRestoration: boolean } | undefined;
    /** Of a login that was taken away or given back: which of both, why and by whom. */
    readonly revocation?:
        { readonly action: "revoke" | "revive"; readonly reason: string; readonly by: string } | undefined;
}

/**
 * Signs a statement with the key of the certificate that it is about.
 * @returns the text of the file
 */
export function attest(
    statement: Statement | PromotionStatement | AccessStatement | RevocationStatement,
    credential: Credential,
): string {
    return sealEnvelope({ text: JSON.stringify(statement), ...credential });
}

/**
 * Says what a file is, with no network.
 * @param thumbprint of the certificate that must have signed: SHA-1 or SHA-256 in hex digits. Without one, anybody's
 * signature would do.
 */
export function checkAttestation(file: Buffer, thumbprint: string, now: Date): AttestationCheck {
    let facts: CertificateFacts;
    let statement: SignedStatement | undefined;
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
    const read = statement && readPredicate(statement);
    if (statement === undefined || read === undefined) {
        return { state: "unreadable", reason: "it attests nothing that exo-unattended attests" };
    }
    if (statement.subject[0].digest.sha256 !== facts.thumbprintSha256.toLowerCase()) {
        return { state: "changed", reason: "it is signed with another certificate than the one it is about" };
    }
    const { attested, isLocal } = read;
    if (![facts.thumbprint, facts.thumbprintSha256].includes(thumbprint.toUpperCase())) {
        return { state: "replaced", reason: `it is for the certificate ${facts.thumbprint}`, attested };
    }
    const problem = read.problem(facts, now) ?? subjectProblem(statement, attested);
    if (problem !== undefined) {
        return { state: "unproved", reason: problem, attested };
    }
    if (isLocal) {
        return { state: "local", reason: "a tenant on the verifier's machine answered, not Microsoft", attested };
    }
    return now > new Date(facts.notAfter)
        ? { state: "expired", reason: `its certificate has expired on ${facts.notAfter}`, attested }
        : { state: "valid", reason: `its certificate is valid until ${facts.notAfter}`, attested };
}

const subjectSchema = z.looseObject({ digest: z.looseObject({ sha256: z.string() }) });

// Loose: the predicate is what its signer wrote, and these are all that is read of it here.
const schema = z.looseObject({
    _type: z.literal(statementType),
    subject: z.tuple([subjectSchema], subjectSchema),
    predicateType: z.enum([predicateType, summaryType, accessPredicateType, revocationPredicateType]),
    predicate: z.looseObject({}),
});

const verificationSchema = z.looseObject({
    provedAt: z.string(),
    tenant: z.unknown().optional(),
    connection: z.looseObject({ organization: z.string() }),
    stack: z.looseObject({ name: z.string().optional(), state: z.string().optional() }).optional(),
    definition: z.string().optional(),
});

type SignedStatement = z.infer<typeof schema>;

/** A signed text as the part of a statement that a check reads, or undefined when it is not one. */
function readStatement(text: string): SignedStatement | undefined {
    try {
        return schema.safeParse(JSON.parse(text)).data;
    } catch {
        return undefined;
    }
}

interface ReadPredicate {
    readonly attested: Attested;
    readonly isLocal: boolean;
    /** Why it is not a proof, as the middle of a sentence. */
    readonly problem: (facts: CertificateFacts, now: Date) => string | undefined;
}

/** Undefined when the predicate says nothing of the kind. */
function readPredicate({ predicateType: type, predicate }: SignedStatement): ReadPredicate | undefined {
    if (type === summaryType) {
        const promotion = readPromotion(predicate);
        if (typeof promotion === "string") {
            return undefined;
        }
        const { from, to, seal, definition, state, connection, verifiedAt, isRestoration = false } = promotion;
        return {
            attested: {
                ...{ organization: connection.organization, provedAt: verifiedAt },
                ...{ stack: to, definition, stateDigest: state, promotion: { from, seal, isRestoration } },
            },
            isLocal: promotion.tenant === "local",
            problem: (facts, now) => timeProblem(verifiedAt, now) ?? connectionProblem(connection, facts),
        };
    }
    if (type === accessPredicateType) {
        return readAccess(predicate);
    }
    if (type === revocationPredicateType) {
        return readRevocation(predicate);
    }
    const { data } = verificationSchema.safeParse(predicate);
    return (
        data && {
            attested: {
                ...{ organization: data.connection.organization, provedAt: data.provedAt },
                ...(data.stack?.name === undefined ? {} : { stack: data.stack.name }),
                ...(data.definition === undefined ? {} : { definition: data.definition }),
                ...(data.stack?.state === undefined ? {} : { stateDigest: data.stack.state }),
            },
            isLocal: data.tenant === "local",
            problem: (facts, now) => proofProblem(data, facts, now),
        }
    );
}

/** Whoever looks for a digest reads the subjects, so they must be those of the predicate. */
function subjectProblem({ subject }: SignedStatement, { definition, stateDigest }: Attested): string | undefined {
    const [, ...named] = subject.map(({ digest }) => digest.sha256);
    const stated = [definition, stateDigest].filter((one) => one !== undefined);
    return named.length === stated.length && stated.every((one, index) => named[index] === one)
        ? undefined
        : "its subjects are not the definition and the state that it names";
}
