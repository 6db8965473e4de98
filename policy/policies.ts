import type { EnforcementLevel, PolicyConfigSchema, ReportViolation, StackValidationPolicy } from "@pulumi/policy";
import { auditedStack, type AuditedStack } from "../src/audit/auditedStack";
import type { Severity } from "../src/audit/report";
import { rules } from "../src/audit/rules";
import { isPolicy, type Rule, type Violation } from "../src/audit/rules/rule";
import { stackDocument, type PolicedResource } from "./stackDocument";

/** What every rule can be configured with, besides its enforcement level. */
interface Settings {
    readonly except?: readonly string[];
    readonly allow?: readonly string[];
}

const texts = { type: "array", items: { type: "string" }, default: [] } as const;

const settings: PolicyConfigSchema["properties"] = {
    except: {
        ...texts,
        description: "Logins that the rule does not judge, by the name of the application in the program",
    },
    allow: {
        ...texts,
        description: "Access that the rule accepts, as its message names it: for example a directory role",
    },
};

/** What stops a preview unless it is configured: the others are shown. */
const enforcementLevels: Readonly<Record<Severity, EnforcementLevel>> = {
    critical: "mandatory",
    high: "mandatory",
    medium: "advisory",
    low: "advisory",
    note: "advisory",
};

const judged = rules.filter(isPolicy);
const onlyInAudit = rules.filter((rule) => !isPolicy(rule));

function policyOf(rule: Rule): StackValidationPolicy {
    const { id, title, severity, why, remedy, references, limits = {} } = rule;
    const defaults = Object.fromEntries(Object.entries(limits).map(([name, limit]) => [name, limit.default]));
    return {
        name: id,
        displayName: title,
        description: `${title}. ${why}`,
        enforcementLevel: enforcementLevels[severity],
        severity: severity === "note" ? "low" : severity,
        remediationSteps: remedy,
        ...referenceOf(references),
        configSchema: {
            properties: {
                ...settings,
                ...Object.fromEntries(
                    Object.entries(limits).map(([name, { what, default: value }]) => [
                        name,
                        { type: "number", description: what, default: value },
                    ]),
                ),
            },
        },
        validateStack: (args, report) => {
            // The engine fills in the defaults of the schema; other hosts of a pack do not.
            const { except = [], allow = [], ...given } = args.getConfig<Settings & Record<string, number>>();
            const isAccepted = ({ principal, change }: Violation): boolean =>
                except.includes(principal) || allow.includes(change?.after?.what ?? "");
            for (const violation of rule.find(stackOf(args.resources), new Date().toISOString(), {
                ...defaults,
                ...given,
            })) {
                if (!isAccepted(violation)) {
                    reportAt(report, `${violation.message}. ${remedy}`, violation.evidence);
                }
            }
        },
    };
}

function referenceOf(references: Rule["references"]): { readonly url?: string } {
    const url = references.find((one) => one.url !== undefined)?.url;
    return url === undefined ? {} : { url };
}

/** Values that are known after the update only, and resources that the audit does not understand. */
const notJudged: StackValidationPolicy = {
    name: "not-judged",
    displayName: "Something cannot be judged before the update",
    description:
        "A value is known after the update only, or the audit does not understand a resource. Such access is neither allowed nor refused here.",
    enforcementLevel: "advisory",
    severity: "low",
    remediationSteps: "Audit the stack again after the update: `pulumi policy analyze`, or `exo-unattended audit`.",
    validateStack: ({ resources }, report) => {
        const stack = stackOf(resources);
        const found = [...stack.notJudged, ...judged.flatMap((rule) => rule.notJudged?.(stack) ?? [])];
        for (const { resource, detail, evidence } of found) {
            reportAt(report, `Not judged: ${resource}: ${detail}`, evidence);
        }
    },
};

/** Policies see what will be there; what an update changes needs what was there before. */
const changesNotJudged: StackValidationPolicy = {
    name: "changes-not-judged",
    displayName: "Rules about changes are judged by the audit of a preview",
    description: "A policy is not shown what was there before, so it cannot judge what an update changes.",
    enforcementLevel: "advisory",
    severity: "low",
    remediationSteps: "Run `exo-unattended audit` on the preview.",
    validateStack: (_, report) => {
        report(
            `Not judged: what the update changes (${onlyInAudit.map(({ id }) => id).join(", ")}). Run \`exo-unattended audit\` on the preview.`,
        );
    },
};

/** One policy for each rule that can be judged by what will be there, and two that report what is not judged. */
export const policies: readonly StackValidationPolicy[] = [...judged.map(policyOf), notJudged, changesNotJudged];

function stackOf(resources: readonly PolicedResource[]): AuditedStack {
    return auditedStack({ document: stackDocument(resources), state: undefined }, (source) => source);
}

function reportAt(report: ReportViolation, message: string, [first]: Violation["evidence"]): void {
    report(message, first?.pointer);
}
