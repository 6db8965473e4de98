import { z } from "zod";
import type { CertificateFacts } from "../certificate/certificateFacts";
import type { Connection } from "../connection/connection";
import { readConnection } from "../connection/parse";
import { connectionProblem, shapeProblem, timeProblem } from "./proofProblem";
import { statementType, subject, type AttestedStack, type Subject } from "./statement";

/** Names the form of {@link AccessPredicate}. It changes when a property goes or means something else. */
export const accessPredicateType = "pkg:npm/exo-unattended#access/v1";

/** One access, as the audit has it. */
export interface AttestedAccess {
    /** The login's name in the program. */
    readonly principal: string;
    readonly kind: string;
    readonly what: string | null;
    readonly scope: string | null;
    readonly via: string;
    readonly until: string | null;
    /** SHA-1, 40 upper-case hex digits; only of certificate credentials. */
    readonly thumbprint?: string | null;
}

/** Access that four sources have alike. Nothing in it is secret. */
export interface AccessPredicate {
    readonly auditor: { readonly name: string; readonly version: string };
    /** RFC 3339, UTC, whole seconds; by the clock of the machine that audited. */
    readonly auditedAt: string;
    /** Who answered: Microsoft, or a tenant on the auditor's machine, which proves nothing about Microsoft's. */
    readonly tenant: "microsoft" | "local";
    readonly stack: AttestedStack;
    /** The login that signed in. */
    readonly connection: Connection;
    readonly access: {
        /** What the program's preview leads to. */
        readonly predicted: readonly AttestedAccess[];
        readonly state: readonly AttestedAccess[];
        readonly tenant: readonly AttestedAccess[];
        /** Of the login: permissions of Exchange Online, and directory roles for the whole tenant. */
        readonly token: readonly AttestedAccess[];
    };
    /** What no source could be asked for, such as members of Exchange Online's role groups. */
    readonly notJudged: readonly string[];
}

/** An in-toto statement about a certificate: "whoever had its key had this access, and no other". */
export interface AccessStatement {
    readonly _type: typeof statementType;
    /** The certificate, by its DER, and the state that was audited. */
    readonly subject: readonly [Subject, ...Subject[]];
    readonly predicateType: typeof accessPredicateType;
    readonly predicate: AccessPredicate;
}

/** The statement of an audit. */
export function accessStatementOf(predicate: AccessPredicate): AccessStatement {
    const {
        connection: { organization, thumbprintSha256 },
        stack,
    } = predicate;
    return {
        _type: statementType,
        subject: [
            subject(`certificate of ${organization}`, thumbprintSha256.toLowerCase()),
            ...(stack.state === undefined ? [] : [subject(`state of ${stack.name}`, stack.state)]),
        ],
        predicateType: accessPredicateType,
        predicate,
    };
}

const access = z.looseObject({
    principal: z.string(),
    kind: z.string(),
    what: z.string().nullable(),
    scope: z.string().nullable(),
    via: z.string(),
    thumbprint: z.string().nullish(),
});

const dateTime = z.iso.datetime({ offset: true });

const schema = z.looseObject({
    tenant: z.enum(["microsoft", "local"], { error: "it does not say which kind of tenant answered" }),
    auditedAt: dateTime.refine((text) => !Number.isNaN(Date.parse(text)), "its time is not a date"),
    stack: z.looseObject({ name: z.string(), updatedAt: dateTime }),
    access: z.looseObject({
        predicted: z.array(access),
        state: z.array(access),
        tenant: z.array(access).nonempty("it holds no access"),
        token: z.array(access).nonempty("it holds no access of the token"),
    }),
    notJudged: z.array(z.string()),
});

/** What is read before anything is believed. */
const named = z.looseObject({
    auditedAt: z.string(),
    tenant: z.unknown().optional(),
    connection: z.looseObject({ organization: z.string() }),
    stack: z.looseObject({ name: z.string().optional(), state: z.string().optional() }).optional(),
});

/** What a signed predicate attests; undefined when it says nothing of the kind. */
export function readAccess(predicate: unknown):
    | {
          readonly attested: {
              readonly organization: string;
              readonly provedAt: string;
              readonly stack?: string;
              readonly stateDigest?: string;
              readonly access?: string;
          };
          readonly isLocal: boolean;
          readonly problem: (facts: CertificateFacts, now: Date) => string | undefined;
      }
    | undefined {
    const { data } = named.safeParse(predicate);
    const whole = schema.safeParse(predicate).data;
    return (
        data && {
            attested: {
                ...{ organization: data.connection.organization, provedAt: data.auditedAt },
                ...(data.stack?.name === undefined ? {} : { stack: data.stack.name }),
                ...(data.stack?.state === undefined ? {} : { stateDigest: data.stack.state }),
                ...(whole === undefined ? {} : { access: accessSummary(whole) }),
            },
            isLocal: data.tenant === "local",
            problem: (facts, now) => accessProblem(data, facts, now),
        }
    );
}

/**
 * Why a genuine statement does not show what it claims, as the middle of a sentence; undefined when it does. Its signer can
 * write anything, so it must hold what makes the claim true.
 * @param predicate as it was signed
 */
function accessProblem(predicate: unknown, facts: CertificateFacts, now: Date): string | undefined {
    const read = schema.safeParse(predicate);
    if (!read.success) {
        return shapeProblem(read.error);
    }
    const connection = readConnection((predicate as Partial<AccessPredicate>).connection);
    if (!("schemaVersion" in connection)) {
        return `its connection is not one: ${connection.join("; ")}`;
    }
    return (
        timeProblem(read.data.auditedAt, now) ?? connectionProblem(connection, facts) ?? viewsProblem(read.data.access)
    );
}

function viewsProblem({ predicted, state, tenant, token }: z.infer<typeof schema>["access"]): string | undefined {
    const keys = (view: readonly z.infer<typeof access>[]): ReadonlySet<string> => new Set(view.map(keyOf));
    const inTenant = keys(tenant);
    return !isSame(keys(predicted), keys(state))
        ? "program and state differ in it"
        : !isSame(keys(state), inTenant)
          ? "state and tenant differ in it"
          : token.some((one) => !inTenant.has(keyOf(one)))
            ? "its token holds what its tenant does not"
            : tenant.some(({ what, scope, thumbprint }) => (thumbprint ?? what) === null || scope === null)
              ? "it holds access that was not known"
              : undefined;
}

/** How much a genuine statement attests, for people. */
function accessSummary({ access: views, notJudged }: z.infer<typeof schema>): string {
    const parts = `${views.tenant.length} accesses are the same in program, state and tenant, and ${views.token.length} of them in the token`;
    return notJudged.length === 0 ? parts : `${parts}; ${notJudged.length} could not be read`;
}

/** What identifies an access; a certificate is itself, however the program calls it. */
function keyOf({ principal, kind, what, scope, via, thumbprint }: z.infer<typeof access>): string {
    return JSON.stringify([principal, kind, thumbprint ?? what, scope, via]);
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
    return one.size === other.size && [...one].every((key) => other.has(key));
}
