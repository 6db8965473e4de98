import type { Outcome, Refusal } from "../checks/check";

/** What people call the rungs that every ladder can have, in their order. */
const rungTitles = {
    connection: "Connection",
    certificate: "Certificate",
    clock: "Clock",
    organization: "Organization",
    "sign-in": "Sign-in",
    token: "Token",
    permission: "Permission",
    "protection-permission": "Protection permission",
    "directory-roles": "Directory roles",
    exchange: "Exchange Online",
    "exchange-organization": "Answer's origin",
    compliance: "Security & Compliance",
    powershell: "PowerShell",
} as const;

/** Names a check; the same in every run, so that runs can be compared. */
export type CheckId =
    | keyof typeof rungTitles
    /** A command that the user named, such as `command:Get-TransportRule`. */
    | `command:${string}`
    /** A mailbox that must be readable. */
    | `reachable:${string}`
    /** A mailbox that must not be readable. */
    | `unreachable:${string}`;

/** What people call a check. */
export function checkTitle(id: CheckId): string {
    if (isRung(id)) {
        return rungTitles[id];
    }
    const [kind = "", name = ""] = /^(\w+):(.*)$/s.exec(id)?.slice(1) ?? [];
    return kind === "command" ? name : `${kind === "reachable" ? "Reachable" : "Unreachable"} ${name}`;
}

/** Whether nothing rests on this check: when it does not hold, those after it are made all the same. */
export function standsAlone(id: CheckId): boolean {
    return !isRung(id) || id === "compliance" || id === "powershell";
}

function isRung(id: CheckId): id is keyof typeof rungTitles {
    return Object.hasOwn(rungTitles, id);
}

/** One check, made once. No text in it holds a secret. */
export interface Check extends Outcome {
    readonly id: CheckId;
    /** How long the service asked not to be called again, in milliseconds (`Retry-After`). */
    readonly retryAfterMs?: number | undefined;
    /** Whether there was no real answer, only a busy service or a broken connection: worth another try soon. */
    readonly isTransient?: boolean | undefined;
}

/** A check that holds. */
export function passed(id: CheckId, evidence: string): Check {
    return { id, result: "passed", evidence };
}

/** A check that was not made, or does not apply. */
export function skipped(id: CheckId, reason: string): Check {
    return { id, result: "skipped", evidence: reason };
}

/** A check that does not hold: `waiting` when that may pass with time, else `failed`. */
export function refused(id: CheckId, { evidence, remedy, mayPassWithTime, retryAfterMs, isTransient }: Refusal): Check {
    return { id, result: mayPassWithTime ? "waiting" : "failed", evidence, remedy, retryAfterMs, isTransient };
}

/** Whether the login is not proved because of this check. */
export function blocks(check: Check): boolean {
    return check.result === "waiting" || check.result === "failed";
}
