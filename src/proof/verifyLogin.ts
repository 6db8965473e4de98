import type { Connection } from "../connection/connection";
import { skipped } from "../checks/check";
import { checkOf, type Check, type CheckId } from "../verification/rungs";
import type { Endpoints } from "../http/endpoints";
import type { VerificationEvent, VerifyOptions } from "../verification/options";
import { checkReport, summaryOf, type LoginReport, type Outcome } from "./report";
import { readLogin, type Login } from "./readLogin";
import type { KeySource, LoginSource } from "./loginSource";
import { UserError } from "../errors/userError";
import { readConnection } from "../connection/parse";
import { verifyParsed, type TokenRights } from "../verification/verify";

/** How to verify a login. */
export interface VerifyLoginOptions {
    readonly key: KeySource;
    readonly verification: Omit<VerifyOptions, "onEvent" | "signal" | "endpoints">;
    /** @default the hosts of the connection's cloud. */
    readonly endpoints: Endpoints | undefined;
    /** Report a certificate that ends within so many days. @default none is reported. */
    readonly warnDays: number | undefined;
    readonly signal: AbortSignal;
}

/** Shows what a verification does and waits for while it runs. */
export interface Progress {
    show(event: VerificationEvent): void;
    /** Takes away what is still on the screen. */
    stop(): void;
}

/** What became of a login, and the login itself when it could be read. */
export interface VerifiedLogin {
    readonly report: LoginReport;
    readonly login?: Login;
    /** What the verified token holds; absent when there was none. */
    readonly rights?: TokenRights;
}

/** Reads one login and verifies it. What keeps it from being verified, or even read, is a result and not an error. */
export async function verifyLogin(
    { name, ...source }: LoginSource,
    task: VerifyLoginOptions,
    progress: Progress,
): Promise<VerifiedLogin> {
    const started = Date.now();
    const nothingYet = { endsSoon: false, attempts: 0, checks: [] };
    let login: Login | undefined;
    let connection: Connection | undefined;
    let attempts = 0;
    let plan: readonly CheckId[] = [];
    const made = new Map<CheckId, Check>();
    try {
        login = await readLogin(source, task.key, task.signal);
        const candidate = readConnection(login.connection);
        connection = "schemaVersion" in candidate ? candidate : undefined;
        const { verdict, checks, rights, ...effort } = await verifyParsed(candidate, login.credential, {
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
        const report = withSummary({ verdict, endsSoon, checks: checks.map(checkReport), ...effort });
        return { login, report, ...(rights === undefined ? {} : { rights }) };
    } catch (error) {
        const durationMs = Date.now() - started;
        if (task.signal.aborted) {
            const checks = plan.map((id) => checkReport(made.get(id) ?? checkOf(id, skipped("stopped before"))));
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
