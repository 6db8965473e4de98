import pc from "picocolors";
import { runCommand } from "./command";
import { demo } from "./demo";
import { downloadThroughProxy } from "../engine/proxy";
import { findPulumi } from "../engine/pulumi";
import { isAtLeast } from "../engine/run";
import { openSandbox } from "./sandbox";
import { tour } from "./tour";

const usage = `usage:
  npm start [-- --destroy]           the whole way on the local tenant, or all of it away again
  npm run tour                       a promotion through three local tenants, step by step
  npm run sandbox [-- <command>]     run a command, or just the local tenant, with everything in place
  npm run pulumi -- <arguments>      the same for pulumi`;

/** As in package.json's engines. */
const lowestNodeVersion = "24.19.0";

async function main([verb, ...args]: readonly string[]): Promise<number> {
    if (!isAtLeast(process.version, lowestNodeVersion)) {
        throw new Error(
            `Node.js ${lowestNodeVersion} or later is required (got ${process.version}). npm ci brings one, which npm start and npm run use`,
        );
    }
    downloadThroughProxy(process.env);
    switch (verb) {
        case "engine":
            await findPulumi(tell);
            return 0;
        case "demo":
            return args.every((argument) => argument === "--destroy") ? demo(args.length > 0, tell) : wrongUse();
        case "tour":
            return args.length === 0 ? tour(tell) : wrongUse();
        case "run":
            return args.length > 0 ? runInSandbox(args) : runTenant();
        default:
            return wrongUse();
    }
}

async function runInSandbox(command: readonly string[]): Promise<number> {
    const sandbox = await openSandbox(tell);
    try {
        return await runCommand(command, sandbox.env);
    } finally {
        await sandbox.close();
    }
}

async function runTenant(): Promise<number> {
    const sandbox = await openSandbox(tell);
    tell("in another shell: . .sandbox/tenant.env    (Ctrl-C here stops the tenant)");
    await new Promise<void>((resolve) => {
        // A listener alone keeps no process alive; the tenant may run in another one.
        const alive = setInterval(() => undefined, 60_000);
        const stop = (): void => {
            clearInterval(alive);
            resolve();
        };
        process.once("SIGINT", stop).once("SIGTERM", stop);
    });
    await sandbox.close();
    return 0;
}

function wrongUse(): number {
    process.stderr.write(`${usage}\n`);
    return 2;
}

/** On standard error, so that `npm run pulumi -- preview --json` prints nothing but its document. */
function tell(line: string): void {
    process.stderr.write(`${pc.dim(`sandbox: ${line}`)}\n`);
}

main(process.argv.slice(2)).then(
    (status) => {
        process.exitCode = status;
    },
    (error: unknown) => {
        process.stderr.write(`sandbox: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exitCode = 1;
    },
);
