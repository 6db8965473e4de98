import { UserError } from "../errors/userError";
import type { AccessChange, Finding, NotJudged, Verdict } from "./report";
import { changeKinds, changeWords, severities } from "./words";

/** What a gate can fail on, with the meaning for a help text. */
export const gateConditions = {
    critical: "a finding of severity critical",
    high: "one of severity high or above",
    medium: "one of severity medium or above",
    low: "one of severity low or above",
    note: "any finding",
    broadening: "access is added or widened, or a protection removed",
    unknown: "something cannot be judged",
    change: "any access changes",
} as const;

export type GateCondition = keyof typeof gateConditions;

/** @throws UserError when one is not known */
export function parseGateConditions(given: readonly string[]): GateCondition[] {
    const words = given.flatMap((one) => one.split(",")).map((one) => one.trim());
    return [...new Set(words)].map((word) => {
        if (!Object.hasOwn(gateConditions, word)) {
            throw new UserError(
                `unknown condition of the gate (got ${word === "" ? "nothing" : word})`,
                `Give one of: ${Object.keys(gateConditions).join(", ")}.`,
            );
        }
        return word as GateCondition;
    });
}

/** What the gate judges. */
export interface GateInput {
    readonly changes: readonly AccessChange[];
    readonly notJudged: readonly NotJudged[];
    /** Neither waived nor of the base only. */
    readonly findings: readonly Finding[];
    /** Whether something broadens that no waiver covers. */
    readonly broadens: boolean;
    readonly waived: number;
}

/** What the gate decides, in the order of the conditions. */
export function verdictOf(input: GateInput, failOn: readonly GateCondition[]): Verdict {
    const failedOn = failOn.filter((condition) => isMet(condition, input));
    const judgement = failedOn.length > 0 ? `: failed on ${failedOn.join(", ")}` : failOn.length > 0 ? ": passed" : "";
    return { exitStatus: failedOn.length > 0 ? 1 : 0, failOn, failedOn, text: `${summary(input)}${judgement}` };
}

function isMet(condition: GateCondition, { changes, notJudged, findings, broadens }: GateInput): boolean {
    switch (condition) {
        case "broadening":
            return broadens;
        case "unknown":
            return notJudged.length > 0;
        case "change":
            return changes.some(({ change }) => change !== "unchanged");
        default:
            return findings.some(({ severity }) => severities.indexOf(severity) <= severities.indexOf(condition));
    }
}

/** For example `2 accesses added, 1 widened; 3 findings (1 critical, 2 low); 1 not judged`. */
function summary({ changes, findings, notJudged, waived }: GateInput): string {
    const counted = changeKinds
        .filter((kind) => kind !== "unchanged")
        .map((kind) => [changes.filter(({ change }) => change === kind).length, changeWords[kind]] as const)
        .filter(([count]) => count > 0);
    const [first, ...others] = counted;
    const access =
        first === undefined
            ? "no access changes"
            : [
                  `${first[0]} ${first[0] === 1 ? "access" : "accesses"} ${first[1]}`,
                  ...others.map(([count, word]) => `${count} ${word}`),
              ].join(", ");
    const bySeverity = severities
        .map((severity) => [findings.filter((finding) => finding.severity === severity).length, severity] as const)
        .filter(([count]) => count > 0)
        .map(([count, severity]) => `${count} ${severity}`);
    return [
        access,
        findings.length === 0
            ? "no findings"
            : `${findings.length} ${findings.length === 1 ? "finding" : "findings"} (${bySeverity.join(", ")})`,
        ...(waived === 0 ? [] : [`${waived} waived`]),
        ...(notJudged.length === 0 ? [] : [`${notJudged.length} not judged`]),
    ].join("; ");
}
