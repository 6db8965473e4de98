/**
 * The page's script: shows the rows that hold all words of the search and whose kind of change is chosen. The page reads
 * without it. Its hash is in the page's policy, so no other script can run.
 */
export const filter = `
"use strict";
const tools = document.getElementById("tools");
const search = document.getElementById("search");
const shown = document.getElementById("shown");
const kinds = [...tools.querySelectorAll("input[type=checkbox]")];
const rows = [...document.querySelectorAll("[data-row]")].map((element) => ({ element, kind: element.dataset.row, text: undefined }));
const lists = [...document.querySelectorAll("[data-list]")].map((list) => ({
    rows: rows.filter(({ element }) => list.contains(element)),
    none: list.querySelector("[data-none]"),
}));

function update() {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const chosen = new Set(kinds.filter(({ checked }) => checked).map(({ value }) => value));
    for (const row of rows) {
        if (words.length > 0) {
            row.text ??= row.element.textContent.toLowerCase();
        }
        const show = (row.kind === "" || chosen.has(row.kind)) && words.every((word) => row.text.includes(word));
        if (row.element.hidden === show) {
            row.element.hidden = !show;
        }
    }
    for (const { rows, none } of lists) {
        none.hidden = rows.some(({ element }) => !element.hidden);
    }
    const accesses = rows.filter(({ kind }) => kind !== "");
    shown.value = accesses.filter(({ element }) => !element.hidden).length + " of " + accesses.length + " accesses shown";
}

let waiting = 0;
tools.hidden = false;
tools.addEventListener("input", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(update);
});
update();
`;
