import path from "node:path";
import { shortDigest } from "../../../definition/canonicalJson";
import { readPolicy } from "../../../definition/readDefinition";
import { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import { approvalsOf } from "../../../promotion/approval";
import { defaultRecords, PromotionsFolder } from "../../../promotion/folder";
import { KeyFiles } from "../../../proof/keyFiles";
import type { PromotionEnd, PromotionTask } from "../../../promotion/promote";
import { hopsOf, stacksNamed } from "../../../promotion/stages";
import { wavesOf } from "../../../promotion/waves";
import { parseDuration } from "../../options/duration";
import { exactlyOne } from "../../options/exactlyOne";
import { passphraseOf } from "../../options/keyOptions";
import { readApprovals } from "./approvals";
import type { PromoteOptions } from "./command";
import { ownOutput } from "./output";
import { promoteMany } from "./promoteMany";
import { promoteOne } from "./promoteOne";

export async function run(options: PromoteOptions, signal: AbortSignal): Promise<ExitStatus> {
    const stages = stagesOf(options);
    const timeoutMs = parseDuration(options.timeout);
    const folder = new PromotionsFolder(options.records ?? path.join(options.cwd ?? ".", defaultRecords));
    const keys = KeyFiles.open(options.keyFile ?? [], passphraseOf(options));
    const promotions = { options, timeoutMs, folder, keys, signal };
    const approved = approvalsOf(
        stages.flat().map(({ to }) => to),
        readApprovals(options),
        (stack, digest) => folder.keptSeal(stack, digest) !== undefined,
    );
    for (const stage of stages) {
        const tasks = stage.map((task) => ({ ...task, approved: approved.get(task.to) ?? [] }));
        const [only] = tasks;
        if (only !== undefined && tasks.length === 1) {
            noteIgnored(only, options);
            print(only, await promoteOne(only, promotions, ownOutput));
            continue;
        }
        const status = await promoteMany(tasks, promotions);
        if (status !== ExitStatus.Success) {
            return status;
        }
    }
    return ExitStatus.Success;
}

/** A stage may have one stack today and several tomorrow: what is meant for several is ignored. */
function noteIgnored({ to }: PromotionTask, { waves, parallel, soak }: PromoteOptions): void {
    if (waves !== undefined) {
        wavesOf([to], waves);
    }
    const given = { "--waves": waves !== undefined, "--parallel": parallel !== undefined, "--soak": soak > 0 };
    const ignored = Object.entries(given).flatMap(([name, isGiven]) => (isGiven ? [name] : []));
    if (ignored.length > 0) {
        process.stderr.write(`${to}: is one stack. No effect: ${ignored.join(", ")}.\n`);
    }
}

/** The tasks of each stage, in the order of the stages. */
function stagesOf(options: PromoteOptions): readonly (readonly Omit<PromotionTask, "approved">[])[] {
    const { from, to, through, restore, maxAge, attestation, dryRun, cwd } = options;
    exactlyOne({ "--to <stack>": to !== undefined, "--through <stages>": through !== undefined });
    const common = { isDryRun: dryRun === true, maxAgeMs: maxAge, isAttestationNamed: attestation !== undefined };
    const policy = readPolicy(cwd ?? ".");
    if (restore === true) {
        if (from !== undefined || to === undefined || maxAge !== undefined || attestation !== undefined) {
            throw new UserError(
                "--restore: goes with --to alone",
                "Leave out --from, --through, --max-age and --attestation.",
            );
        }
        return [stacksNamed(policy.stages, to).map((stack) => ({ ...common, from: undefined, to: stack }))];
    }
    if (from === undefined) {
        throw new UserError("--from: is missing", "Name the stack in which the definition is verified.");
    }
    const targets = to === undefined ? (through ?? "").split(",").map((name) => name.trim()) : [to];
    if (targets.includes("")) {
        throw new UserError(`--through: has an empty name (got ${through})`, "Give for example test,prod.");
    }
    if (targets.length > 1 && (attestation !== undefined || dryRun === true)) {
        throw new UserError(
            `${attestation === undefined ? "--dry-run" : "--attestation"}: goes with one target (got ${targets.join(",")})`,
            "A later target is planned and attested from the stage before it, once that is promoted. Give --to.",
        );
    }
    const tasks = hopsOf(policy, from, targets).map((hop) => ({ ...common, ...hop }));
    return [...new Set(tasks.map((task) => task.from))].map((source) => tasks.filter((task) => task.from === source));
}

function print({ from, to }: PromotionTask, { end, seal, definition }: PromotionEnd): void {
    process.stdout.write(
        end === "sealed"
            ? `${seal}\n`
            : `promoted: ${from ?? "restored"} → ${to}, definition ${shortDigest(definition)}, seal ${shortDigest(seal)}\n`,
    );
}
