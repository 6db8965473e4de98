import { UserError } from "../errors/userError";
import type { Clock } from "../http/clock";
import type { Endpoints } from "../http/endpoints";
import type { Send } from "../http/send";
import type { Check, CheckId } from "./rungs";

/** How far a verification goes: up to a token that shows the rights, or up to an answer of Exchange Online. */
export type Until = "token" | "exchange";

/** Who asks Exchange Online: our own REST calls, or Microsoft's module as well. */
export type Engine = "rest" | "powershell";

/** A cmdlet that a script calls. */
export interface ScriptCmdlet {
    /** As Exchange Online itself knows it: `Get-Mailbox` for `Get-EXOMailbox`. */
    readonly cmdlet: string;
    /** Why it is not run. @default it is run, without parameters */
    readonly notRun?: string | undefined;
}

/** The cmdlets that Exchange Online runs for a verification: those of the user and those of scripts, each once. */
export function commandsOf({ commands = [], scriptCmdlets = [] }: Scope): readonly string[] {
    const named = new Set(commands.map((command) => command.toLowerCase()));
    const ofScripts = scriptCmdlets.filter(
        ({ cmdlet, notRun }) => notRun === undefined && !named.has(cmdlet.toLowerCase()),
    );
    return [...commands, ...ofScripts.map(({ cmdlet }) => cmdlet)];
}

/** What to verify besides the ladder that every verification climbs. */
export interface Scope {
    /**
     * Where the verification ends. Exchange Online's REST interface is not published for others than its own module
     * (KelvinTegelaar/CIPP-API and cisagov/ScubaGear use it too); `token` does without it.
     * @default exchange
     */
    readonly until?: Until;
    /**
     * `powershell` runs `Connect-ExchangeOnline` as a second check, where PowerShell and its module are installed.
     * @default rest
     */
    readonly engine?: Engine;
    /** Cmdlets that Exchange Online must run, such as `Get-TransportRule`: only `Get-` and `Test-`. @default none */
    readonly commands?: readonly string[];
    /** Cmdlets of scripts: those that only read run as {@link commands} do, the others are listed. @default none */
    readonly scriptCmdlets?: readonly ScriptCmdlet[];
    /** Also check access to Security & Compliance PowerShell (token and role only). @default false */
    readonly compliance?: boolean;
    /** Mailboxes that must be readable, by address or id. @default none */
    readonly reachable?: readonly string[];
    /** Mailboxes that must not be readable. @default none */
    readonly unreachable?: readonly string[];
}

/** What happens during a verification, as it happens. */
export type VerificationEvent =
    | {
          /** An attempt begins: these checks follow, in this order, and each ends once. */
          readonly type: "attempt";
          /** 1 is the first. */
          readonly attempt: number;
          readonly checks: readonly CheckId[];
      }
    | {
          /** A check has ended. */
          readonly type: "check";
          readonly attempt: number;
          readonly check: Check;
      }
    | {
          /** An attempt met something that may resolve after propagation; the next one starts after a pause. */
          readonly type: "pause";
          readonly attempt: number;
          readonly waitingFor: Check;
          readonly pauseMs: number;
          /** What is left of the budget, the pause included. */
          readonly remainingMs: number;
      };

/** How to verify. */
export interface VerifyOptions extends Scope {
    /**
     * How long to repeat what may resolve after propagation, in milliseconds, up to {@link longestTimeoutMs}; 0 means one
     * attempt. The last attempt starts when this time ends, at the latest, and gets {@link lastAttemptMs} at most.
     * @default 15 minutes: Exchange Online honours a new role after 2 to 5 minutes as a rule.
     */
    readonly timeoutMs?: number;
    /** Where Microsoft's services are. @default the hosts of the connection's cloud. */
    readonly endpoints?: Endpoints | undefined;
    /** Called as things happen. It must not throw. */
    readonly onEvent?: (event: VerificationEvent) => void;
    /** Ends the verification at once: the promise is rejected with the signal's reason. */
    readonly signal?: AbortSignal;
    /** @default the machine's own clock. */
    readonly clock?: Clock;
    /** What sends each request. @default new network connections for each attempt, as the environment's proxy settings want */
    readonly send?: Send;
}

export const defaultTimeoutMs = 15 * 60_000;

/** The longest time that a verification repeats attempts, in milliseconds: a role group may take two hours (reported). */
export const longestTimeoutMs = 6 * 60 * 60_000;

/** How long an attempt may go on after the time of a verification has ended, in milliseconds. */
export const lastAttemptMs = 2 * 60_000;

/** @throws UserError */
export function checkOptions({
    timeoutMs = defaultTimeoutMs,
    until = "exchange",
    commands = [],
    scriptCmdlets = [],
    compliance = false,
    reachable = [],
    unreachable = [],
}: VerifyOptions): void {
    const problem =
        timeoutProblem(timeoutMs) ??
        commands.map(commandProblem).find((text) => text !== undefined) ??
        blank([...reachable, ...unreachable]) ??
        repeated([...commands, ...reachable, ...unreachable]);
    if (problem !== undefined) {
        throw new UserError(problem);
    }
    if (
        until === "token" &&
        (compliance || commands.length + scriptCmdlets.length + reachable.length + unreachable.length > 0)
    ) {
        throw new UserError(
            "a verification that ends at the token runs no commands and reads no mailboxes. Leave those out, or verify up to exchange",
        );
    }
}

function timeoutProblem(timeoutMs: number): string | undefined {
    return timeoutMs >= 0 && timeoutMs <= longestTimeoutMs
        ? undefined
        : `a timeout of ${timeoutMs} ms: give 0 to ${longestTimeoutMs}, which is 6 hours`;
}

/**
 * A verification changes nothing, so it runs what reads and what tests. Cmdlets with EXO in their names are made of
 * several requests by the module on the user's machine; Exchange Online does not know them.
 */
function commandProblem(command: string): string | undefined {
    if (!/^(Get|Test)-[a-z]+$/i.test(command)) {
        return `the command "${command}": give the name of one that reads, Get-… or Test-…, without parameters`;
    }
    return /^Get-EXO/i.test(command)
        ? `the command "${command}" is the module's own, Exchange Online knows Get-${command.slice("Get-EXO".length)}`
        : undefined;
}

function blank(mailboxes: readonly string[]): string | undefined {
    return mailboxes.some((mailbox) => mailbox.trim() === "") ? "a mailbox without a name" : undefined;
}

function repeated(names: readonly string[]): string | undefined {
    const keys = names.map((name) => name.toLowerCase());
    const twice = names.find((name, index) => keys.indexOf(name.toLowerCase()) !== index);
    return twice === undefined ? undefined : `"${twice}" is named twice`;
}
