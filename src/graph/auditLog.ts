import { z } from "zod";
import { UserError } from "../errors/userError";
import type { Graph } from "./graph";
import { quoted } from "./logins";

/** How an application came into being, as the tenant's audit log has it. */
export interface Creation {
    /** RFC 3339. */
    readonly at: string;
    /** Object id of the user or the service principal that created it; undefined when the log does not name one. */
    readonly by: string | undefined;
}

// learn.microsoft.com/graph/api/resources/directoryaudit
const entry = z.object({
    activityDateTime: z.string(),
    initiatedBy: z
        .object({
            user: z.object({ id: z.string().nullish() }).nullish(),
            app: z.object({ servicePrincipalId: z.string().nullish() }).nullish(),
        })
        .nullish(),
});

/**
 * What answers a deployer without AuditLog.Read.All, a tenant without a licence for the log, and a cloud without it
 * (learn.microsoft.com/graph/api/directoryaudit-list).
 */
const unreadable: readonly (number | undefined)[] = [400, 403, 501];

/**
 * Who created the application, and when.
 * @returns undefined when the log cannot be read or does not have it: entries arrive late, and are kept for 7 or 30 days
 * (learn.microsoft.com/entra/identity/monitoring-health/reference-reports-data-retention)
 * @throws UserError when Graph does not answer
 */
export async function creationOf(graph: Graph, applicationObjectId: string): Promise<Creation | undefined> {
    const filter = `activityDisplayName eq 'Add application' and targetResources/any(t:t/id eq '${quoted(applicationObjectId)}')`;
    try {
        const path = `/auditLogs/directoryAudits?$filter=${encodeURIComponent(filter)}`;
        const [found] = await graph.list(path, entry);
        const { user, app } = found?.initiatedBy ?? {};
        return found && { at: found.activityDateTime, by: user?.id ?? app?.servicePrincipalId ?? undefined };
    } catch (error) {
        if (error instanceof UserError && unreadable.includes(error.httpStatus)) {
            return undefined;
        }
        throw error;
    }
}
