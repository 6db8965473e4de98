import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeFolder } from "../engine/folders";
import { exclusively } from "../engine/lock";
import { outputOf } from "../engine/run";
import { restoreDevStack } from "./devStack";
import { prepareEngine } from "./engineEnvironment";
import { projectFolder } from "./projectFolder";
import { openSharedTenant } from "./sharedTenant";
import { quoted } from "../../src/shells/quoting";
import { administrator } from "./sandboxSeed";
import { sandboxDeployer, type DeployerSeed } from "microsoft-local-tenant";

/** Everything of the sandbox, ignored by git. Deleting it starts again from nothing. */
export const sandboxFolder = path.join(projectFolder, ".sandbox");
const folder = sandboxFolder;
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
    const engine = await prepareEngine(folder, tell);
    const tenant = await openSharedTenant(folder, tell);
    try {
        writeTenantEnv(tenantEnvironment(tenant.port, administrator));
        const env: NodeJS.ProcessEnv = {
            ...engine.env,
            ...tenantEnvironment(tenant.port, sandboxDeployer),
            PULUMI_BACKEND_URL: `file://${path.join(folder, "state")}`,
            PULUMI_STACK: stack,
        };
        restoreDevStack(tell);
        await makeStack(engine.pulumi, env);
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
