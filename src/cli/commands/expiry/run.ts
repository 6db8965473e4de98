import { writeFiles } from "../../../delivery/writeFiles";
import type { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import { inParallel } from "../../../proof/inParallel";
import { listStacks } from "../../../pulumi/project";
import { readStack } from "../../../pulumi/readStack";
import { isNotDeployed, stackOutputs } from "../../../pulumi/stackOutputs";
import {
    expiryReport,
    stackExpiry,
    stackWithout,
    type ExpiryOptions,
    type StackExpiry,
} from "../../../renewal/expiry/expiry";
import type { ExpiryCommandOptions } from "./command";
import { expiryFormat } from "./formats";

/** How many stacks are read at the same time: each is a `pulumi` process. */
const parallel = 4;

export async function run(
    { stack: named, cwd, before: beforeMs, format, output }: ExpiryCommandOptions,
    signal: AbortSignal,
): Promise<ExitStatus> {
    const names = named ?? (await listStacks({ cwd, signal }));
    if (names.length === 0) {
        throw new UserError("the project has no stacks", "Run `pulumi stack init` first.");
    }
    const now = new Date();
    const stacks = await inParallel([...new Set(names)], parallel, (name) =>
        readExpiry(name, cwd, { now, beforeMs }, signal),
    );
    const report = expiryReport(stacks, now);
    if (output === undefined) {
        process.stdout.write(expiryFormat(format, report, process.stdout));
    } else {
        // Not a terminal, whatever standard output is.
        const content = expiryFormat(format, report, { write: () => true });
        writeFiles([{ path: output, content, mode: 0o644 }], { force: true });
    }
    return report.exitStatus;
}

/** What keeps a stack from being read is a result: the others are reported all the same. */
async function readExpiry(
    name: string,
    cwd: string | undefined,
    options: ExpiryOptions,
    signal: AbortSignal,
): Promise<StackExpiry> {
    try {
        const { outputs } = await readStack({ stack: name, cwd, signal });
        return stackExpiry(name, stackOutputs(outputs), options);
    } catch (error) {
        if (signal.aborted || !(error instanceof UserError)) {
            throw error;
        }
        return isNotDeployed(error)
            ? stackWithout(name, "not-deployed", "no certificate yet: the stack was not deployed.")
            : stackWithout(name, "unreadable", error.message);
    }
}
