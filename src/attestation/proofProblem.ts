import { z } from "zod";
import type { CertificateFacts } from "../certificate/certificateFacts";
import { readConnection } from "../connection/parse";
import { plannedChecks } from "../verification/rungs";
import type { Predicate } from "./statement";

/** How far the clocks of two machines may differ, in milliseconds. */
const skewMs = 5 * 60_000;

const dateTime = z.iso.datetime({ offset: true });

const schema = z.looseObject({
    verdict: z.literal("proved", { error: 'its verdict is not "proved"' }),
    tenant: z.enum(["microsoft", "local"], { error: "it does not say which kind of tenant answered" }),
    until: z.enum(["token", "exchange"], { error: "it does not say how far the proof went" }),
    provedAt: dateTime.refine((text) => !Number.isNaN(Date.parse(text)), "its time is not a date"),
    stack: z.looseObject({ updatedAt: dateTime }).optional(),
    checks: z.array(z.looseObject({ id: z.string(), result: z.string() })),
});

/** Checks that may be skipped in a proof; without the others nothing is proved. */
const dispensable: readonly string[] = ["clock", "directory-roles"];
const beyondToken: readonly string[] = ["exchange", "exchange-organization"];

/**
 * Why a genuine statement is not a proof, as the middle of a sentence; undefined when it is one. Its signer can write
 * anything, so it must hold what a proof holds.
 * @param predicate as it was signed
 */
export function proofProblem(predicate: unknown, facts: CertificateFacts, now: Date): string | undefined {
    const read = schema.safeParse(predicate);
    if (!read.success) {
        return shapeProblem(read.error);
    }
    const { provedAt, until, checks } = read.data;
    const future = timeProblem(provedAt, now);
    if (future !== undefined) {
        return future;
    }
    const connection = readConnection((predicate as Partial<Predicate>).connection);
    if (!("schemaVersion" in connection)) {
        return `its connection is not one: ${connection.join("; ")}`;
    }
    const other = connectionProblem(connection, facts);
    if (other !== undefined) {
        return other;
    }
    const bad = checks.find(({ result }) => !["passed", "warning", "skipped"].includes(result));
    if (bad !== undefined) {
        return `its check "${bad.id}" did not pass`;
    }
    const mayBeSkipped = until === "token" ? [...dispensable, ...beyondToken] : dispensable;
    const missing = plannedChecks(connection, {}).find(
        ({ id }) =>
            !checks.some((check) => check.id === id && (check.result !== "skipped" || mayBeSkipped.includes(id))),
    );
    return missing === undefined ? undefined : `its check "${missing.id}" is missing`;
}

/** Why a time cannot be that of a proof. */
export function timeProblem(provedAt: string, now: Date): string | undefined {
    return Date.parse(provedAt) > now.getTime() + skewMs
        ? `it was proved at ${provedAt}, which is in the future`
        : undefined;
}

/** Why a connection cannot be that of the certificate. */
export function connectionProblem(
    { thumbprintSha256 }: { readonly thumbprintSha256: string },
    facts: CertificateFacts,
): string | undefined {
    return thumbprintSha256 === facts.thumbprintSha256 ? undefined : "its connection has another certificate";
}

/** The first thing that a schema found wrong with a predicate. */
export function shapeProblem({ issues: [issue] }: z.ZodError): string {
    const where = issue?.path.join(".") ?? "";
    return issue?.code === "invalid_format" ? `${where} is not a date` : `${where}: ${issue?.message ?? "unreadable"}`;
}
