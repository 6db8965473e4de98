import { execFile } from "node:child_process";
import { z } from "zod";
import { UserError } from "../errors/userError";
import { foreignText } from "../http/foreignText";
import { systemClock } from "../http/clock";
import type { AccessToken } from "./accessToken";

/** The Azure CLI takes seconds, or waits for something that never comes. */
const timeoutMs = 60_000;
/** A token has a few kilobytes. */
const largestOutput = 1024 * 1024;

// learn.microsoft.com/cli/azure/account
const accountSchema = z.object({
    tenantId: z.string().optional(),
    user: z.object({ name: z.string(), type: z.string() }).optional(),
});
const tokenSchema = z.object({
    accessToken: z.string(),
    /** Seconds since 1970; from version 2.54 on. */
    expires_on: z.number().optional(),
    /** Local time without a zone; older versions have this only. */
    expiresOn: z.string().optional(),
});

/**
 * A token of whoever is signed in to the Azure CLI, asked for as the azuread provider does: for the tenant, except in
 * Cloud Shell and for a managed identity, which have one tenant only
 * (github.com/hashicorp/go-azure-sdk, sdk/auth/azure_cli_authorizer.go).
 * @throws UserError when the Azure CLI is missing, or gives no token; the signal's reason when it aborts
 */
export async function azureCliToken(
    scope: string,
    tenantId: string | undefined,
    environment: NodeJS.ProcessEnv,
    signal: AbortSignal | undefined,
): Promise<AccessToken> {
    const run = <T>(args: readonly string[], schema: z.ZodType<T>): Promise<T> =>
        azureCli(args, schema, tenantId, environment, signal);
    const { user, tenantId: defaultTenant } = await run(["account", "show"], accountSchema);
    const isManagedIdentity = user?.type === "servicePrincipal" && /^(system|user)AssignedIdentity$/.test(user.name);
    const isCloudShell = environment["AZUREPS_HOST_ENVIRONMENT"]?.startsWith("cloud-shell/") === true;
    const tenant = tenantId ?? defaultTenant;
    const { accessToken, expires_on, expiresOn } = await run(
        [
            ...["account", "get-access-token", "--scope", scope],
            ...(isManagedIdentity || isCloudShell || tenant === undefined ? [] : ["--tenant", tenant]),
        ],
        tokenSchema,
    );
    const expiresAt = expires_on === undefined ? new Date(expiresOn ?? "") : new Date(expires_on * 1000);
    return { token: accessToken, expiresAt: Number.isNaN(expiresAt.getTime()) ? systemClock.now() : expiresAt };
}

function azureCli<T>(
    args: readonly string[],
    schema: z.ZodType<T>,
    tenantId: string | undefined,
    env: NodeJS.ProcessEnv,
    signal: AbortSignal | undefined,
): Promise<T> {
    const logIn = `Run az login${tenantId === undefined ? "" : ` --tenant ${tenantId}`}.`;
    // On Windows it is a batch file. No argument has a character that a shell would read.
    const options = { env, signal, timeout: timeoutMs, maxBuffer: largestOutput, shell: process.platform === "win32" };
    return new Promise((resolve, reject) => {
        execFile("az", [...args, "--output", "json"], options, (error, stdout, stderr) => {
            const answer = error === null ? schema.safeParse(parseJson(stdout)) : undefined;
            if (signal?.aborted === true) {
                reject(signal.reason as Error);
            } else if (error?.code === "ENOENT") {
                reject(new UserError("the Azure CLI (az) is not on PATH", `Install it. ${logIn}`));
            } else if (error?.killed === true) {
                reject(new UserError("the Azure CLI did not answer within a minute", logIn));
            } else if (answer?.success === true) {
                resolve(answer.data);
            } else {
                const said = foreignText(stderr.replace(/^ERROR: /, "")).slice(0, 1000);
                reject(new UserError(`the Azure CLI gives no token: ${said || "unexpected output"}`, logIn));
            }
        });
    });
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
