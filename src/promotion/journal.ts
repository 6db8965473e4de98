import { hash } from "node:crypto";
import { z } from "zod";
import { UserError } from "../errors/userError";

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const at = z.string();

/**
 * What was done with a stack, with which digests. It says what happened; where a promotion stands is found out from the
 * stacks each time.
 */
const eventSchema = z.discriminatedUnion("event", [
    /** The stack's login was verified, and the stack is deployed from the definition. */
    z.object({ event: z.literal("verified"), at, definition: digest, state: digest, attestation: digest }),
    /** Its verification was refused: nothing of it is promoted until it is verified again. */
    z.object({ event: z.literal("refused"), at, definition: digest, state: digest, reason: z.string() }),
    /** A plan was sealed. */
    z.object({ event: z.literal("sealed"), at, seal: digest, from: z.string(), definition: digest }),
    z.object({ event: z.literal("approved"), at, seal: digest, by: z.string() }),
    z.object({ event: z.literal("applying"), at, seal: digest }),
    z.object({ event: z.literal("applied"), at, seal: digest, state: digest }),
    z.object({ event: z.literal("failed"), at, seal: digest, reason: z.string() }),
    /** The definition is in force, verified and attested. */
    z.object({
        ...{ event: z.literal("promoted"), at, seal: digest, from: z.string(), definition: digest, state: digest },
        /** What the digest of the definition is made of. */
        parts: z.object({
            ...{ program: digest, lockFile: digest.optional(), configuration: digest },
            plugins: z.record(z.string(), z.string()),
        }),
        /** Digest of the record's file. */
        record: digest,
        /** The commit of the project's folder, when it is in a Git repository. */
        commit: z.string().optional(),
    }),
]);

/** One thing that was done. */
export type JournalEvent = z.infer<typeof eventSchema>;

const lineSchema = z.object({ previous: z.string(), entry: eventSchema });

/** What the first line has in place of the digest of a line before. */
const noLine = "";

/** The line that adds an event to a journal: it holds the digest of the line before, so that no line can change. */
export function journalLine(text: string, entry: JournalEvent): string {
    const last = linesOf(text).at(-1);
    return `${JSON.stringify({ previous: last === undefined ? noLine : hash("sha256", last), entry })}\n`;
}

/**
 * Reads a journal. A last line without its end was interrupted while it was written: what it was to say did not happen
 * for the journal, and it is left out.
 * @param name of the file, for the error
 * @throws UserError when a line is not what was written
 */
export function parseJournal(text: string, name: string): readonly JournalEvent[] {
    let previous = noLine;
    return linesOf(text).map((line, index) => {
        const read = lineSchema.safeParse(json(line));
        if (!read.success || read.data.previous !== previous) {
            throw new UserError(
                `${name}: line ${index + 1} is not as it was written`,
                "Restore the file from version control or from the run that wrote it. Do not edit it: lines are only added.",
            );
        }
        previous = hash("sha256", line);
        return read.data.entry;
    });
}

/** The complete lines of a journal. */
export function completeLines(text: string): string {
    return text.slice(0, text.lastIndexOf("\n") + 1);
}

function linesOf(text: string): readonly string[] {
    return completeLines(text).split("\n").slice(0, -1);
}

function json(line: string): unknown {
    try {
        return JSON.parse(line);
    } catch {
        return undefined;
    }
}

type Event<Name extends JournalEvent["event"]> = Extract<JournalEvent, { readonly event: Name }>;

/** The last verification of a stack that was refused and not followed by one that held; undefined when there is none. */
export function revocation(events: readonly JournalEvent[]): Event<"refused"> | undefined {
    const last = events.findLast(({ event }) => event === "verified" || event === "refused" || event === "promoted");
    return last?.event === "refused" ? last : undefined;
}

/**
 * How a seal was approved; undefined when it was not.
 * @param isUsed whether an approval counts that was used up by an update @default false
 */
export function approvalOf(
    events: readonly JournalEvent[],
    seal: string,
    isUsed = false,
): Event<"approved"> | undefined {
    const last = events.findLast(
        (one): one is Event<"approved" | "applied"> =>
            (one.event === "approved" || (one.event === "applied" && !isUsed)) && one.seal === seal,
    );
    return last?.event === "approved" ? last : undefined;
}

/** The seal of an update that began and was not recorded as promoted yet. */
export function unfinishedSeal(events: readonly JournalEvent[]): string | undefined {
    const last = events.findLast(
        (one): one is Event<"applying" | "applied" | "promoted"> =>
            one.event === "applying" || one.event === "applied" || one.event === "promoted",
    );
    return last?.event === "promoted" ? undefined : last?.seal;
}

/** Whether a seal is recorded, and no update has begun since. */
export function isUnderWay(events: readonly JournalEvent[], seal: string): boolean {
    const last = events.findLast(({ event }) => event !== "verified" && event !== "refused");
    return (last?.event === "sealed" || last?.event === "approved") && last.seal === seal;
}

/** The definitions that were verified in a stack after their promotion, latest first, each once. */
export function promotedDefinitions(events: readonly JournalEvent[]): readonly Event<"promoted">[] {
    const promoted = events.filter((one) => one.event === "promoted").toReversed();
    return promoted.filter(
        ({ definition }, index) => promoted.findIndex((other) => other.definition === definition) === index,
    );
}

/** Where an interrupted promotion was, in words for people; undefined when the last one ended, or none began. */
export function interruptedAt(events: readonly JournalEvent[]): string | undefined {
    const last = events.findLast(({ event }) => event !== "verified" && event !== "refused");
    switch (last?.event) {
        case "sealed":
            return `the plan was sealed at ${last.at} and not approved`;
        case "approved":
            return `the seal was approved at ${last.at} and not applied`;
        case "applying":
            return `the update began at ${last.at}, and how it ended is not recorded`;
        case "applied":
            return `the update ended at ${last.at}, and was not verified`;
        case "failed":
            return `the promotion failed at ${last.at}: ${last.reason}`;
        default:
            return undefined;
    }
}

/** An event before its time is noted. */
export type NewEvent = JournalEvent extends infer Each ? (Each extends JournalEvent ? Omit<Each, "at"> : never) : never;
