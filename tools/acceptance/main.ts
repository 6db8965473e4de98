import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { UserError } from "../../src/errors/userError";
import { accept, plan, type AcceptanceOptions, type Plan } from "./run";
import { text } from "./report";

const usage = `Usage: npm run acceptance -- --tenant <id> --organization <domain> [options]

Runs the whole story of a login in a tenant of your own (create, verify, renew, repair, drift, destroy) and checks what
the documentation marks as assumed. Signs in with the deployer's credentials, as pulumi does.

Options:
  --tenant <id>            the Microsoft Entra tenant, a GUID
  --organization <domain>  its initial domain, for example contoso.onmicrosoft.com
  --prefix <text>          what the names of all that is made begin with (default: exo-unattended acceptance)
  --report <file>          write what was found as JSON
  --yes                    do not ask for confirmation

Exit status:
  0    the story passed, and no assumption was refuted
  1    a step failed, an assumption was refuted, or something was left in the tenant
  2    usage error; nothing was made
  130  stopped by Ctrl-C`;

async function main(): Promise<number> {
    const interruption = new AbortController();
    process.on("SIGINT", () => {
        tell("stopping after this step; what was made is taken away");
        interruption.abort();
    });
    const { options, report: file, yes } = read(interruption.signal);
    const planned = await plan(options);
    if (!yes && !(await isConfirmed(options, planned))) {
        tell("nothing was made");
        return 2;
    }
    const report = await accept(options, planned);
    process.stdout.write(`${text(report)}\n`);
    if (file !== undefined) {
        writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
    }
    if (interruption.signal.aborted) {
        return 130;
    }
    const isFine =
        report.steps.every(({ passed }) => passed) &&
        report.assumptions.every(({ verdict }) => verdict !== "refuted") &&
        report.left.length === 0;
    return isFine ? 0 : 1;
}

function read(signal: AbortSignal): { options: AcceptanceOptions; report: string | undefined; yes: boolean } {
    const { values } = parseArgs({
        options: {
            tenant: { type: "string" },
            organization: { type: "string" },
            prefix: { type: "string", default: "exo-unattended acceptance" },
            report: { type: "string" },
            yes: { type: "boolean", default: false },
        },
    });
    const { tenant: tenantId, organization, prefix, report, yes } = values;
    if (tenantId === undefined || organization === undefined || !/^[\w -]{4,60}$/.test(prefix)) {
        throw new UserError(
            `--tenant and --organization are required, and --prefix has 4 to 60 letters, digits, spaces and hyphens\n\n${usage}`,
        );
    }
    return { options: { tenantId, organization, prefix, signal, tell }, report, yes };
}

async function isConfirmed({ tenantId }: AcceptanceOptions, { directory, displayName }: Plan): Promise<boolean> {
    const { name, kind } = directory.deployer;
    tell(`the ${kind} ${name} will make, change and delete the application "${displayName}" in tenant ${tenantId}`);
    tell(
        "it gets Exchange.ManageAsApp and the directory role Global Reader for the time of the run (about 10 minutes)",
    );
    if (!process.stdin.isTTY) {
        tell("no terminal to ask in: give --yes");
        return false;
    }
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const typed = await terminal.question("Type the tenant id to go on: ");
    terminal.close();
    return typed.trim().toLowerCase() === tenantId.toLowerCase();
}

/** Progress is for people: standard output has the report alone. */
function tell(line: string): void {
    process.stderr.write(`${line}\n`);
}

main().then(
    (status) => {
        process.exitCode = status;
    },
    (error: unknown) => {
        process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exitCode = 2;
    },
);
