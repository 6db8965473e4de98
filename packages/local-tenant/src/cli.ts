#!/usr/bin/env node
import path from "node:path";
import { parseArgs } from "node:util";
import { parseTroubleChoice, startTenant } from "./index";

const help = `Usage: microsoft-local-tenant [options]

A Microsoft tenant on this machine, until Ctrl-C: Microsoft Entra sign-in, Microsoft Graph and Exchange Online.

Options:
  --port <number>       Listen on this port of the loopback addresses (default 48443; 0 for any free port)
  --directory <folder>  Keep the state and the TLS certificate in this folder (default .local-tenant)
  --profile <name>      Be as late and unreliable as the real services: instant, realistic or hostile, with a seed
                        after a colon, for example realistic:42 (default instant)
  --administration      Serve /-/admin/ as well: order faults, move the clock, read the request log
  --help                Show this help
`;

/** Thrown for a command line that cannot be used. */
class UsageError extends Error {}

function readOptions(): { help: boolean; port: number; directory: string; profile: string; administration: boolean } {
    try {
        const { values } = parseArgs({
            options: {
                port: { type: "string", default: "48443" },
                directory: { type: "string", default: ".local-tenant" },
                profile: { type: "string", default: "instant" },
                administration: { type: "boolean", default: false },
                help: { type: "boolean", default: false },
            },
        });
        const port = Number(values.port);
        if (!/^\d+$/.test(values.port) || port > 65_535) {
            throw new UsageError(`--port: not a port number (got ${values.port}). Use 0 to 65535.`);
        }
        return { ...values, port };
    } catch (error) {
        throw new UsageError((error as Error).message);
    }
}

async function main(): Promise<void> {
    const options = readOptions();
    if (options.help) {
        process.stdout.write(help);
        return;
    }
    const profile = readProfile(options.profile);
    const directory = path.resolve(options.directory);
    const { port, administration } = options;
    const log = (line: string): void => void process.stderr.write(`${line}\n`);
    const tenant = await startTenant({ directory, port, administration, profile, log });
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
        process.once(signal, () => void tenant.close());
    }
    const [home] = tenant.tenants;
    const [deployer] = home?.deployers ?? [];
    const variables = {
        ARM_METADATA_HOSTNAME: new URL(tenant.url).host,
        ARM_TENANT_ID: home?.tenantId,
        ARM_CLIENT_ID: deployer?.clientId,
        ARM_CLIENT_SECRET: deployer?.clientSecret,
        SSL_CERT_FILE: tenant.certificateFile,
        NODE_EXTRA_CA_CERTS: tenant.certificateFile,
        REQUESTS_CA_BUNDLE: tenant.certificateFile,
    };
    process.stdout.write(`# ${tenant.url}, until Ctrl-C. In another shell:\n`);
    for (const [name, value] of Object.entries(variables)) {
        process.stdout.write(`export ${name}=${quoted(value ?? "")}\n`);
    }
}

function readProfile(text: string): ReturnType<typeof parseTroubleChoice> {
    try {
        return parseTroubleChoice(text);
    } catch (error) {
        throw new UsageError(`--profile: ${(error as Error).message}`);
    }
}

/** For a POSIX shell. */
function quoted(value: string): string {
    return /^[\w./:-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

main().catch((error: unknown) => {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    const message = isTaken
        ? "--port: another program uses this port. Choose another one, or 0."
        : (error as Error).message;
    process.stderr.write(`${message}\n${error instanceof UsageError ? "Run with --help for the options.\n" : ""}`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
});
