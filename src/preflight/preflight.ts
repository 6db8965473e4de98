import { clockAheadOfEntra, openDirectory, type Directory } from "../graph/directory";
import type { DeployerSettings } from "../graph/deployerSettings";
import { applicationsNamed, createdDateTimeOf, ownersOf, servicePrincipalObjectId } from "../graph/lookUps";
import { keyRestrictions } from "../graph/policies";
import { isGuid } from "../microsoft/guid";
import {
    exchangeManageAsApp,
    exchangeOnlineProtectionManageAsApp,
    type ApplicationPermission,
} from "../microsoft/permissions";
import { importFile } from "../repair/importFile";
import { nameOf, tagPrefixOf } from "../identities/names";
import { ofTenant } from "../repair/stackResources";
import type { ImportFile } from "../pulumi/changes";
import type { PlannedStep, Preview } from "../pulumi/preview";
import type { StateResource } from "../pulumi/state";
import { checkPolicy, plannedCertificates } from "./certificates";
import { failed, passed, skipped, warning, type Outcome, type Check } from "../checks/check";
import { clockOutcome } from "../http/machineClock";
import { checkRights, neededRights } from "./rights";
import { UserError } from "../errors/userError";

/** What stands in the way of an update, and how an application that is there already can be taken over. */
export interface Preflight {
    readonly checks: readonly Check[];
    /** For `pulumi import --file`, when an application has the planned name. */
    readonly takeOver: ImportFile | undefined;
}

/** What a preflight works on. */
export interface PreflightOptions {
    readonly settings: DeployerSettings;
    readonly preview: Preview;
    readonly state: readonly StateResource[];
    readonly signal?: AbortSignal | undefined;
}

/**
 * Looks at the tenant as the deployer, before anything is created.
 * @throws the signal's reason when it aborts
 */
export async function preflight({ settings, preview, state, signal }: PreflightOptions): Promise<Preflight> {
    let directory: Directory;
    try {
        directory = await openDirectory(settings, { signal });
    } catch (error) {
        return { checks: [{ title: "Sign-in", ...refusal(error) }, checkPreview(preview)], takeOver: undefined };
    }
    const { tenantId } = directory.deployer;
    const steps = ofTenant(preview.steps, tenantId);
    const names = takenNames(directory, steps, ofTenant(state, tenantId));
    const checks: readonly (readonly [title: string, outcome: Promise<Outcome>])[] = [
        ["Sign-in", Promise.resolve(checkSignIn(directory, settings))],
        ["Clock", clock(directory, signal)],
        ["Permissions", rights(directory, { ...preview, steps })],
        ["Exchange Online", exchangeOnline(directory, steps)],
        ["Display name", names.then(({ outcome }) => outcome)],
        ["Certificate policy", certificatePolicy(directory, steps)],
    ];
    const outcomes = await Promise.all(
        checks.map(async ([title, outcome]) => ({ title, ...(await outcome.catch(refusal)) })),
    );
    const takeOver = await names.then(
        (found) => found.takeOver,
        () => undefined,
    );
    return { checks: [...outcomes, checkPreview(preview)], takeOver };
}

/** An answer of the tenant's that is no answer is a finding like any other. */
function refusal(error: unknown): Outcome {
    if (error instanceof UserError) {
        return failed(error.evidence, error.remedy ?? "");
    }
    throw error;
}

function checkSignIn({ deployer, signIn }: Directory, settings: DeployerSettings): Outcome {
    const { kind, name, objectId, tenantId } = deployer;
    const who = `the ${kind} ${name} (object id ${objectId}), in tenant ${tenantId}, by ${signIn.way.kind}`;
    // A tenant may also be named by one of its domains; its id is in the token only.
    if (isGuid(settings.tenantId ?? "") && settings.tenantId?.toLowerCase() !== tenantId.toLowerCase()) {
        return failed(
            `${who}; azuread:tenantId is ${settings.tenantId ?? ""}`,
            `Sign in to the stack's tenant: az login --tenant ${settings.tenantId ?? ""}, or ARM_TENANT_ID and its credentials.`,
        );
    }
    return signIn.unused.length === 0
        ? passed(who)
        : warning(`${who}; ${signIn.unused.join("; ")}`, "Complete these settings, or remove them.");
}

async function clock({ endpoints, deployer }: Directory, signal: AbortSignal | undefined): Promise<Outcome> {
    const aheadMs = await clockAheadOfEntra(endpoints, deployer.tenantId, signal);
    return clockOutcome(aheadMs, new URL(endpoints.loginUrl).host);
}

async function rights({ graph, deployer }: Directory, preview: Preview): Promise<Outcome> {
    const needed = neededRights(preview);
    const existing = [...new Set(needed.flatMap(({ applicationObjectId }) => applicationObjectId ?? []))];
    const owned: string[] = [];
    for (const applicationObjectId of existing) {
        // Who may read no owners owns nothing that would help.
        const owners = await ownersOf(graph, applicationObjectId).catch((): string[] => []);
        if (owners.includes(deployer.objectId)) {
            owned.push(applicationObjectId);
        }
    }
    return checkRights(deployer, needed, owned);
}

const apis = [exchangeManageAsApp, exchangeOnlineProtectionManageAsApp];

async function exchangeOnline({ graph }: Directory, steps: readonly PlannedStep[]): Promise<Outcome> {
    const text = JSON.stringify(steps.filter(({ type }) => type === "azuread:index/application:Application"));
    const asked = apis.filter((api) => api === exchangeManageAsApp || text.includes(api.apiClientId));
    const isCreated = ({ apiClientId }: ApplicationPermission): boolean =>
        steps.some(({ op, inputs }) => op === "create" && inputs["clientId"] === apiClientId);
    const there = await Promise.all(asked.map(({ apiClientId }) => servicePrincipalObjectId(graph, apiClientId)));
    const missing = asked.filter((api, index) => there[index] === undefined && !isCreated(api));
    return missing.length === 0
        ? passed(asked.map((api, index) => `${api.apiName}: ${there[index] ?? "will be created"}`).join("; "))
        : failed(
              `the tenant has no service principal of ${missing.map(({ apiName }) => apiName).join(" and ")}`,
              "Get an Exchange Online licence, or set createExchangeServicePrincipal to create it (it is never deleted again).",
          );
}

/** Whether the applications that are to be made can have their names. */
async function takenNames(
    { graph }: Directory,
    steps: readonly PlannedStep[],
    state: readonly StateResource[],
): Promise<{ readonly outcome: Outcome; readonly takeOver?: ImportFile }> {
    const planned = steps.filter(({ op, type }) => op === "create" && type === "azuread:index/application:Application");
    if (planned.length === 0) {
        return { outcome: skipped("no application is to be made") };
    }
    for (const { urn, inputs } of planned) {
        const [displayName, login] = [String(inputs["displayName"]), nameOf(urn)];
        const [found] = await applicationsNamed(graph, displayName);
        if (found?.tags.includes(`${tagPrefixOf(urn)}${login}`) === true) {
            const evidence = `"${displayName}" exists, and is this stack's own: ${found.clientId}; the state has lost it`;
            return { outcome: failed(evidence, "Run exo-unattended repair.") };
        }
        if (found !== undefined) {
            const adoption = {
                kind: "Application",
                name: login,
                id: `/applications/${found.id}`,
                component: login,
            } as const;
            return {
                outcome: failed(
                    `"${displayName}" exists: client id ${found.clientId}, object id ${found.id}`,
                    "Set another displayName, or take that application over as shown below; the update then makes it what the program says.",
                ),
                takeOver: importFile([adoption], state),
            };
        }
    }
    return { outcome: passed(`free: ${planned.map(({ inputs }) => `"${String(inputs["displayName"])}"`).join(", ")}`) };
}

async function certificatePolicy({ graph }: Directory, steps: readonly PlannedStep[]): Promise<Outcome> {
    const now = new Date();
    const certificates = plannedCertificates(steps, now);
    if (certificates.length === 0) {
        return skipped("no certificate is to be added");
    }
    try {
        const outcomes: Outcome[] = [];
        for (const certificate of certificates) {
            const { applicationObjectId } = certificate;
            const created =
                applicationObjectId === undefined ? undefined : await createdDateTimeOf(graph, applicationObjectId);
            const restrictions = await keyRestrictions(graph, applicationObjectId);
            outcomes.push(checkPolicy(certificate, restrictions, created === undefined ? now : new Date(created)));
        }
        return (
            outcomes.find(({ result }) => result === "failed") ??
            passed(outcomes.map(({ evidence }) => evidence).join("; "))
        );
    } catch (error) {
        if (error instanceof UserError && error.httpStatus === 403) {
            return skipped(
                "the deployer may not read the policies; Policy.Read.All (a person: Global Reader) would let it",
            );
        }
        throw error;
    }
}

/** What the engine says about the plan; what other checks say better is left to them. */
function checkPreview({ steps, errors }: Preview): Check {
    const title = "Preview";
    if (errors.length === 0) {
        const changes = steps.filter(({ op }) => op !== "same").length;
        return { title, ...passed(changes === 0 ? "nothing changes" : `${changes} changes`) };
    }
    const own = errors.filter((text) => !/prevent_duplicate_names|^preview failed$/.test(text));
    return own.length === 0
        ? { title, ...skipped("it stops at the display name") }
        : {
              title,
              ...failed(
                  own.join("\n"),
                  "Mend that, and run this again: what the preview did not reach was not looked at.",
              ),
          };
}
