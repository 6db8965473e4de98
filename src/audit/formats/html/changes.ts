import { html, type Markup } from "../../../text/html";
import type { AccessChange, AuditReport, ChangeKind } from "../../report";
import { accessOf, actualChanges, kindText, knownText, reasonTexts, scopeText, untilText } from "../words";
import { evidenceLinks, flag, kindChip, listSection, table } from "./parts";

/** Who may do what, before and after. */
export function changesSection(report: AuditReport): Markup {
    const note =
        actualChanges(report).length === 0
            ? "No access changes."
            : "Who may do what after the update, compared with before.";
    const rows = report.changes.map((change) => changeRow(change, report));
    const headings = ["Change", "Who", "May what", "Where", "Until", "Evidence"];
    return listSection("changes", "What changes", note, table("changes", headings, rows), rows);
}

/** Unchanged access is hidden while something else is to be seen. */
export function isShownAtFirst(kind: ChangeKind, report: AuditReport): boolean {
    return kind !== "unchanged" || actualChanges(report).length === 0;
}

function changeRow(change: AccessChange, report: AuditReport): Markup {
    const access = accessOf(change);
    const hidden = flag("hidden", !isShownAtFirst(change.change, report));
    return html`<tr role="row" data-row="${change.change}" ${hidden}>
        <td role="cell">${kindChip(change.change)}</td>
        <th role="rowheader" scope="row">${access.principal}</th>
        <td role="cell">
            <small>${kindText(access)}</small>
            <span class="what">${knownText(access.what)}</span>
            ${reasonTexts(change).map((text) => html`<small>${text}</small>`)}
        </td>
        <td role="cell" data-label="Where">${scopeText(access, report)}</td>
        <td role="cell" data-label="Until" class="until">${untilText(access)}</td>
        <td role="cell">${evidenceLinks(change.evidence, report)}</td>
    </tr> `;
}
