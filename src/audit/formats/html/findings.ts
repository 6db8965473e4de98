import { html, type Markup } from "../../../text/html";
import type { AuditReport, Finding } from "../../report";
import { baselineWords, waiverText } from "../words";
import { evidenceLinks, link, listSection } from "./parts";

/** What the rules found. */
export function findingsSection(report: AuditReport): Markup {
    const { findings } = report;
    const list = html`<ol class="findings">
        ${findings.map((finding) => findingItem(finding, report))}
    </ol>`;
    return listSection("findings", "Findings", "What a reviewer should check, the most serious first.", list, findings);
}

function findingItem(finding: Finding, report: AuditReport): Markup {
    const { severity, title, rule, message, remedy, references, waiver, baseline } = finding;
    const waived = waiver && html`<p>${link(waiver.link, waiverText(waiver))}</p>`;
    const links = references.map(({ name, url }) => html`<li>${link(url, name)}</li>`);
    return html`<li data-row>
        <div class="title">
            <span class="chip ${severity}">${severity}</span>
            <h3>${title}</h3>
            ${waiver && html`<span class="chip">waived</span>`}
            <code class="quiet">${rule}</code>
        </div>
        <p>${message}</p>
        ${remedy === "" ? undefined : html`<p><b>Action:</b> ${remedy}</p>`} ${waived}
        ${baseline && html`<p class="quiet">${baselineWords[baseline]}</p>`}
        ${
            links.length === 0
                ? undefined
                : html`<ul class="references" aria-label="References">
                      ${links}
                  </ul>`
        }
        ${evidenceLinks(finding.evidence, report)}
    </li> `;
}
