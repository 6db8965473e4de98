import { html, trustedHtml, type HtmlValue, type Markup } from "../../../text/html";
import type { AuditReport, ChangeKind, Evidence } from "../../report";
import { evidenceHref, isWebAddress } from "../links";
import { changeWords } from "../../words";
import { evidenceText, signs } from "../words";

/** A part of the page with a heading of its own. */
export function section(id: string, title: string, note: string, content: Markup): Markup {
    return html`<section id="${id}" aria-labelledby="${id}-title">
        <div class="heading">
            <h2 id="${id}-title">${title}</h2>
            <p>${note}</p>
        </div>
        ${content}
    </section> `;
}

/** A section with a list or table whose rows the filter shows and hides. */
export function listSection(id: string, title: string, note: string, list: Markup, rows: readonly unknown[]): Markup {
    const card =
        rows.length === 0
            ? html`<div class="card"><p class="none">None.</p></div>`
            : html`<div class="card" data-list>
                  ${list}
                  <p class="none" data-none hidden>No row matches the filter.</p>
              </div>`;
    return section(id, title, note, card);
}

/** A table. Its roles are said because narrow screens show it as blocks, which takes the roles away. */
export function table(name: string, headings: readonly HtmlValue[], rows: readonly Markup[]): Markup {
    return html`<table class="${name}" role="table">
        <thead>
            <tr role="row">
                ${headings.map((heading) => html`<th role="columnheader" scope="col">${heading}</th>`)}
            </tr>
        </thead>
        <tbody>
            ${rows}
        </tbody>
    </table>`;
}

/** A kind of change as sign and word, with a number where it is counted. */
export function kindChip(kind: ChangeKind, count?: number): Markup {
    const number = count === undefined ? undefined : html` <b>${count}</b>`;
    return html`<span class="chip ${kind}"
        ><span aria-hidden="true">${signs[kind]}</span>${changeWords[kind]}${number}</span
    >`;
}

/** A text that leads to an address on the web, or the text alone. */
export function link(url: string | undefined, text: string): HtmlValue {
    return url !== undefined && isWebAddress(url)
        ? html`<a href="${new URL(url).href}" rel="noreferrer">${text}</a>`
        : text;
}

/** Each place where something was read, linked where it is in a file. */
export function evidenceLinks(evidence: readonly Evidence[], { sources }: AuditReport): Markup[] {
    return evidence.map((place) => {
        const kind = sources.find(({ source }) => source === place.source)?.kind;
        const isFile = kind !== "tenant" && kind !== "token" && !/^(stack|tenant) |^token$/.test(place.source);
        const text = evidenceText(place);
        return html`<code class="evidence"
            >${isFile ? html`<a href="${evidenceHref(place)}">${text}</a>` : text}</code
        >`;
    });
}

/** An attribute without a value, or nothing. */
export function flag(name: "hidden" | "checked", isSet: boolean): Markup | undefined {
    return isSet ? trustedHtml(` ${name}`) : undefined;
}
