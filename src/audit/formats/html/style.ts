/** The page's style sheet. Its hash is in the page's policy, so nothing else can style the page. */
export const style = `
:root {
    color-scheme: light dark;
    --page: light-dark(#f7f7f5, #131519);
    --surface: light-dark(#ffffff, #1b1e24);
    --ink: light-dark(#1d2126, #e8eaed);
    --quiet: light-dark(#59626d, #a3acb8);
    --line: light-dark(#e2e4e7, #30353e);
    --accent: light-dark(#1f5fbf, #8ab4f8);
    --broader: light-dark(#8f4700, #ffb86b);
    --broader-fill: light-dark(#fdf0dd, #3a2a16);
    --narrower: light-dark(#1b6159, #7fd1c5);
    --narrower-fill: light-dark(#e1f3f0, #163430);
    --unknown: light-dark(#65439a, #c9aef5);
    --unknown-fill: light-dark(#f1ebfb, #2b2240);
    --same: light-dark(#59626d, #a3acb8);
    --same-fill: light-dark(#eff1f3, #272b32);
    --grave: light-dark(#a3172a, #ff9aa5);
    --grave-fill: light-dark(#fdeaec, #421c22);
    --good: light-dark(#1c6b3a, #7fd79c);
    --good-fill: light-dark(#e4f5ea, #17351f);
}
* { box-sizing: border-box; }
html { scroll-padding-top: 8rem; -webkit-text-size-adjust: 100%; }
body {
    margin: 0;
    background: var(--page);
    color: var(--ink);
    font: 15px/1.5 Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
[hidden] { display: none !important; }
a { color: var(--accent); text-underline-offset: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
code, .mono { font: 0.85em/1.5 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.wrap { max-width: 1104px; margin: 0 auto; padding: 0 32px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -100vw; top: 8px; padding: 8px 16px; background: var(--surface); z-index: 3; }
.skip:focus { left: 8px; }
.quiet { color: var(--quiet); }

header.page { padding: 40px 0 20px; }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 24px; margin: 16px 0 0; padding: 0; list-style: none; }
nav a { display: inline-block; padding: 4px 0; }
.eyebrow { margin: 0 0 4px; color: var(--quiet); font-size: 13px; }
h1 { margin: 0 0 20px; font-size: 30px; line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; overflow-wrap: anywhere; }
h2 { margin: 0; font-size: 19px; line-height: 1.3; font-weight: 650; letter-spacing: -0.005em; }
h2 .quiet { font-weight: 400; }
h3 { margin: 0; font-size: 15px; font-weight: 600; }
.verdict { display: flex; gap: 16px; align-items: baseline; padding: 16px 20px; border-radius: 12px; background: var(--same-fill); }
.verdict.passed { background: var(--good-fill); }
.verdict.failed { background: var(--grave-fill); }
.verdict strong { flex: none; font-size: 17px; color: var(--same); }
.verdict.passed strong { color: var(--good); }
.verdict.failed strong { color: var(--grave); }
.verdict p { margin: 0; font-size: 17px; overflow-wrap: anywhere; }
.counts { margin: 12px 0 0; color: var(--quiet); font-size: 13px; }

.tools { position: sticky; top: 0; z-index: 2; background: var(--page); border-bottom: 1px solid var(--line); padding: 12px 0; }
.tools .wrap { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; }
.tools input[type="search"] {
    flex: 1 1 220px; min-width: 0; padding: 8px 12px; font: inherit; color: inherit;
    background: var(--surface); border: 1px solid light-dark(#8a929c, #6b7480); border-radius: 8px;
}
.tools fieldset { flex: 1 0 100%; display: flex; flex-wrap: wrap; gap: 6px; margin: 0; padding: 0; border: 0; min-width: 0; }
.tools label.kind { position: relative; cursor: pointer; }
.tools label.kind input { position: absolute; opacity: 0; inset: 0; margin: 0; cursor: pointer; }
.tools label.kind input:not(:checked) + .chip { background: transparent; color: var(--quiet); border-style: dashed; border-color: var(--quiet); }
.tools label.kind input:focus-visible + .chip { outline: 3px solid var(--accent); outline-offset: 2px; }
.tools output { color: var(--quiet); font-size: 13px; }

.chip {
    display: inline-flex; gap: 6px; align-items: baseline; padding: 2px 10px; border: 1px solid transparent; border-radius: 999px;
    font-size: 13px; font-weight: 550; white-space: nowrap; color: var(--same); background: var(--same-fill);
}
.tools .chip { border-color: var(--line); padding: 4px 12px; }
.added, .widened { color: var(--broader); background: var(--broader-fill); }
.removed.chip, .narrowed, .replaced { color: var(--narrower); background: var(--narrower-fill); }
.notKnownYet { color: var(--unknown); background: var(--unknown-fill); }
.critical, .high { color: var(--grave); background: var(--grave-fill); }
.medium { color: var(--broader); background: var(--broader-fill); }
.low { color: var(--accent); background: light-dark(#e8f0fc, #1a2a44); }

main { padding-bottom: 48px; }
section { margin-top: 32px; }
section > .heading { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; margin-bottom: 12px; }
section > .heading p { margin: 0; color: var(--quiet); }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }

/* Rows are grids on the screen, so that thousands of them can be laid out only where they are seen. */
table, thead, tbody { display: block; }
tr { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); }
.long tbody tr, .long ol.findings > li { content-visibility: auto; contain-intrinsic-size: auto 96px; }
th, td { padding: 12px 16px; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead { border-bottom: 1px solid var(--line); }
thead th { padding: 10px 16px; color: var(--quiet); font-size: 13px; font-weight: 500; }
tbody th { font-weight: 600; }
tbody tr + tr { border-top: 1px solid var(--line); }
small, .evidence { display: block; color: var(--quiet); font-size: 13px; font-weight: 400; }
.evidence a { color: inherit; }
.what { font-weight: 600; }
.until { font-variant-numeric: tabular-nums; white-space: nowrap; }
.changes tr { grid-template-columns: 146px minmax(0, 17fr) minmax(0, 28fr) 138px 130px 184px; }
.none { margin: 0; padding: 16px 20px; color: var(--quiet); }

figure.card { position: relative; margin: 0; padding: 24px 24px 16px; }
figcaption { display: flex; flex-wrap: wrap; gap: 4px 20px; margin-top: 16px; padding-top: 12px; border-top: 1px solid var(--line); color: var(--quiet); font-size: 13px; }
figcaption svg { width: 28px; height: 10px; margin-right: 8px; vertical-align: 0; }
.picture { display: block; width: 100%; height: auto; }
.picture .column { fill: var(--quiet); font-size: 13px; font-weight: 500; }
.link { fill: none; stroke-width: 1.5; stroke: light-dark(#b5bcc5, #59626d); }
.link.broader { stroke: light-dark(#d98a2b, #e09a4a); stroke-width: 3; }
.link.narrower { stroke: light-dark(#3f9c90, #4aa79a); stroke-width: 2; }
.link.gone { stroke: light-dark(#3f9c90, #4aa79a); stroke-dasharray: 6 5; }
.link.unknown { stroke: light-dark(#8a66c4, #a98ade); stroke-width: 2; stroke-dasharray: 2 5; stroke-linecap: round; }
.node rect { fill: var(--surface); stroke: light-dark(#c5cad1, #454c57); }
.node.broader rect { fill: var(--broader-fill); stroke: light-dark(#d98a2b, #e09a4a); }
.node.gone rect { stroke-dasharray: 6 5; }
.node.unknown rect { fill: var(--unknown-fill); stroke: light-dark(#8a66c4, #a98ade); stroke-dasharray: 2 4; }
.node .name { fill: var(--ink); font-size: 14px; font-weight: 600; }
.node .note { fill: var(--quiet); font-size: 12px; }
.node.gone .name { text-decoration: line-through; fill: var(--quiet); }

ol.findings, .tree, .tree ul { list-style: none; margin: 0; padding: 0; }
ol.findings > li { padding: 16px 20px; }
ol.findings > li + li { border-top: 1px solid var(--line); }
.title { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; }
ol.findings p { margin: 6px 0 0; max-width: 75ch; overflow-wrap: anywhere; }
.references { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 8px 0 0; padding: 0; list-style: none; font-size: 13px; color: var(--quiet); }

.timeline tr { grid-template-columns: minmax(0, 35fr) minmax(0, 43fr) minmax(0, 22fr); }
.timeline .axis { padding-left: 0; padding-right: 0; }
.timeline td.axis { padding-top: 0; padding-bottom: 0; align-self: center; vertical-align: middle; }
.timeline svg { display: block; overflow: visible; }
.ticks text { fill: var(--quiet); font-size: 12px; font-weight: 400; }
.tick { stroke: var(--line); }
.now { stroke: var(--accent); stroke-width: 2; }
.bar rect { fill: light-dark(#9fb6d9, #4c6a99); }
.bar rect.endsSoon { fill: light-dark(#e0973d, #c98534); }
.bar rect.expired { fill: light-dark(#d0606d, #b34a58); }
.bar rect.removed { fill: none; background: none; stroke: light-dark(#3f9c90, #4aa79a); stroke-dasharray: 6 5; }
.bar rect.future { fill: light-dark(#c9d6ea, #33486a); }
.bar rect.unknown { fill: var(--unknown-fill); stroke: light-dark(#8a66c4, #a98ade); stroke-dasharray: 2 4; }
.state { font-weight: 600; background: none; }
.state.endsSoon { color: var(--broader); }
.state.expired { color: var(--grave); }
.state.unknown { color: var(--unknown); }

footer { padding: 24px 0 40px; border-top: 1px solid var(--line); color: var(--quiet); font-size: 13px; }
.tree { display: none; }

@media screen and (max-width: 760px) {
    .wrap { padding: 0 16px; }
    header.page { padding-top: 24px; }
    h1 { font-size: 24px; }
    .verdict { display: block; padding: 12px 16px; }
    .tools { position: static; }
    html { scroll-padding-top: 16px; }
    figure.card { padding: 16px; }
    .picture, .legend { display: none; }
    .tree { display: block; }
    .tree > li + li { margin-top: 20px; }
    .tree ul { margin: 4px 0 0 7px; padding-left: 0; }
    .tree ul > li { position: relative; padding: 6px 0 6px 24px; border-left: 1.5px solid var(--line); }
    .tree ul > li:last-child { border-left-color: transparent; }
    .tree ul > li::before { content: ""; position: absolute; left: -1.5px; top: 0; width: 18px; height: 18px; border: solid var(--line); border-width: 0 0 1.5px 1.5px; border-bottom-left-radius: 8px; }
    tr, .changes tr, .timeline tr { grid-auto-flow: row; grid-template-columns: minmax(0, 1fr); }
    thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    tbody tr { padding: 12px 16px; }
    th, td { padding: 2px 0; }
    td[data-label]::before { content: attr(data-label) ": "; color: var(--quiet); font-size: 13px; }
    .timeline td.axis { margin: 4px 0; }
}
@media print, (min-width: 761px) {
    .tree { display: block; position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
}
@media (scripting: none) { tbody tr[hidden] { display: grid !important; } }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print {
    @page { margin: 14mm; }
    :root { color-scheme: light; --page: #fff; }
    body { font-size: 9.5pt; }
    * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    nav { display: none; }
    .wrap { max-width: none; padding: 0; }
    header.page { padding-top: 0; }
    .tools .wrap > :not(output), .skip { display: none; }
    .tools { position: static; border: 0; padding: 0; }
    section { margin-top: 20px; }
    tr, li, figure, .verdict { break-inside: avoid; }
    section > .heading { break-after: avoid; }
    table { display: table; width: 100%; border-collapse: collapse; table-layout: fixed; }
    thead { display: table-header-group; }
    tbody { display: table-row-group; }
    tr { display: table-row; }
    .long tbody tr, .long ol.findings > li { content-visibility: visible; }
    th, td { padding: 6px 8px; }
    .card { overflow: visible; }
    .timeline th:nth-child(1) { width: 36%; }
    .timeline th:nth-child(3) { width: 22%; }
    .changes th:nth-child(1) { width: 15%; }
    .changes th:nth-child(2) { width: 16%; }
    .changes th:nth-child(4) { width: 12%; }
    .changes th:nth-child(5) { width: 12%; }
    .changes th:nth-child(6) { width: 19%; }
    .chip { padding: 0 6px; font-size: 8pt; white-space: normal; }
    .until { white-space: normal; }
    .verdict p, .verdict strong { font-size: 11pt; }
    figcaption { font-size: 8pt; }
    small, .evidence, .references, .counts { font-size: 8pt; }
}
@media (forced-colors: active) {
    .chip, .verdict { border: 1px solid; }
    .tools label.kind input:not(:checked) + .chip { opacity: 0.6; }
}
`;
