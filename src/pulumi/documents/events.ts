import { UserError } from "../../errors/userError";
import { resourceStateIn } from "./resourceState";
import { objectIn, optionalText, partOf, textIn, urnIn, type Part } from "./shape";
import type { Incompleteness, ReadableProperties, ResourceStep, StackDocument } from "./step";
import { StepGatherer } from "./steps";
import { stackOf, tenantIdIn } from "./stackOf";

/** Whether a value is an engine event: a number in a sequence, and one event. */
export function isEvent(value: unknown): boolean {
    return (
        typeof value === "object" &&
        value !== null &&
        typeof (value as { sequence?: unknown }).sequence === "number" &&
        Object.keys(value).some((key) => key.endsWith("Event"))
    );
}

/**
 * Reads the engine's events one by one: of `--event-log`, `up --json`, or `preview --json` with
 * PULUMI_ENABLE_STREAMING_JSON_PREVIEW. They are sdk/go/common/apitype/events.go of pulumi/pulumi. Texts of
 * diagnostics are never read: debug messages hold secrets in the clear.
 */
export class EventReader {
    private readonly gatherer = new StepGatherer();
    private incomplete: Incompleteness[] = [];
    private configuredTenantId: string | undefined;
    /** What the stream holds at its end; a cancelled command leaves out the summary. */
    private end: "none" | "cancelled" | "summary" = "none";
    private stack: string | undefined;

    constructor(
        private readonly source: string,
        private readonly names: ReadableProperties,
    ) {}

    /** @param line counted from 1 */
    add(value: unknown, line: number): void {
        const event: Part = { value, pointer: "", document: `${this.source}: line ${line}` };
        const { sequence } = objectIn(event);
        const at = typeof sequence === "number" ? sequence : undefined;
        for (const key of Object.keys(objectIn(event))) {
            const part = partOf(event, key);
            switch (key) {
                case "preludeEvent":
                    this.checkStack(this.gatherer.steps());
                    this.gatherer.clear();
                    this.incomplete = [];
                    this.end = "none";
                    this.configuredTenantId = tenantIdIn(partOf(part, "config"));
                    break;
                case "resourcePreEvent":
                case "resOutputsEvent":
                    this.addStep(partOf(part, "metadata"), at);
                    break;
                case "resOpFailedEvent":
                    this.addStep(partOf(part, "metadata"), at);
                    this.report("the operation failed, so the resource may be half done", part, at);
                    break;
                case "diagnosticEvent":
                    if (partOf(part, "severity").value === "error") {
                        this.report("an error: what comes after it may not be in the file", part, at);
                    }
                    break;
                case "summaryEvent":
                    this.end = "summary";
                    if (partOf(part, "maybeCorrupt").value === true) {
                        this.report("the summary reports that it may be corrupt", part, at);
                    }
                    break;
                case "cancelEvent":
                    if (this.end === "none") {
                        this.end = "cancelled";
                        this.report("the command was cancelled: what comes after is not in the file", part, at);
                    }
                    break;
            }
        }
    }

    /** @throws UserError when the end is missing */
    document(lines: number): StackDocument {
        if (this.end === "none") {
            throw new UserError(
                `${this.source}: line ${lines}: the events end early, without a summary`,
                "The command was stopped, or the file was cut: make it again.",
            );
        }
        const steps = this.gatherer.steps();
        this.checkStack(steps);
        return {
            ...{ kind: "events", source: this.source, ...stackOf(steps) },
            configuredTenantId: this.configuredTenantId,
            showsChangesOnly: false,
            steps,
            incomplete: this.incomplete,
        };
    }

    /** What comes before another preview or update is dropped, so it may be of no other stack. */
    private checkStack(steps: readonly ResourceStep[]): void {
        const { stack } = stackOf(steps);
        if (stack !== undefined && this.stack !== undefined && stack !== this.stack) {
            throw new UserError(`${this.source}: holds the events of several stacks`, "Give one file for each stack.");
        }
        this.stack ??= stack;
    }

    private addStep(metadata: Part, sequence: number | undefined): void {
        const before = resourceStateIn(partOf(metadata, "old"), this.names);
        const after = resourceStateIn(partOf(metadata, "new"), this.names);
        this.gatherer.add({
            urn: urnIn(partOf(metadata, "urn")),
            type: (after ?? before)?.type ?? optionalText(partOf(metadata, "type")) ?? "",
            op: textIn(partOf(metadata, "op")),
            ...{ before, after, pointer: metadata.pointer, sequence },
        });
    }

    private report(detail: string, part: Part, sequence: number | undefined): void {
        const urn = optionalText(partOf(part, "urn")) ?? optionalText(partOf(partOf(part, "metadata"), "urn"));
        this.incomplete.push({ detail, urn, pointer: part.pointer, sequence });
    }
}
