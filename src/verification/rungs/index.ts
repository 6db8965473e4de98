import type { Outcome } from "../../checks/check";
import type { Connection } from "../../connection/connection";
import type { Scope } from "../options";
import type { Finding, Rung } from "../rung";
import { certificate } from "./certificate";
import { clock } from "./clock";
import { command } from "./command";
import { compliance } from "./compliance";
import { connection } from "./connection";
import { directoryRoles } from "./directoryRoles";
import { exchange } from "./exchange";
import { exchangeOrganization } from "./exchangeOrganization";
import { notRun } from "./notRun";
import { organization } from "./organization";
import { permission } from "./permission";
import { powershell } from "./powershell";
import { protectionPermission } from "./protectionPermission";
import { reachable } from "./reachable";
import { signIn } from "./signIn";
import { token } from "./token";
import { unreachable } from "./unreachable";

/** The ladder: every rung that it can have, in the order in which an attempt climbs them. */
export const rungs = [
    connection,
    certificate,
    clock,
    organization,
    signIn,
    token,
    permission,
    protectionPermission,
    directoryRoles,
    exchange,
    exchangeOrganization,
    command,
    notRun,
    compliance,
    reachable,
    unreachable,
    powershell,
] as const satisfies readonly Rung[];

type IdOf<R extends Rung> = R extends { readonly subjects: unknown } ? `${R["id"]}:${string}` : R["id"];

/** Names a check, such as `sign-in` or `command:Get-TransportRule`; the same in every run, so that runs can be compared. */
export type CheckId = IdOf<(typeof rungs)[number]>;

/** One check, made once. No text in it holds a secret. */
export interface Check extends Finding {
    readonly id: CheckId;
    /** What people call it. */
    readonly title: string;
}

/** A check that an attempt will make. */
export interface PlannedCheck {
    readonly id: CheckId;
    readonly title: string;
    readonly rung: Rung;
    /** What the check is about; empty for a rung that makes one check. */
    readonly subject: string;
}

/**
 * The checks of each attempt, in their order.
 * @param candidate the connection, or what is wrong with it
 */
export function plannedChecks(candidate: Connection | readonly string[], scope: Scope): readonly PlannedCheck[] {
    const cloud = "cloud" in candidate ? candidate.cloud : undefined;
    return (rungs as readonly Rung[])
        .filter(({ applies }) => applies?.({ scope, cloud }) ?? true)
        .flatMap((rung) => (rung.subjects?.(scope) ?? [undefined]).map((subject) => planned(rung, subject)));
}

function planned(rung: Rung, subject: string | undefined): PlannedCheck {
    const id = (subject === undefined ? rung.id : `${rung.id}:${subject}`) as CheckId;
    return { id, title: titleOf(rung, subject ?? ""), rung, subject: subject ?? "" };
}

function titleOf({ title }: Rung, subject: string): string {
    return typeof title === "string" ? title : title(subject);
}

/** What people call a check. */
export function checkTitle(id: CheckId): string {
    const [, rungId, subject = ""] = /^([^:]*):?(.*)$/s.exec(id) ?? [];
    const rung = rungs.find((candidate) => candidate.id === rungId);
    return rung === undefined ? id : titleOf(rung, subject);
}

/** An outcome as the check of that id. */
export function checkOf(id: CheckId, finding: Finding | Outcome): Check {
    return { id, title: checkTitle(id), ...finding };
}
