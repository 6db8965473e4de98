import { expiredWaiver, unusedWaiver } from "../../src/audit/findings";
import { rules } from "../../src/audit/rules";
import { driftRules } from "../../src/audit/rules/driftRules";
import { isPolicy, type Reference, type Rule } from "../../src/audit/rules/rule";

const all: readonly Omit<Rule, "find">[] = [...rules, ...driftRules, expiredWaiver, unusedWaiver];

const judged: Readonly<Record<Rule["judges"], string>> = { change: "changes", access: "access", drift: "drift" };

/** docs/audit-rules.md: what `audit` looks for. */
export function auditRulesPage(): string {
    const rows = all.map(
        (rule) =>
            `| [\`${rule.id}\`](#${rule.id}) | ${rule.title} | ${rule.severity} | ${judged[rule.judges]} | ${rules.includes(rule as Rule) && isPolicy(rule) ? "yes" : ""} |`,
    );
    return `# Rules of the audit

What \`exo-unattended audit\` looks for. Rules for *changes* judge what an update does; rules for *access* judge what is there
afterwards, also when nothing changes; rules for *drift* judge how the tenant and a token differ ([\`--drift\`](audit.md#drift)).
\`--fail-on\` takes severities; a [waiver](audit.md#waivers) accepts one finding.
*Policy*: the rule is part of the [policy pack](audit-policies.md), too.

| Rule | Finding | Severity | Judges | Policy |
| --- | --- | --- | --- | --- |
${rows.join("\n")}

${all.map(section).join("\n\n")}

Written by \`npm run docs\`.
`;
}

function section({ id, title, severity, why, remedy, references }: Omit<Rule, "find">): string {
    const lines = [`## ${id}`, "", `${title}. Severity: ${severity}.`, "", `Why: ${why}`, "", `What to do: ${remedy}`];
    return [...lines, ...(references.length === 0 ? [] : ["", `References: ${references.map(link).join("; ")}`])].join(
        "\n",
    );
}

function link({ name, url }: Reference): string {
    return url === undefined ? name : `[${name}](${url})`;
}
