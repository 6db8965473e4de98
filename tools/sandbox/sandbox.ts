import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DownloadSite } from "../engine/download";
import { makeFolder } from "../engine/folders";
import { exclusively } from "../engine/lock";
import { preparePlugins } from "../engine/plugins";
import { withLoopbackPastProxy } from "../engine/proxy";
import { findPulumi } from "../engine/pulumi";
import { outputOf } from "../engine/run";
import { restoreDevStack } from "./devStack";
import { projectFolder } from "./projectFolder";
import { openSharedTenant } from "./sharedTenant";
import { quoted } from "../../src/shells/quoting";
import { administrator } from "./sandboxSeed";
import { sandboxDeployer, type DeployerSeed } from "microsoft-local-tenant";

/** Everything of the sandbox, ignored by git. Deleting it starts again from nothing. */
const folder = path.join(projectFolder, ".sandbox");
/** Public on purpose: it protects nothing but throwaway keys of the local tenant, and Pulumi.dev.yaml's salt fits it. */
const passphrase = "sandbox";
const stack = "dev";

/** Engine, plugins and local tenant, ready for commands. */
export interface Sandbox {
    /** The environment in which a command finds all of it. */
    readonly env: NodeJS.ProcessEnv;
    /** Where all of it is kept. */
    readonly folder: string;
    /** Stops what was started for it. */
    close(): Promise<void>;
}

/**
 * Gets engine and plugins, starts or joins the tenant, and makes the stack `dev` if there is none. Two commands that
 * start at once do this one after the other.
 */
export async function openSandbox(tell: (line: string) => void): Promise<Sandbox> {
    makeFolder(folder, "Use a copy of this project in a folder that you may write to");
    return exclusively(path.join(folder, "prepare.lock"), "preparing the sandbox", tell, () => prepare(tell));
}

async function prepare(tell: (line: string) => void): Promise<Sandbox> {
    const site = new DownloadSite();
    const pulumi = await findPulumi(tell, site);
    const pulumiHome = path.join(folder, "pulumi");
    tell(await preparePlugins(pulumi, pulumiHome, tell, site));
    const tenant = await openSharedTenant(folder, tell);
    try {
        writeTenantEnv(tenantEnvironment(tenant.port, administrator));
        const bin = writeCommands();
        const env: NodeJS.ProcessEnv = {
            ...withLoopbackPastProxy(usersEnvironment()),
            ...tenantEnvironment(tenant.port, sandboxDeployer),
            PATH: [path.dirname(pulumi.file), bin, path.dirname(process.execPath), process.env.PATH].join(
                path.delimiter,
            ),
            PULUMI_HOME: pulumiHome,
            PULUMI_BACKEND_URL: `file://${path.join(folder, "state")}`,
            PULUMI_STACK: stack,
            PULUMI_CONFIG_PASSPHRASE: passphrase,
            PULUMI_SKIP_UPDATE_CHECK: "true",
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
            PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
            // A fifth of the time of a preview is node compiling the same packages again.
            NODE_COMPILE_CACHE: path.join(folder, "node-cache"),
        };
        restoreDevStack(tell);
        await makeStack(pulumi.file, env);
        return {
            env,
            folder,
            close: async () => {
                restoreDevStack(tell);
                await tenant.close();
            },
        };
    } catch (error) {
        await tenant.close();
        throw error;
    }
}

/** Sign-in data of the user's, for Azure or Pulumi, has no business in the sandbox. */
function usersEnvironment(): NodeJS.ProcessEnv {
    return Object.fromEntries(
        Object.entries(process.env).filter(([name]) => !/^(ARM|AZURE)_|^PULUMI_(?!DEBUG)/.test(name)),
    );
}

function tenantEnvironment(
    port: number,
    { clientId, clientSecret }: Pick<DeployerSeed, "clientId" | "clientSecret">,
): Record<string, string> {
    const certificate = path.join(folder, "tenant", "server.pem");
    return {
        ARM_METADATA_HOSTNAME: `localhost:${port}`,
        ARM_TENANT_ID: sandboxDeployer.tenantId,
        ARM_CLIENT_ID: clientId,
        ARM_CLIENT_SECRET: clientSecret,
        EXO_UNATTENDED_EXCHANGE_URL: `https://localhost:${port}`,
        SSL_CERT_FILE: certificate,
        NODE_EXTRA_CA_CERTS: certificate,
        CURL_CA_BUNDLE: certificate,
    };
}

/** For shells and programs of the user's own: `. .sandbox/tenant.env`. */
function writeTenantEnv(variables: Record<string, string>): void {
    const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}\n`);
    const file = path.join(folder, "tenant.env");
    writeFileSync(file, lines.join(""), { mode: 0o600 });
    chmodSync(file, 0o600);
}

/** Puts this checkout's own command where PATH finds it. */
function writeCommands(): string {
    const bin = path.join(folder, "bin");
    mkdirSync(bin, { recursive: true });
    const main = path.join(projectFolder, "dist", "src", "cli", "main.js");
    const command = path.join(bin, "exo-unattended");
    writeFileSync(command, `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(main)} "$@"\n`, { mode: 0o755 });
    return bin;
}

async function makeStack(pulumi: string, env: NodeJS.ProcessEnv): Promise<void> {
    const state = path.join(folder, "state");
    mkdirSync(state, { recursive: true });
    if (!existsSync(path.join(state, ".pulumi", "stacks", "exo-unattended", `${stack}.json`))) {
        const made = await outputOf(pulumi, ["stack", "init", stack, "--cwd", projectFolder], 30_000, env);
        if (made === undefined) {
            throw new Error(
                `pulumi could not create the stack ${stack} in ${state}. Delete .sandbox/ and run this again`,
            );
        }
    }
}
