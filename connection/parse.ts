import { z } from "zod";
import { Cloud } from "../microsoft/clouds";
import { isGuid } from "../microsoft/guid";
import { organizationProblem } from "../microsoft/organization";
import { connectionSchemaVersion, type Connection } from "./connection";

/** Thrown for something that is not a connection; `problems` holds one line per property. */
export class ConnectionError extends Error {
    override readonly name = "ConnectionError";

    constructor(readonly problems: readonly string[]) {
        super(`not a connection: ${problems.join("; ")}`);
    }
}

const guid = z.string().refine(isGuid, "must be a GUID");
const dateTime = z.iso.datetime({
    precision: 0,
    error: "must be a time in UTC and whole seconds (2026-01-31T08:00:00Z)",
});

// Loose: a later version may add properties without becoming unreadable.
const schema = z
    .looseObject({
        schemaVersion: z.literal(connectionSchemaVersion, {
            error: `must be ${connectionSchemaVersion}; another version of exo-unattended wrote this connection`,
        }),
        cloud: z.enum(Cloud, { error: `must be one of ${Object.values(Cloud).join(", ")}` }),
        tenantId: guid,
        organization: z.string(),
        clientId: guid,
        applicationObjectId: guid,
        servicePrincipalObjectId: guid,
        thumbprint: z.string().regex(/^[0-9A-F]{40}$/, "must be 40 upper-case hex digits"),
        thumbprintSha256: z.string().regex(/^[0-9A-F]{64}$/, "must be 64 upper-case hex digits"),
        notBefore: dateTime,
        notAfter: dateTime,
        roles: z.array(guid),
        exchangeRoleGroups: z.array(z.string()).default([]),
    })
    .superRefine(({ organization, cloud }, context) => {
        const problem = organizationProblem(organization, cloud);
        if (problem !== undefined) {
            context.addIssue({ code: "custom", path: ["organization"], message: problem });
        }
    });

/**
 * Checks a value that came from outside, such as a stack's output or a file.
 * @throws ConnectionError with every problem found.
 */
export function parseConnection(value: unknown): Connection {
    const result = schema.safeParse(value);
    if (!result.success) {
        throw new ConnectionError(
            result.error.issues.map((issue) => `${issue.path.join(".") || "the whole"}: ${issue.message}`),
        );
    }
    return result.data;
}
