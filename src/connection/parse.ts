import { z } from "zod";
import { readThumbprint } from "../certificate/thumbprint";
import { Cloud } from "../microsoft/clouds";
import { isGuid } from "../microsoft/guid";
import { organizationProblem } from "../microsoft/organization";
import { consentRemedy } from "./adminConsent";
import { connectionSchemaVersion, isConsentPending, type Connection } from "./connection";
import { ExitStatus } from "../errors/exitStatus";
import { schemaProblems } from "../errors/schemaProblems";
import { UserError } from "../errors/userError";

const guid = z.string().refine(isGuid, "must be a GUID");
const dateTime = z.iso.datetime({
    precision: 0,
    error: "must be a time in UTC and whole seconds (2026-01-31T08:00:00Z)",
});

/** It is shown, and printed in commands: nothing in it may steer a terminal, end a line or hide. */
const visibleText = z
    .string()
    .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+$/u, "must not hold control or invisible characters");

/** As people copy it from Windows; what is kept has upper-case digits alone. */
const thumbprint = (digits: number) =>
    z
        .string()
        .transform((text) => readThumbprint(text) ?? text)
        .refine((text) => /^[0-9A-F]+$/.test(text) && text.length === digits, `must be ${digits} hex digits`);

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
        servicePrincipalObjectId: z.union([guid, z.literal("")], "must be a GUID"),
        thumbprint: thumbprint(40),
        thumbprintSha256: thumbprint(64),
        notBefore: dateTime,
        notAfter: dateTime,
        roles: z.array(guid),
        exchangeRoleGroups: z.array(visibleText).default([]),
        awaitsAdminConsent: z.boolean({ error: "must be true or false" }).exactOptional(),
    })
    .superRefine(({ organization, cloud, servicePrincipalObjectId, awaitsAdminConsent }, context) => {
        if (servicePrincipalObjectId === "" && awaitsAdminConsent !== true) {
            context.addIssue({ code: "custom", path: ["servicePrincipalObjectId"], message: "must be a GUID" });
        }
        const problem = organizationProblem(organization, cloud);
        if (problem !== undefined) {
            context.addIssue({
                code: "custom",
                path: ["organization"],
                message: `${problem.wrong}. ${problem.remedy}`,
            });
        }
    });

/**
 * Checks a value that came from outside, such as a stack's output or a file.
 * @returns the connection, or one line per property that is wrong
 */
export function readConnection(value: unknown): Connection | readonly string[] {
    const result = schema.safeParse(value);
    return result.success ? result.data : schemaProblems(result.error);
}

/**
 * Checks a value as {@link readConnection} does.
 * @throws UserError with every problem found.
 */
export function parseConnection(value: unknown): Connection {
    const connection = readConnection(value);
    if ("schemaVersion" in connection) {
        return connection;
    }
    throw new UserError(`not a connection: ${connection.join("; ")}`);
}

/**
 * Checks a value as {@link parseConnection} does, for what signs in or prepares a sign-in.
 * @throws UserError also while the admin consent of its tenant is pending.
 */
export function usableConnection(value: unknown): Connection {
    const connection = parseConnection(value);
    if (isConsentPending(connection)) {
        throw new UserError(
            `the connection to ${connection.organization} cannot be used yet: admin consent is pending`,
            consentRemedy(connection),
            { exitStatus: ExitStatus.PersonNeeded },
        );
    }
    return connection;
}
