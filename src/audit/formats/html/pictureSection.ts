import { html, type Markup } from "../../../text/html";
import type { AuditReport, ChangeKind } from "../../report";
import { section } from "./parts";
import { loginsOf, lookWords, type Login, type Look } from "./picture";
import { pictureSvg } from "./pictureSvg";

/** Who can do what, as a picture with its legend. */
export function pictureSection(report: AuditReport): Markup {
    const { logins, left } = loginsOf(report);
    if (logins.length === 0) {
        return section(
            "picture",
            "Who can do what",
            "",
            html`<div class="card"><p class="none">No permission or role.</p></div>`,
        );
    }
    const shown = new Set(logins.flatMap(({ grants }) => grants.map(({ look }) => look)));
    const legend = (Object.keys(lookWords) as Look[])
        .filter((look) => shown.has(look))
        .map(
            (look) =>
                html`<span class="legend">
                    <svg aria-hidden="true" focusable="false"><path class="link ${look}" d="M0 5H28" /></svg
                    >${lookWords[look]}
                </span> `,
        );
    const rest = left === 0 ? undefined : html`<span>${left} more in the table above</span>`;
    return section(
        "picture",
        "Who can do what",
        "Each login, what it is granted, and where that works.",
        html`<figure class="card">
            ${pictureSvg(logins)} ${pictureList(logins)}
            <figcaption>${legend}${rest}</figcaption>
        </figure>`,
    );
}

/** The picture in words: for screen readers, and for screens that are too narrow for it. */
function pictureList(logins: readonly Login[]): Markup {
    return html`<ul class="tree">
        ${logins.map(
            ({ name, controlledBy, grants }) =>
                html`<li>
                    <b>${name}</b> <span class="quiet">${controlledBy}</span>
                    <ul>
                        ${grants.map(
                            ({ what, note, workloads, look }) =>
                                html`<li>
                                    <b>${what}</b> <span class="chip ${lookClasses[look]}">${lookWords[look]}</span>
                                    <small class="quiet">${note} → ${workloads.join(", ")}</small>
                                </li> `,
                        )}
                    </ul>
                </li> `,
        )}
    </ul>`;
}

const lookClasses: Readonly<Record<Look, ChangeKind>> = {
    broader: "added",
    narrower: "narrowed",
    gone: "removed",
    unknown: "notKnownYet",
    unchanged: "unchanged",
};
