import { existsSync } from "node:fs";
import { readableProperties } from "../../../access/readableProperties";
import type { AuditInput } from "../../../audit/audit";
import { comparable } from "../../../audit/drift/comparable";
import { drift, type DriftInput } from "../../../audit/drift/drift";
import { readTenant } from "../../../audit/drift/readTenant";
import type { AuditReport } from "../../../audit/report";
import type { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import { openStackDirectory } from "../../../graph/stackDirectory";
import { localEndpoints } from "../../../http/endpoints";
import { foreignText } from "../../../http/foreignText";
import { attestAccess } from "../../../proof/attestAccess";
import { verifyLogin, type VerifiedLogin } from "../../../proof/verifyLogin";
import { readStackDocuments } from "../../../pulumi/documents/readStack";
import type { StackOptions } from "../../../pulumi/run";
import { parseDuration } from "../../options/duration";
import { keySource } from "../../options/keyOptions";
import { stackOptions } from "../../options/stackOptions";
import { progressOn } from "../../terminal/progress";
import type { AuditCommandOptions } from "./command";

/** @throws UserError for options that do not go together */
export function checkDriftOptions(files: readonly string[], options: AuditCommandOptions): void {
    const { drift, verify, attest, force, stack, base = [] } = options;
    const problem =
        drift === true && (stack === undefined || files.length > 0 || base.length > 0)
            ? "--drift reads a stack and its tenant: give --stack <name>, and neither files nor --base"
            : verify === true && drift === undefined
              ? "--verify goes with --drift"
              : attest !== undefined && verify === undefined
                ? "--attest goes with --drift --verify"
                : force === true && attest === undefined
                  ? "--force goes with --attest"
                  : attest !== undefined && force === undefined && existsSync(attest)
                    ? `${attest} exists; --force replaces it`
                    : undefined;
    if (problem !== undefined) {
        throw new UserError(problem);
    }
    parseDuration(options.timeout);
}

/** Compares program, state, tenant and, on request, the token of a verified login. */
export async function auditDrift(
    given: AuditCommandOptions,
    judging: Pick<AuditInput, "now" | "failOn" | "waivers">,
    signal: AbortSignal,
    write: (report: AuditReport) => ExitStatus,
): Promise<ExitStatus> {
    const options = stackOptions(given, signal);
    const directory = await openStackDirectory(options);
    const { tenantId } = directory.deployer;
    const { preview, state: exported, stateWrittenAt } = await readStackDocuments(options, readableProperties);
    // An empty state does not name its stack.
    const { project = preview.project, stack = preview.stack } = exported;
    const state = { ...exported, project, stack };
    const tenant = await readTenant(directory.graph, tenantId, comparable(state, tenantId).state);
    const endpoints = await localEndpoints(process.env, signal);
    const verified = given.verify === true ? await verify(given, options, endpoints, signal) : undefined;
    const { report, views, isEqual } = drift({ ...judging, preview, state, tenant, token: tokenOf(verified) });
    const status = write(report);
    if (given.attest !== undefined) {
        if (verified?.login === undefined || !isEqual) {
            process.stderr.write(`nothing is attested: ${foreignText(given.attest)} is not written\n`);
        } else {
            await attestAccess(given.attest, options, verified.login, {
                ...{ stateWrittenAt, views, force: given.force, isLocal: endpoints !== undefined },
                notJudged: report.notJudged.map(({ resource, detail }) => `${resource}: ${detail}`),
            });
            process.stderr.write(`attested in ${foreignText(given.attest)}\n`);
        }
    }
    return status;
}

async function verify(
    given: AuditCommandOptions,
    { stack, cwd }: StackOptions,
    endpoints: Awaited<ReturnType<typeof localEndpoints>>,
    signal: AbortSignal,
): Promise<VerifiedLogin> {
    return verifyLogin(
        { name: stack, source: { stack, cwd } },
        {
            ...{ key: keySource(given), endpoints, warnDays: undefined, signal },
            verification: { timeoutMs: parseDuration(given.timeout) },
        },
        progressOn(process.stderr),
    );
}

/** The rights of a login that is proved; of another, why it is not. */
function tokenOf(verified: VerifiedLogin | undefined): DriftInput["token"] {
    return verified === undefined
        ? undefined
        : verified.report.verdict === "proved" && verified.rights !== undefined
          ? verified.rights
          : { reason: verified.report.summary };
}
