import { html, type Markup } from "../../../text/html";
import type { AuditReport } from "../../report";
import { notJudgedWords, typeText } from "../words";
import { evidenceLinks, listSection, table } from "./parts";

/** What could not be judged. */
export function notJudgedSection(report: AuditReport): Markup {
    const rows = report.notJudged.map(
        ({ resource, type, why, detail, evidence }) =>
            html`<tr role="row" data-row>
                <th role="rowheader" scope="row">${resource}<br /><code class="quiet">${typeText(type)}</code></th>
                <td role="cell">${notJudgedWords[why]}<small>${detail}</small></td>
                <td role="cell">${evidenceLinks(evidence, report)}</td>
            </tr> `,
    );
    const note = rows.length === 0 ? "Everything was judged." : "These may hide a change of access.";
    return listSection("not-judged", "Not judged", note, table("", ["Resource", "Why", "Evidence"], rows), rows);
}
