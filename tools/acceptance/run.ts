import { randomBytes } from "node:crypto";
import { version as nodeVersion } from "node:process";
import { version as azureadVersion } from "@pulumi/azuread/package.json";
import { version as tlsVersion } from "@pulumi/tls/package.json";
import { z } from "zod";
import { clouds, cloudOfEnvironment } from "../../src/microsoft/clouds";
import { deployerSettings } from "../../src/graph/deployerSettings";
import { openDirectory, type Directory } from "../../src/graph/directory";
import { UserError } from "../../src/errors/userError";
import { assumptions } from "./assumptions/all";
import { notTried, type Assumption } from "./assumption";
import { Lab } from "./lab";
import { AcceptanceProject } from "./project";
import type { AcceptanceReport, AssumptionResult, StepResult } from "./report";
import { configuration, drift, expectStatus, loginOf, steps, type Step, type Story } from "./story";

/** What to run on. */
export interface AcceptanceOptions {
    readonly tenantId: string;
    /** Initial domain. */
    readonly organization: string;
    /** What the names of everything that is made begin with. */
    readonly prefix: string;
    /** Ends the story after the current step; what was made is taken away all the same. */
    readonly signal: AbortSignal;
    /** Called with a line for each thing that happens. */
    readonly tell: (line: string) => void;
}

/** The tenant and who would work in it, before anything is made. */
export interface Plan {
    readonly directory: Directory;
    /** What the run will make, for the person to confirm. */
    readonly displayName: string;
    readonly environment: string;
}

/**
 * Signs in and says what a run would make. Nothing is changed.
 * @throws UserError when the credentials do not work, or belong to another tenant
 */
export async function plan({ tenantId, prefix }: AcceptanceOptions): Promise<Plan> {
    const settings = deployerSettings({ "azuread:tenantId": tenantId }, process.env);
    const directory = await openDirectory(settings);
    if (directory.deployer.tenantId.toLowerCase() !== tenantId.toLowerCase()) {
        throw new UserError(
            `The credentials belong to tenant ${directory.deployer.tenantId} (wanted ${tenantId})`,
            "Sign in to that tenant.",
        );
    }
    return {
        directory,
        displayName: `${prefix} ${randomBytes(4).toString("hex")}`,
        environment: settings.environment ?? "global",
    };
}

/** Runs the story and tries the assumptions, and takes away what it made. Failures are results and not errors. */
export async function accept(options: AcceptanceOptions, planned: Plan): Promise<AcceptanceReport> {
    const { tenantId, organization, signal, tell } = options;
    const { directory, displayName, environment } = planned;
    const project = new AcceptanceProject("acceptance");
    const story: Story = { project, tenantId, organization, environment, displayName };
    const results: StepResult[] = [];
    let found: readonly AssumptionResult[] = assumptions.map((assumption) => ({
        ...essence(assumption),
        ...notTried("the story ended before"),
    }));
    const isGoingOn = (): boolean => !signal.aborted && results.every(({ passed }) => passed);
    const step = async (one: Step): Promise<void> => {
        const result = await timed(one, story);
        results.push(result);
        tell(`${result.passed ? "passed" : "FAILED"}: ${result.title} (${result.seconds} s)`);
    };
    let lab: Lab | undefined;
    try {
        await project.init(configuration(story));
        for (const one of steps) {
            if (isGoingOn()) {
                await step(one);
            }
        }
        if (isGoingOn()) {
            lab = new Lab(servicesOf(planned), await loginOf(project), directory.signIn.tokens);
            found = await tryAssumptions(lab, signal, tell);
        }
        if (lab !== undefined && isGoingOn()) {
            const path = `/applications/${lab.login.connection.applicationObjectId}`;
            await lab.change("PATCH", path, { displayName: `${displayName} changed` });
            await step(drift);
        }
    } finally {
        await step({
            title: "everything is taken away again",
            run: async () => {
                const destroyed = await project.pulumi("destroy", "--yes", "--skip-preview");
                if (destroyed.status !== 0) {
                    // A failed step may have left the state behind the tenant.
                    expectStatus(await project.pulumi("destroy", "--refresh", "--yes", "--skip-preview"), 0);
                }
                await lab?.purge();
            },
        });
        project.remove();
    }
    return {
        schemaVersion: 1,
        tenant: directory.endpoints.isLocal ? "local" : environment,
        versions: { node: nodeVersion, azuread: azureadVersion, tls: tlsVersion },
        steps: results,
        assumptions: found,
        left: await leftovers(directory, displayName),
    };
}

async function timed({ title, run }: Step, story: Story): Promise<StepResult> {
    const started = performance.now();
    const seconds = (): number => Math.round((performance.now() - started) / 100) / 10;
    try {
        await run(story);
        return { title, passed: true, seconds: seconds() };
    } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return { title, passed: false, seconds: seconds(), reason };
    }
}

async function tryAssumptions(
    lab: Lab,
    signal: AbortSignal,
    tell: (line: string) => void,
): Promise<readonly AssumptionResult[]> {
    const results: AssumptionResult[] = [];
    // One by one: each asks the same services, and some change the same application.
    for (const assumption of assumptions) {
        const finding = signal.aborted
            ? notTried("the run was stopped")
            : await assumption.check(lab).catch((error: unknown) =>
                  // A check that cannot be made says nothing about the assumption.
                  notTried(error instanceof Error ? error.message : String(error)),
              );
        results.push({ ...essence(assumption), ...finding });
        tell(`${finding.verdict}: ${assumption.id}`);
    }
    return results;
}

const essence = ({ id, statement, statedIn }: Assumption): Omit<Assumption, "check"> => ({ id, statement, statedIn });

function servicesOf({ directory, environment }: Plan): Lab["services"] {
    const { loginUrl, graphUrl, isLocal } = directory.endpoints;
    const cloud = cloudOfEnvironment(environment);
    const exchangeUrl = isLocal ? process.env["EXO_UNATTENDED_EXCHANGE_URL"] : cloud && clouds[cloud].exchangeUrl;
    if (exchangeUrl === undefined) {
        throw new UserError("EXO_UNATTENDED_EXCHANGE_URL is not set", "Set it to the local tenant's address.");
    }
    return { loginUrl, graphUrl, exchangeUrl };
}

const application = z.object({ id: z.string(), displayName: z.string() });

/** Applications of this run's name that are still there. */
async function leftovers({ graph }: Directory, displayName: string): Promise<readonly string[]> {
    const filter = encodeURIComponent(`startswith(displayName,'${displayName}')`);
    const found = await graph.list(`/applications?$filter=${filter}&$select=id,displayName`, application);
    return found.map((left) => `application ${left.displayName} (object id ${left.id})`);
}
