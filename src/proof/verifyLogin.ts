import type { Connection } from "../connection/connection";
import { skipped, type Check, type CheckId } from "../verification/check";
import type { Endpoints } from "../http/endpoints";
import type { VerifyOptions } from "../verification/options";
import { checkReport, summaryOf, type LoginReport, type Outcome } from "./report";
import { readLogin, type KeyOptions, type Login } from "./readLogin";
import type { LoginSource } from "../cli/options/loginSources";
import type { Progress } from "../cli/terminal/progress";
import { UserError } from "../errors/userError";

/** How to prove a login. */
export interface ProofTask {
    readonly key: KeyOptions;
    readonly verification: Omit<VerifyOptions, "onEvent" | "signal" | "endpoints">;
    readonly endpoints: Endpoints | undefined;
    readonly warnDays: number | undefined;
    readonly signal: AbortSignal;
}

/** What became of a login, and the login itself when it could be read. */
export interface ProvedLogin {
    readonly report: LoginReport;
    readonly login?: Login;
}

/** Reads one login and proves it. What keeps it from being proved, or even read, is a result and no error. */
export async function proveLogin(
    { name, source }: LoginSource,
    task: ProofTask,
    progress: Progress,
): Promise<ProvedLogin> {
    const started = Date.now();
    const nothingYet = { endsSoon: false, attempts: 0, checks: [] };
    let login: Login | undefined;
    let connection: Connection | undefined;
    let attempts = 0;
    let plan: readonly CheckId[] = [];
    const made = new Map<CheckId, Check>();
    try {
        login = await readLogin({ ...source, ...task.key }, task.signal);
        // Loaded here, because they bring zod: `--help` and a wrong argument do not wait for it.
        const { verify } = await import("../verification/verify.js");
        connection = await connectionOf(login);
        const { verdict, checks, ...effort } = await verify(login.connection, login.credential, {
            ...task.verification,
            endpoints: task.endpoints,
            signal: task.signal,
            onEvent: (event) => {
                if (event.type === "attempt") {
                    plan = event.checks;
                    attempts = event.attempt;
                } else if (event.type === "check") {
                    made.set(event.check.id, event.check);
                }
                progress.show(event);
            },
        });
        const endsSoon = verdict === "proved" && endsWithin(task.warnDays, connection);
        return { login, report: withSummary({ verdict, endsSoon, checks: checks.map(checkReport), ...effort }) };
    } catch (error) {
        const durationMs = Date.now() - started;
        if (task.signal.aborted) {
            const checks = plan.map((id) => checkReport(made.get(id) ?? skipped(id, "stopped before")));
            return { report: withSummary({ verdict: "stopped", endsSoon: false, attempts, durationMs, checks }) };
        }
        if (error instanceof UserError) {
            return { report: { name, verdict: "unreadable", summary: error.message, ...nothingYet, durationMs } };
        }
        throw error;
    } finally {
        progress.stop();
    }

    function withSummary(outcome: Omit<Outcome, "connection">): LoginReport {
        const whole = connection === undefined ? outcome : { ...outcome, connection: essence(connection) };
        const { verdict, endsSoon, ...rest } = whole;
        return { name, verdict, endsSoon, summary: summaryOf(whole), ...rest };
    }
}

async function connectionOf({ connection }: Login): Promise<Connection | undefined> {
    const { readConnection } = await import("../verification/connectionCheck.js");
    const read = readConnection(connection);
    return "result" in read ? undefined : read;
}

function essence({
    cloud,
    organization,
    tenantId,
    clientId,
    thumbprint,
    notAfter,
}: Connection): LoginReport["connection"] & object {
    return { cloud, organization, tenantId, clientId, thumbprint, notAfter };
}

function endsWithin(days: number | undefined, connection: Connection | undefined): boolean {
    return (
        days !== undefined &&
        connection !== undefined &&
        Date.parse(connection.notAfter) - Date.now() < days * 86_400_000
    );
}
