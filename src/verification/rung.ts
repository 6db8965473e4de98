import type { Outcome, Refusal } from "../checks/check";
import type { Connection } from "../connection/connection";
import { consentRemedy } from "../connection/adminConsent";
import type { Cloud } from "../microsoft/clouds";
import type { Attempt } from "./attempt";
import type { Scope } from "./options";

/** How often to look again, in milliseconds. */
export interface Patience {
    /** The pause before the second attempt. */
    readonly first: number;
    /** The longest pause. */
    readonly longest: number;
}

/** What a rung found. */
export interface Finding extends Outcome {
    /** How long the service asked not to be called again, in milliseconds (`Retry-After`). */
    readonly retryAfterMs?: number | undefined;
    /** Whether the service was only busy or the connection broken: worth another try soon. */
    readonly isTransient?: boolean | undefined;
    /** Whether an administrator of another tenant has to consent first. */
    readonly isConsentPending?: true;
}

/** What decides which rungs a ladder has. */
export interface Plan {
    readonly scope: Scope;
    /** Undefined when the connection cannot be read. */
    readonly cloud: Cloud | undefined;
}

/** One rung of the ladder: everything that is particular to one check. */
export interface Rung {
    /** Names the check, the same in every run, so that runs can be compared. */
    readonly id: string;
    /** What people call the check; of a rung with subjects, the check of that subject. */
    readonly title: string | ((subject: string) => string);
    /** What it does, in one sentence, for the documentation. */
    readonly purpose: string;
    /** Whether nothing rests on it: when it does not hold, the rungs after it are climbed all the same. */
    readonly standsAlone?: boolean;
    /** How often to look again while it waits. @default {@link otherwise} */
    readonly patience?: Patience;
    /** When the ladder has it. @default always */
    readonly applies?: (plan: Plan) => boolean;
    /** Makes one check of each subject, with the id `<rung>:<subject>`. @default one check without a subject */
    readonly subjects?: (scope: Scope) => readonly string[];
    /** Makes the check. It may rely on every earlier rung that does not stand alone. */
    readonly check: (attempt: Attempt, subject: string) => Finding | Promise<Finding>;
}

/** For a busy service or a broken connection, and for rungs that set no pace of their own. */
export const otherwise: Patience = { first: 2_000, longest: 30_000 };

/** A check that does not hold: `undecided` without an answer to judge, `waiting` when that may resolve, else `failed`. */
export function refused({ mayPassWithTime, isUndecided = false, evidence, remedy, ...again }: Refusal): Finding {
    const { retryAfterMs, isTransient } = again;
    const result = isUndecided ? "undecided" : mayPassWithTime ? "waiting" : "failed";
    return { result, evidence, remedy, retryAfterMs, isTransient };
}

/** The same, where an administrator of the connection's tenant may have to consent first. */
export function refusedTo(connection: Connection, refusal: Refusal): Finding {
    return refusal.lacksConsent === true && connection.awaitsAdminConsent === true
        ? {
              ...refused({ ...refusal, remedy: consentRemedy(connection) }),
              evidence: `admin consent is pending: ${refusal.evidence}`,
              isConsentPending: true,
          }
        : refused(refusal);
}
