import { failed, passed, skipped, warning, type Check, type Outcome } from "../checks/check";
import { UserError } from "../errors/userError";
import { ExitStatus } from "../errors/exitStatus";
import { componentTokenPrefix, typeOf } from "../identities/names";
import type { Clock } from "../http/clock";
import { leaveRoleGroupsCommands } from "../microsoft/roleGroupCommands";
import type { Preview } from "../pulumi/preview";
import type { Attempt } from "./verifyRepeatedly";

/** Whether the login is taken away or given back. */
export type Direction = "revoke" | "revive";

/** How a revocation reaches the stack; each throws a UserError when that fails. */
export interface RevocationEffects {
    /** Of the login, for commands that a person runs. */
    readonly clientId: string;
    /** Sets `revoked` in the stack's configuration, or takes it out. */
    readonly setRevoked: (reason: string | undefined) => Promise<void>;
    readonly preview: () => Promise<Preview>;
    readonly update: (message: string) => Promise<void>;
    /** Deactivates the application, or activates it again. */
    readonly setDeactivated: (isDeactivated: boolean) => Promise<void>;
}

/**
 * Takes a login away or gives it back: in the configuration, so that the next update does not undo it, and with an update
 * that does nothing else.
 * @param before `revoked` in the configuration as it is
 * @returns whether the application is deactivated, which the azuread provider can neither do nor undo
 * @throws UserError when the update would do something else too, with the configuration as it was; or when a step fails
 */
export async function carryOut(
    direction: Direction,
    reason: string,
    before: string | undefined,
    effects: RevocationEffects,
): Promise<Check> {
    await effects.setRevoked(direction === "revoke" ? reason : undefined);
    const preview = await effects.preview();
    const others = [...preview.errors, ...otherChanges(direction, preview)];
    if (others.length > 0) {
        await effects.setRevoked(before);
        throw new UserError(
            `an update would also change something else: ${others.join("; ")}`,
            `Run \`pulumi up\` first, or take these changes out of the configuration.${direction === "revoke" ? ` ${stopSignIns(effects.clientId)}` : ""}`,
            { exitStatus: ExitStatus.PersonNeeded },
        );
    }
    // First, because an update takes half a minute.
    const application = direction === "revoke" ? await deactivation(effects) : await activation(before, effects);
    try {
        await effects.update(`${direction}: ${reason}`);
    } catch (error) {
        throw error instanceof UserError ? halfDone(direction, application, error, effects) : error;
    }
    return application;
}

/** In an emergency it matters most whether sign-ins are stopped already. */
function halfDone(
    direction: Direction,
    application: Check,
    error: UserError,
    { clientId }: RevocationEffects,
): UserError {
    const isStopped = application.result !== "warning";
    const remedies = [error.remedy, `Then ${direction} again.`, isStopped ? undefined : stopSignIns(clientId)];
    return new UserError(
        `the application is ${isStopped ? application.evidence : "not deactivated"}. Its service principal and roles are not changed yet: ${error.evidence.replace(/\.$/, "")}`,
        remedies.filter((remedy) => remedy !== undefined).join(" "),
        error,
    );
}

/** What a person does who cannot wait until the stack can be updated. */
export function stopSignIns(clientId: string): string {
    return `To stop sign-ins at once: az ad sp update --id ${clientId} --set accountEnabled=false`;
}

/** Where it cannot be done, the service principal is disabled all the same, which stops sign-ins in its tenant. */
async function deactivation({ setDeactivated }: RevocationEffects): Promise<Check> {
    try {
        await setDeactivated(true);
        return titled("Application", passed("deactivated: no tenant issues tokens for it"));
    } catch (error) {
        if (!(error instanceof UserError)) {
            throw error;
        }
        return titled(
            "Application",
            warning(
                `not deactivated, so only this tenant refuses its sign-ins: ${error.evidence}`,
                "If it has a service principal in other tenants: Microsoft Entra admin center > App registrations > Deactivate.",
            ),
        );
    }
}

/** @throws UserError when it cannot be done, with the configuration as it was */
async function activation(
    before: string | undefined,
    { setDeactivated, setRevoked }: RevocationEffects,
): Promise<Check> {
    try {
        await setDeactivated(false);
        return titled("Application", passed("activated again"));
    } catch (error) {
        if (error instanceof UserError && error.httpStatus === 400) {
            return titled(
                "Application",
                skipped("this tenant cannot deactivate applications, so it was not deactivated"),
            );
        }
        await setRevoked(before);
        throw error;
    }
}

function otherChanges(direction: Direction, { steps }: Preview): string[] {
    const roleChange = direction === "revoke" ? "delete" : "create";
    return steps
        .filter(
            ({ op, type }) =>
                !["same", "read", "refresh"].includes(op) &&
                !(
                    op === "update" &&
                    (type.startsWith(componentTokenPrefix) ||
                        type === "pulumi:pulumi:Stack" ||
                        type === typeOf("ServicePrincipal"))
                ) &&
                !(op === roleChange && type === typeOf("DirectoryRoleAssignment")),
        )
        .map(({ op, urn }) => `${op} ${urn}`);
}

/** How often to try again, in milliseconds. */
const pauseMs = 5_000;

/**
 * Signs in until Microsoft Entra refuses it. A disabled service principal is AADSTS7000112
 * (learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/error-code-aadsts7000112-application-is-disabled);
 * which number a deactivated application has, Microsoft does not say
 * (learn.microsoft.com/entra/identity/enterprise-apps/deactivate-app-registration).
 */
export async function signInCheck(
    attempt: () => Promise<Attempt>,
    timeoutMs: number,
    clock: Clock,
    signal: AbortSignal | undefined,
): Promise<Check> {
    const isRefused = ({ verdict, finding }: Attempt): boolean => verdict === "refused" && /\bAADSTS\d/.test(finding);
    const { answer, seconds } = await askUntil(attempt, isRefused, timeoutMs, clock, signal);
    const said = answer.verdict === "proved" ? "still accepted" : `not decided: ${answer.finding}`;
    return titled(
        "New sign-ins",
        isRefused(answer)
            ? passed(`refused after ${seconds} s (${answer.finding})`)
            : failed(`${said} after ${seconds} s`, "Run revoke again, and look at the owners below."),
    );
}

/**
 * Uses a token from before the revocation until Exchange Online refuses it. Tokens are not tied to the credential or the
 * service principal: they end after 60 to 90 minutes by themselves
 * (learn.microsoft.com/entra/identity-platform/access-tokens#token-lifetime), and continuous access evaluation for
 * workloads does not cover Exchange Online
 * (learn.microsoft.com/entra/identity/conditional-access/concept-continuous-access-evaluation-workload).
 * @param use whether Exchange Online still answers with it
 */
export async function issuedTokenCheck(
    use: () => Promise<boolean>,
    timeoutMs: number,
    clock: Clock,
    signal: AbortSignal | undefined,
): Promise<Check> {
    const isRefused = (accepted: boolean): boolean => !accepted;
    const { answer, seconds } = await askUntil(use, isRefused, timeoutMs, clock, signal);
    return titled(
        "Issued token",
        isRefused(answer)
            ? passed(`Exchange Online refuses a token from before the revocation after ${seconds} s`)
            : warning(
                  `Exchange Online still accepts a token from before the revocation after ${seconds} s`,
                  "Tokens end 60 to 90 minutes after their issue at the latest. Look at Exchange's audit log for what is done until then.",
              ),
    );
}

/** Asks again and again until the answer ends it or the time is over; the last answer, and how long it took. */
async function askUntil<Answer>(
    ask: () => Promise<Answer>,
    isEnd: (answer: Answer) => boolean,
    timeoutMs: number,
    clock: Clock,
    signal: AbortSignal | undefined,
): Promise<{ readonly answer: Answer; readonly seconds: number }> {
    const start = clock.now().getTime();
    for (;;) {
        const answer = await ask();
        const passedMs = clock.now().getTime() - start;
        if (isEnd(answer) || passedMs >= timeoutMs) {
            return { answer, seconds: Math.round(passedMs / 1000) };
        }
        await clock.sleep(pauseMs, signal);
    }
}

/** Owners can activate the application and enable the service principal again (same pages). */
export function ownersCheck(owners: readonly string[]): Check {
    return titled(
        "Owners",
        owners.length === 0
            ? passed("nobody owns the application or its service principal")
            : warning(
                  `these can undo it: ${owners.join(", ")}`,
                  "If one of them may be involved, remove it as an owner: az ad app owner remove.",
              ),
    );
}

/** Pulumi makes no application a member of a role group, and so it takes none out. */
export function roleGroupsCheck(groups: readonly string[], clientId: string): Check[] {
    return groups.length === 0
        ? []
        : [
              titled(
                  "Role groups",
                  warning(
                      `in Exchange Online it is a member of ${groups.join(", ")}`,
                      `As an Exchange administrator: ${leaveRoleGroupsCommands(clientId, groups)}`,
                  ),
              ),
          ];
}

const titled = (title: string, outcome: Outcome): Check => ({ title, ...outcome });
