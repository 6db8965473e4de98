import { UserError } from "../../../errors/userError";
import { readPolicy } from "../../../definition/readDefinition";
import { ExitStatus } from "../../../errors/exitStatus";
import { azureTargets, githubMatrix } from "../../../promotion/matrix";
import { hopsOf } from "../../../promotion/stages";
import { wavesOf } from "../../../promotion/waves";

/** The options of `exo-unattended promote matrix`. */
export interface MatrixOptions {
    readonly from?: string;
    readonly to?: string;
    readonly for: "github" | "azure-devops";
    readonly waves?: string;
    readonly wave?: number;
    readonly shard?: number;
    readonly cwd?: string;
}

/** Prints what a pipeline needs to promote a stage on machines of its own. */
export function run({ from, to, for: platform, waves: sizes, wave, shard, cwd }: MatrixOptions): ExitStatus {
    if (from === undefined || to === undefined) {
        throw new UserError("--from, --to: are missing", "Name the source stack and the stage.");
    }
    if (platform === "azure-devops" && (wave !== undefined || shard !== undefined)) {
        throw new UserError("--wave, --shard: go with --for github", "Azure DevOps gets all targets at once.");
    }
    const hops = hopsOf(readPolicy(cwd ?? "."), from, [to]);
    const waves = wavesOf(
        hops.map((hop) => hop.to),
        sizes ?? "100%",
    ).map((stacks) => hops.filter((hop) => stacks.includes(hop.to)));
    if (platform === "azure-devops") {
        process.stdout.write(azureTargets(waves));
        return ExitStatus.Success;
    }
    if (wave === undefined && waves.length > 1) {
        throw new UserError(
            "--wave: is missing",
            `Each wave has a matrix of its own: give --wave 1 to --wave ${waves.length}.`,
        );
    }
    // A wave that does not exist has no jobs: the number of waves depends on the number of stacks.
    process.stdout.write(`${JSON.stringify(githubMatrix(waves[(wave ?? 1) - 1] ?? [], shard))}\n`);
    return ExitStatus.Success;
}
