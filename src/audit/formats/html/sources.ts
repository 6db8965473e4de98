import { html, type Markup } from "../../../text/html";
import type { AuditReport } from "../../report";
import { listSection, table } from "./parts";

/** What the page was made from. */
export function sourcesSection({ sources }: AuditReport): Markup {
    const rows = sources.map(
        ({ source, kind, stack, project }) =>
            html`<tr role="row" data-row>
                <th role="rowheader" scope="row">${source}</th>
                <td role="cell">${kind}</td>
                <td role="cell" data-label="Stack">${stack}</td>
                <td role="cell" data-label="Project">${project}</td>
            </tr> `,
    );
    const headings = ["Source", "Kind", "Stack", "Project"];
    return listSection(
        "sources",
        "Sources",
        "The documents that this page was made from.",
        table("", headings, rows),
        rows,
    );
}
