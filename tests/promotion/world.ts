import { digestOf } from "../../src/definition/canonicalJson";
import type { Definition } from "../../src/definition/definition";
import { parsePolicy, type PromotionPolicy } from "../../src/definition/policy";
import { stateDigest } from "../../src/definition/stateDigest";
import type { Check } from "../../src/checks/check";
import { ExitStatus } from "../../src/errors/exitStatus";
import type { Promotion } from "../../src/attestation/promotionRecord";
import type { PromotionEffects, StackFacts } from "../../src/promotion/effects";
import type { JournalEvent } from "../../src/promotion/journal";
import { promote, type PromotionEnd, type PromotionTask } from "../../src/promotion/promote";
import type { PromotionRefusal } from "../../src/promotion/refusals";
import type { Seal } from "../../src/promotion/seal";
import { readDocumentText } from "../../src/pulumi/documents/readDocument";
import type { UpdatePlan } from "../../src/pulumi/plan";
import type { Preview } from "../../src/pulumi/preview";
import type { StateResource } from "../../src/pulumi/state";

const applicationType = "azuread:index/application:Application";

/** A stack of the world: one application, whose display name is the definition. */
interface WorldStack {
    tenantId: string;
    /** Undefined before the first update. */
    deployed: { name: string; objectId: string } | undefined;
    /** What the tenant has; by hand it may become another than the deployed one. */
    actual: string | undefined;
    signedInTo: string;
    locked: boolean;
    verdict: "proved" | "refused" | "undecided";
    shared: Record<string, string>;
    plugin: string;
}

/** Two stacks and the folder of a project, in memory: what a promotion reads and does, without an engine or a tenant. */
export class World {
    readonly stacks: Record<string, WorldStack> = { dev: stackOf("tenant-dev"), test: stackOf("tenant-test") };
    readonly journals = new Map<string, JournalEvent[]>();
    readonly seals = new Map<string, Seal>();
    readonly steps: Check[] = [];
    readonly records: Omit<Promotion, "connection" | "tenant">[] = [];
    readonly updates: string[] = [];
    /** What the program in the folder makes of the application. */
    program = "one";
    rejected: PromotionPolicy["rejected"] = [];
    missing: string[] = [];
    broader: string[] = [];
    /** What another run has written into the plan's file. */
    anotherPlan: string | undefined;
    /** How updates end. */
    updateEnd: "applied" | "failed" | "cut off" = "applied";
    /** Errors of the target's preview. */
    previewErrors: string[] = [];
    /** Whether tenants answer that they are asked too often. */
    isThrottled = false;
    now = new Date("2026-11-26T10:00:00Z");
    attested: { state: string; definition: string; provedAt: string } | undefined;
    /** Runs before the named effect, to change something or to be killed there. */
    before: (effect: string) => void = () => undefined;
    approver: (seal: Seal, digest: string) => string | undefined = () => undefined;

    stack(name: string): WorldStack {
        const found = this.stacks[name];
        if (found === undefined) {
            throw new Error(`no stack ${name}`);
        }
        return found;
    }

    /** `pulumi up` and nothing else. */
    deploy(name: string): void {
        const stack = this.stack(name);
        stack.deployed = { name: this.program, objectId: stack.deployed?.objectId ?? `object-${name}` };
        stack.actual = this.program;
    }

    promote(task: Partial<PromotionTask> = {}): Promise<PromotionEnd> {
        const whole = { from: "dev", to: "test", approved: [], isDryRun: false, ...task };
        return promote(whole, this.effects());
    }

    /** The refusal with which a promotion ends. */
    async refusal(
        task: Partial<PromotionTask> = {},
    ): Promise<Pick<PromotionRefusal, "code" | "message" | "exitStatus">> {
        const end = await this.promote(task).catch((error: unknown) => error as PromotionRefusal);
        if (!("code" in end)) {
            throw new Error(`not refused: ${JSON.stringify(end)}`);
        }
        return end;
    }

    /** The digest that a dry run seals. */
    async sealed(task: Partial<PromotionTask> = {}): Promise<string> {
        return (await this.promote({ ...task, isDryRun: true })).seal;
    }

    /** A whole promotion, approved. */
    async approved(task: Partial<PromotionTask> = {}): Promise<PromotionEnd> {
        return this.promote({ ...task, approved: [await this.sealed(task)] });
    }

    events(name = "test"): string[] {
        return (this.journals.get(name) ?? []).map(({ event }) => event);
    }

    private effects(): PromotionEffects {
        const noted = <Arguments extends readonly unknown[], Result>(
            name: string,
            effect: (...args: Arguments) => Result,
        ): ((...args: Arguments) => Result) => {
            return (...args) => {
                this.before(name);
                return effect(...args);
            };
        };
        const later =
            <Arguments extends readonly unknown[], Result>(
                effect: (...args: Arguments) => Result,
            ): ((...args: Arguments) => Promise<Result>) =>
            // An async function turns what its effect throws into a rejection, as real ones do.
            // eslint-disable-next-line @typescript-eslint/require-await
            async (...args) =>
                effect(...args);
        return {
            now: () => this.now,
            policy: parsePolicy(
                JSON.stringify({
                    ...{ schemaVersion: 1, program: ["x"], stages: [{ name: "dev", stacks: ["dev"] }] },
                    ...{ perTenant: ["azuread:tenantId"], rejected: this.rejected },
                }),
            ),
            version: "1.0.0",
            readStack: later(noted("readStack", (name: string) => this.facts(name))),
            readDeployment: later(noted("readDeployment", (name: string) => this.facts(name))),
            readWithLogin: later(
                noted("readWithLogin", (name: string) => ({
                    deployment: this.facts(name),
                    outputs: {},
                    certificates: [],
                })),
            ),
            readLocks: later((name: string) =>
                this.stack(name).locked ? [{ holder: "ann", since: undefined, process: "running" as const }] : [],
            ),
            readPlan: later(
                noted("readPlan", (name: string) => ({
                    ...this.plan(name),
                    ...(this.anotherPlan === undefined ? {} : { contents: { plan: this.anotherPlan } }),
                })),
            ),
            readDefinition: ({ configuration, resources }) => this.definition(configuration, resources),
            previewStack: later(noted("previewStack", (name: string) => this.preview(name))),
            planStack: later(
                noted("planStack", (name: string) => ({
                    preview: { ...this.preview(name), errors: this.previewErrors },
                    plan: this.plan(name),
                    file: name,
                })),
            ),
            deployerTenant: later(
                noted("deployerTenant", ({ configuration }: Pick<StackFacts, "configuration">) =>
                    this.signedIn(configuration),
                ),
            ),
            compareStack: later(noted("compareStack", (name: string) => this.compare(name))),
            accessBeyondSource: later(() => ({ broader: this.broader, notJudged: 0 })),
            missingInTenant: later(() => this.missing),
            verifyStack: later(noted("verifyStack", (name: string) => this.verification(name))),
            checkAttestation: () =>
                this.attested && {
                    ...{ state: "valid", reason: "" },
                    attested: { ...this.attested, organization: "o", stateDigest: this.attested.state },
                },
            applyPlan: later(
                noted("applyPlan", (name: string) => {
                    this.deploy(name);
                    this.updates.push(name);
                    return this.updateEnd;
                }),
            ),
            journal: (name) => this.journals.get(name) ?? [],
            append: noted("append", (name: string, event: JournalEvent) => {
                this.journals.set(name, [...(this.journals.get(name) ?? []), event]);
            }),
            keepSeal: (seal, digest) => {
                this.seals.set(digest, seal);
            },
            keptSeal: (_, digest) => this.seals.get(digest),
            record: later(
                noted("record", (promotion: Omit<Promotion, "connection" | "tenant">) => {
                    this.records.push(promotion);
                    return { path: "record.json", digest: digestOf(promotion) };
                }),
            ),
            commit: later(() => "abc"),
            approve: later((seal: Seal, digest: string) => this.approver(seal, digest)),
            show: (step) => {
                this.steps.push(step);
            },
        };
    }

    private facts(name: string): StackFacts {
        const { tenantId, deployed, shared, plugin } = this.stack(name);
        const resources: StateResource[] =
            deployed === undefined
                ? []
                : [
                      {
                          urn: urn(name),
                          type: applicationType,
                          id: deployed.objectId,
                          inputs: { displayName: deployed.name },
                      },
                      provider(name, plugin),
                  ];
        return {
            ...{ resources, pendingOperations: [], writtenAt: "2026-11-26T09:00:00Z", pulumiVersion: "3.259.0" },
            configuration: Object.fromEntries(
                Object.entries({ "azuread:tenantId": tenantId, ...shared }).map(([key, value]) => [
                    key,
                    { value, isSecret: false },
                ]),
            ),
            document: readDocumentText(name, JSON.stringify({ deployment: {} }), new Map()),
        };
    }

    /** The deployer of the stack whose configuration names its tenant. */
    private signedIn(configuration: StackFacts["configuration"]): string {
        const tenantId = configuration["azuread:tenantId"]?.value;
        return Object.values(this.stacks).find((stack) => stack.tenantId === tenantId)?.signedInTo ?? "";
    }

    private definition(_: unknown, resources: readonly StateResource[]): Definition {
        const version = resources.find(({ type }) => type.startsWith("pulumi:providers:"))?.inputs?.["version"];
        return {
            ...{ program: digestOf(this.program), lockFile: undefined, configuration: digestOf("shared") },
            plugins: typeof version === "string" ? { azuread: version } : {},
        };
    }

    private preview(name: string): Preview {
        const op = this.op(name);
        const inputs = { displayName: this.program };
        const step = {
            op,
            urn: urn(name),
            type: applicationType,
            id: undefined,
            inputs,
            parent: undefined,
            provider: undefined,
        };
        return { steps: [step], errors: [] };
    }

    private plan(name: string): UpdatePlan {
        const op = this.op(name);
        const unknown = op === "create" ? ["id"] : [];
        const { plugin } = this.stack(name);
        return {
            contents: { [urn(name)]: { op, displayName: this.program } },
            resources: [
                { urn: urn(name), type: applicationType, ops: [op], unknown },
                { urn: provider(name, plugin).urn, type: "pulumi:providers:azuread", ops: ["same"], unknown: [] },
            ],
            plugins: { azuread: plugin },
            pulumiVersion: "3.259.0",
        };
    }

    private op(name: string): string {
        const { deployed, actual } = this.stack(name);
        return deployed === undefined ? "create" : actual === this.program ? "same" : "update";
    }

    private compare(name: string): readonly Check[] {
        const { deployed, actual } = this.stack(name);
        if (this.isThrottled) {
            return [{ title: "State and tenant", result: "undecided", evidence: "throttled" }];
        }
        return deployed?.name === actual
            ? [{ title: "State and tenant", result: "passed", evidence: "they agree" }]
            : [{ title: "Application", result: "failed", evidence: "its name differs", remedy: "Repair it." }];
    }

    private verification(name: string): Awaited<ReturnType<PromotionEffects["verifyStack"]>> {
        const { verdict } = this.stack(name);
        return {
            ...{ isProved: verdict === "proved", isRefused: verdict === "refused", summary: verdict },
            exitStatus: { proved: ExitStatus.Success, refused: ExitStatus.Refused, undecided: ExitStatus.Undecided }[
                verdict
            ],
            attest: (definition) => {
                const state = stateDigest(this.facts(name).resources);
                this.attested = { state, definition, provedAt: this.now.toISOString() };
                return Promise.resolve({ path: "attestation.json", digest: digestOf(this.attested) });
            },
        };
    }
}

function stackOf(tenantId: string): WorldStack {
    return {
        ...{ tenantId, signedInTo: tenantId, deployed: undefined, actual: undefined },
        ...{ locked: false, verdict: "proved", shared: { "exo:roles": "[]" }, plugin: "6.9.1" },
    };
}

function urn(name: string): string {
    return `urn:pulumi:${name}::p::${applicationType}::exo`;
}

function provider(name: string, version: string): StateResource {
    const type = "pulumi:providers:azuread";
    return { urn: `urn:pulumi:${name}::p::${type}::default_6_9_1`, type, inputs: { version } };
}
