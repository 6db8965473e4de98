import { fork, spawnSync } from "node:child_process";
import { generateKeyPairSync, hash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { certificateFacts } from "../../src/certificate/certificateFacts";
import { connectionSchemaVersion, type Connection } from "../../src/connection/connection";
import { Cloud } from "../../src/microsoft/clouds";
import { exchangeManageAsApp } from "../../src/microsoft/permissions";
import { projectFolder } from "../sandbox/projectFolder";
import { runMeasuredTest } from "./testRun";
import { sandboxDeployer, startTenant } from "microsoft-local-tenant";
import type { State } from "microsoft-local-tenant";
import { selfSigned, toPem } from "microsoft-local-tenant/x509";
import type { Credential } from "../../src/verification/credential";
import type { Figure } from "./main";
import type { Task, Used } from "./manyVerifications";

const exchangeAdministrator = "29232cdf-9323-42fd-ade2-1d097af3e4de";
const connections = 100;

/** The command's start, one ladder, and a hundred of them, in a tenant that answers at once. */
export async function verifications(): Promise<Figure[]> {
    const directory = mkdtempSync(path.join(tmpdir(), "exo-unattended-bench-"));
    try {
        await (await startTenant({ directory, port: 0 })).close();
        const credential = newCredential();
        const planted = plant(path.join(directory, "tenant.json"), credential);
        // In a process of its own, so that neither takes time or memory of the other.
        const tenant = fork(path.join(__dirname, "tenantProcess.js"), [directory]);
        const [port] = (await once(tenant, "message")) as [number];
        const environment = {
            ...process.env,
            ARM_METADATA_HOSTNAME: `localhost:${port}`,
            EXO_UNATTENDED_EXCHANGE_URL: `https://localhost:${port}`,
            NODE_EXTRA_CA_CERTS: path.join(directory, "server.pem"),
        };
        try {
            return [
                ...commandFigures(
                    path.join(directory, "outputs.json"),
                    { ...credential, connection: planted[0] },
                    environment,
                ),
                ...(await libraryFigures({ connections: planted, credential }, environment)),
            ];
        } finally {
            tenant.kill();
        }
    } finally {
        rmSync(directory, { recursive: true, force: true });
    }
}

/**
 * Runs tests/verification/trouble.test.ts with that many seeds and prints what came of them.
 * @returns whether it saw no false success and no false refusal
 */
export function verificationsUnderTrouble(seeds: number): boolean {
    const { passed, runs } = runMeasuredTest({
        file: "tests/verification/trouble.test.ts",
        jestOptions: ["--silent"],
        env: { VERIFICATION_SEEDS: String(seeds) },
        reportVariable: "VERIFICATION_REPORT",
    });
    const counts = new Map<string, number>();
    for (const { profile, without, verdict } of runs as readonly Record<string, string | undefined>[]) {
        const what = `${profile ?? ""}, ${without === undefined ? "complete" : `without ${without}`}: ${verdict ?? ""}`;
        counts.set(what, (counts.get(what) ?? 0) + 1);
    }
    for (const [what, count] of [...counts].sort()) {
        console.log(`${String(count).padStart(5)}  ${what}`);
    }
    return passed;
}

function commandFigures(file: string, outputs: object, environment: NodeJS.ProcessEnv): Figure[] {
    writeFileSync(file, JSON.stringify(outputs), { mode: 0o600 });
    const start = milliseconds(["--version"], environment);
    const ladder = milliseconds(["verify", "--file", file, "--timeout", "0"], environment) - start;
    return [
        { what: "start of the command", value: start, unit: "ms", limit: 350 },
        { what: "a full ladder after the start", value: ladder, unit: "ms", limit: 400 },
    ];
}

/** Median of several runs of the command. */
function milliseconds(args: readonly string[], environment: NodeJS.ProcessEnv): number {
    const command = path.join(projectFolder, "dist", "src", "cli", "main.js");
    const times = Array.from({ length: 7 }, () => {
        const started = performance.now();
        const { status, stdout } = spawnSync(process.execPath, [command, ...args], { env: environment });
        if (status !== 0) {
            throw new Error(`exo-unattended ${args.join(" ")}: ${status ?? "no status"}\n${stdout.toString()}`);
        }
        return performance.now() - started;
    });
    return times.sort((a, b) => a - b)[3] ?? NaN;
}

async function libraryFigures(task: Task, environment: NodeJS.ProcessEnv): Promise<Figure[]> {
    const child = fork(path.join(__dirname, "manyVerifications.js"), { env: environment });
    child.send(task);
    const [{ seconds, megabytes }] = (await once(child, "message")) as [Used];
    const what = `${connections} connections verified by the library, 8 at a time`;
    return [
        { what, value: seconds, unit: "s", limit: 6 },
        { what: `${what}: memory of the process`, value: megabytes, unit: "MB", limit: 300 },
    ];
}

function newCredential(): Credential {
    const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    const day = 86_400_000;
    const certificate = selfSigned({
        key,
        serialNumber: Buffer.alloc(16, 1),
        subject: [["2.5.4.3", "bench"]],
        notBefore: new Date(Date.now() - day),
        notAfter: new Date(Date.now() + day),
    });
    return {
        certificatePem: toPem(certificate),
        privateKeyPem: key.export({ type: "pkcs8", format: "pem" }).toString(),
    };
}

/** Adds complete logins to the tenant by its file: to make them by Graph is not what is measured. */
function plant(file: string, { certificatePem }: Credential): Connection[] {
    const state = JSON.parse(readFileSync(file, "utf8")) as State;
    const home = state.tenants[sandboxDeployer.tenantId];
    const application = home?.applications[0];
    const servicePrincipal = home?.servicePrincipals.at(-1);
    const exchange = home?.servicePrincipals.find(({ appId }) => appId === exchangeManageAsApp.apiClientId);
    if (!home || !application || !servicePrincipal || !exchange) {
        throw new Error("the seed has no deployer, or no Exchange Online");
    }
    const { thumbprint, thumbprintSha256, notBefore, notAfter } = certificateFacts(certificatePem);
    const der = Buffer.from(certificatePem.replace(/-----[^-]+-----/g, ""), "base64");
    const keyCredential = {
        keyId: randomUUID(),
        displayName: "bench",
        type: "AsymmetricX509Cert",
        usage: "Verify",
        customKeyIdentifier: hash("sha1", der, "base64"),
        startDateTime: notBefore,
        endDateTime: notAfter,
        key: der.toString("base64"),
    } as const;
    const planted = Array.from({ length: connections }, (): Connection => {
        const [clientId, applicationObjectId, servicePrincipalObjectId] = [randomUUID(), randomUUID(), randomUUID()];
        home.applications.push({
            ...application,
            id: applicationObjectId,
            appId: clientId,
            keyCredentials: [keyCredential],
        });
        home.servicePrincipals.push({ ...servicePrincipal, id: servicePrincipalObjectId, appId: clientId });
        home.appRoleAssignments.push({
            id: randomUUID(),
            createdDateTime: notBefore,
            appRoleId: exchangeManageAsApp.appRoleId,
            principalId: servicePrincipalObjectId,
            resourceId: exchange.id,
        });
        home.roleAssignments.push({
            id: randomUUID(),
            principalId: servicePrincipalObjectId,
            roleDefinitionId: exchangeAdministrator,
            directoryScopeId: "/",
        });
        return {
            schemaVersion: connectionSchemaVersion,
            cloud: Cloud.Global,
            tenantId: home.tenantId,
            organization: home.organization,
            clientId,
            applicationObjectId,
            servicePrincipalObjectId,
            thumbprint,
            thumbprintSha256,
            notBefore,
            notAfter,
            roles: [exchangeAdministrator],
            exchangeRoleGroups: [],
        };
    });
    writeFileSync(file, JSON.stringify(state));
    return planted;
}
