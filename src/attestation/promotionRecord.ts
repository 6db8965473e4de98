import { z } from "zod";
import type { Connection } from "../connection/connection";
import { statementType, subject, type Subject } from "./statement";

/** The predicate of SLSA's verification summary (slsa.dev/spec/v1.1/verification_summary), as in-toto lists it. */
export const summaryType = "https://slsa.dev/verification_summary/v1";

/** The property with what a summary has no word for: consumers ignore those that they do not know. */
const extension = "exo-unattended_promotion";

/** A promotion that has ended: a definition, verified in one stack, was applied to another and verified there. */
export interface Promotion {
    /** The stack that the definition came from; of a restoration, the stack itself. */
    readonly from: string;
    readonly to: string;
    /** Digests: of the definition, of the target's state after the update, of the seal that was approved. */
    readonly definition: string;
    readonly state: string;
    readonly seal: string;
    /** How the seal was approved. */
    readonly approvedBy: string;
    /** Where a definition that was restored had been verified before; absent of a promotion. */
    readonly isRestoration?: true;
    /** Who answered: Microsoft, or a tenant on the machine that promoted. */
    readonly tenant: "microsoft" | "local";
    /** The target's login. */
    readonly connection: Connection;
}

/** A file that the promotion rests on. */
export interface InputAttestation {
    readonly uri: string;
    readonly digest: { readonly sha256: string };
}

/** What a record says besides the promotion itself. */
export interface RecordDetails {
    /** This package's version. */
    readonly version: string;
    readonly pulumiVersion: string;
    /** RFC 3339, UTC, whole seconds. */
    readonly verifiedAt: string;
    /** Digest of `promotion.json`. */
    readonly policy: string;
    readonly inputs: readonly InputAttestation[];
}

/** A promotion as an in-toto statement with a verification summary. */
export interface PromotionStatement {
    readonly _type: typeof statementType;
    /** The certificate of the target's login, the definition, the target's state. */
    readonly subject: readonly [Subject, ...Subject[]];
    readonly predicateType: typeof summaryType;
    readonly predicate: Readonly<Record<string, unknown>>;
}

/** The statement of a promotion that has ended. */
export function promotionStatement(promotion: Promotion, details: RecordDetails): PromotionStatement {
    const { connection, definition, state, to } = promotion;
    return {
        _type: statementType,
        subject: [
            subject(`certificate of ${connection.organization}`, connection.thumbprintSha256.toLowerCase()),
            subject("definition", definition),
            subject(`state of ${to}`, state),
        ],
        predicateType: summaryType,
        predicate: {
            verifier: {
                id: "pkg:npm/exo-unattended",
                version: { "exo-unattended": details.version, pulumi: details.pulumiVersion },
            },
            timeVerified: details.verifiedAt,
            resourceUri: `https://login.microsoftonline.com/${connection.tenantId}#${encodeURIComponent(to)}`,
            policy: { uri: "promotion.json", digest: { sha256: details.policy } },
            inputAttestations: details.inputs,
            verificationResult: "PASSED",
            // Levels of one's own must not begin with SLSA_.
            verifiedLevels: ["EXO_UNATTENDED_PROMOTED"],
            [extension]: promotion,
        },
    };
}

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const schema = z.looseObject({
    timeVerified: z.iso.datetime({ offset: true }),
    verificationResult: z.literal("PASSED", { error: 'its result is not "PASSED"' }),
    [extension]: z.looseObject({
        from: z.string(),
        to: z.string(),
        definition: digest,
        state: digest,
        seal: digest,
        isRestoration: z.literal(true).optional(),
        tenant: z.enum(["microsoft", "local"]),
        connection: z.looseObject({ organization: z.string(), thumbprintSha256: z.string() }),
    }),
});

/** What a check reads of the predicate of a record. */
export type ReadPromotion = Readonly<z.infer<typeof schema>[typeof extension] & { readonly verifiedAt: string }>;

/** The promotion in a signed predicate, or why it is not one, as the middle of a sentence. */
export function readPromotion(predicate: unknown): ReadPromotion | string {
    const read = schema.safeParse(predicate);
    if (!read.success) {
        const [issue] = read.error.issues;
        return `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unreadable"}`;
    }
    return { ...read.data[extension], verifiedAt: read.data.timeVerified };
}
