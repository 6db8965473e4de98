import { createHash } from "node:crypto";
import { html, trustedHtml, type Markup } from "../../../text/html";
import type { AuditReport, Verdict } from "../../report";
import { credentialLines } from "../credentials";
import { changeKinds } from "../../words";
import { actualChanges, countsText } from "../words";
import { changesSection, isShownAtFirst } from "./changes";
import { filter } from "./filter";
import { findingsSection } from "./findings";
import { notJudgedSection } from "./notJudged";
import { flag, kindChip } from "./parts";
import { pictureSection } from "./pictureSection";
import { sourcesSection } from "./sources";
import { style } from "./style";
import { credentialsSection } from "./timeline";

/**
 * For people who look rather than read: one file without anything from outside. Its policy allows this style sheet and this
 * script by their hashes, and nothing else.
 */
export function htmlFormat(report: AuditReport): string {
    const { verdict, now, sources } = report;
    const stacks = [...new Set(sources.flatMap(({ stack }) => stack ?? []))];
    const name = stacks.length === 0 ? "Access audit" : `Access audit of ${stacks.join(" and ")}`;
    const [result, gate] = gateWords(verdict);
    return html`<!doctype html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta http-equiv="Content-Security-Policy" content="${policy}" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="referrer" content="no-referrer" />
                <title>${name}: ${gate}</title>
                ${trustedHtml(`<style>${style}</style>`)}
            </head>
            <body>
                <a class="skip" href="#changes">Skip to the changes</a>
                <header class="page">
                    <div class="wrap">
                        <p class="eyebrow">exo-unattended · ${now.replace(/T.*$/, "")}</p>
                        <h1>${name}</h1>
                        <div class="verdict ${result}">
                            <strong>${gate}</strong>
                            <p>${verdict.text}</p>
                        </div>
                        <p class="counts">${countsText(report)}</p>
                        ${contents(report)}
                    </div>
                </header>
                ${toolbar(report)}
                <main class="wrap ${isLong(report) ? "long" : ""}">
                    ${changesSection(report)} ${pictureSection(report)} ${findingsSection(report)}
                    ${credentialsSection(report)} ${notJudgedSection(report)} ${sourcesSection(report)}
                </main>
                <footer>
                    <div class="wrap">
                        Made by exo-unattended audit for ${now}. This page loads nothing and sends nothing.
                    </div>
                </footer>
                ${trustedHtml(`<script>${filter}</script>`)}
            </body>
        </html> `.text;
}

/** Whether a browser should lay out only what is seen. Of a short page, a picture of the whole would have empty rows. */
function isLong({ changes, findings, notJudged }: AuditReport): boolean {
    return changes.length + findings.length + notJudged.length > 500;
}

/** A class and words for what the gate decided. */
function gateWords({ exitStatus, failOn }: Verdict): readonly [className: string, words: string] {
    return exitStatus !== 0
        ? ["failed", "Gate failed"]
        : failOn.length > 0
          ? ["passed", "Gate passed"]
          : ["open", "No gate"];
}

const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(filter)}'`,
    "base-uri 'none'",
    "form-action 'none'",
].join("; ");

function hashOf(text: string): string {
    return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/** Links to the sections, with what they hold. */
function contents(report: AuditReport): Markup {
    const entries = [
        ["changes", "What changes", actualChanges(report).length],
        ["picture", "Who can do what", ""],
        ["findings", "Findings", report.findings.length],
        ["credentials", "Credentials", credentialLines(report).length],
        ["not-judged", "Not judged", report.notJudged.length],
        ["sources", "Sources", report.sources.length],
    ] as const;
    return html`<nav aria-label="Sections">
        <ul>
            ${entries.map(([id, title, count]) => html`<li><a href="#${id}">${title}</a> <span class="quiet">${count}</span></li> `)}
        </ul>
    </nav>`;
}

/** Search, and the kinds of change with their counts: legend and filter in one. */
function toolbar(report: AuditReport): Markup {
    const { changes } = report.counts;
    const kinds = changeKinds.filter((kind) => changes[kind] > 0);
    const boxes = kinds.map((kind) => {
        const checked = flag("checked", isShownAtFirst(kind, report));
        return html`<label class="kind"
            ><input type="checkbox" value="${kind}" ${checked} />${kindChip(kind, changes[kind])}</label
        > `;
    });
    return html`<div class="tools" id="tools" role="search" aria-label="Filter" hidden>
        <div class="wrap">
            <label class="unseen" for="search">Filter by words</label>
            <input type="search" id="search" placeholder="Filter by words" autocomplete="off" spellcheck="false" />
            <output id="shown" role="status"></output>
            <fieldset>
                <legend class="unseen">Kinds of change</legend>
                ${boxes}
            </fieldset>
        </div>
    </div>`;
}
