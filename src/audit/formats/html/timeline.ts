import { html, type Markup } from "../../../text/html";
import type { AuditReport } from "../../report";
import {
    credentialFactsTexts,
    credentialLines,
    credentialState,
    credentialStateText,
    likelyEnd,
    validityText,
    type CredentialLine,
} from "../credentials";
import { listSection, table } from "./parts";

const dayMs = 86_400_000;

/** Credentials as bars on one time line, each in a row of a table: the bars keep their places at every width. */
export function credentialsSection(report: AuditReport): Markup {
    const { now } = report;
    const lines = credentialLines(report);
    const scale = new Scale(lines, now);
    const rows = lines.map((line) => credentialRow(line, scale, now));
    const headings = ["Credential", html`<span class="unseen">Validity</span>${scale.axis()}`, "State"];
    const note = rows.length === 0 ? "" : `The blue line is ${now.replace(/T.*$/, "")}.`;
    return listSection("credentials", "Credentials", note, table("timeline", headings, rows), rows);
}

function credentialRow(line: CredentialLine, scale: Scale, now: string): Markup {
    return html`<tr role="row" data-row>
        <th role="rowheader" scope="row">
            ${line.name} <small>${line.principal}</small>
            ${credentialFactsTexts(line.facts).map((fact) => html`<small>${fact}</small>`)}
        </th>
        <td role="cell" class="axis">${scale.bar(line)}</td>
        <td role="cell">
            <b class="state ${credentialState(line, now)}">${credentialStateText(line, now)}</b>
            <small>${validityText(line.facts)}</small>
        </td>
    </tr> `;
}

/** The span of time that the bars share. */
class Scale {
    private readonly start: number;
    private readonly end: number;

    constructor(
        lines: readonly CredentialLine[],
        private readonly now: string,
    ) {
        const times = [
            Date.parse(now),
            ...lines.flatMap(({ facts }) =>
                [facts.notBefore, likelyEnd(facts, now)]
                    .filter((time) => time !== null)
                    .map((time) => Date.parse(time)),
            ),
        ];
        const first = times.reduce((one, other) => Math.min(one, other), Infinity);
        const last = times.reduce((one, other) => Math.max(one, other), first + 30 * dayMs);
        const margin = (last - first) * 0.02;
        this.start = first - margin;
        this.end = last + margin;
    }

    /** The labels, and the lines that every bar has behind it. */
    axis(): Markup {
        const ticks = this.ticks();
        // A label at the edge would leave its column.
        const labels = ticks.filter(({ place }) => place > 4 && place < 96);
        return html`<svg class="ticks" width="100%" height="20" aria-hidden="true" focusable="false">
            <defs>
                <g id="ticks">${ticks.map(({ place }) => line("tick", place))}</g>
                <g id="now">${line("now", this.place(this.now))}</g>
            </defs>
            ${labels.map(({ place, label }) => html`<text x="${place}%" y="14" text-anchor="middle">${label}</text>`)}
        </svg>`;
    }

    bar(credential: CredentialLine): Markup {
        const end = likelyEnd(credential.facts, this.now);
        const words = `${validityText(credential.facts)}: ${credentialStateText(credential, this.now)}`;
        const left = this.place(credential.facts.notBefore ?? this.now);
        const width = Math.max(round((end === null ? 100 : this.place(end)) - left), 0.5);
        return html`<svg class="bar" width="100%" height="48" role="img" aria-label="${words}">
            <use href="#ticks" />
            <rect
                class="${credentialState(credential, this.now)}"
                x="${left}%"
                y="15"
                width="${width}%"
                height="18"
                rx="4"
            />
            <use href="#now" />
        </svg>`;
    }

    /** At most about six: first days of years, half-years, quarters or months. */
    private ticks(): readonly { readonly place: number; readonly label: string }[] {
        const months = (this.end - this.start) / dayMs / 30.4;
        const step = [1, 3, 6, 12, 24, 60].find((candidate) => months / candidate <= 6) ?? 120;
        const first = new Date(this.start);
        const ticks: { place: number; label: string }[] = [];
        for (let month = 0; ticks.length < 100; month += step) {
            const time = Date.UTC(first.getUTCFullYear(), month, 1);
            if (time > this.end) {
                break;
            }
            if (time >= this.start) {
                const date = new Date(time).toISOString();
                ticks.push({ place: this.place(date), label: date.slice(0, step >= 12 ? 4 : 7) });
            }
        }
        return ticks;
    }

    /** Where a time is, in percent of the axis. */
    private place(time: string): number {
        return round(((Date.parse(time) - this.start) / (this.end - this.start)) * 100);
    }
}

function line(name: "tick" | "now", place: number): Markup {
    return html`<line class="${name}" x1="${place}%" x2="${place}%" y1="0" y2="48" />`;
}

function round(value: number): number {
    return Math.round(value * 100) / 100;
}
