import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import { chromium as playwright } from "playwright-core";
import { auditFormats } from "../../src/audit/formats";
import type { AuditReport } from "../../src/audit/report";
import { auditExampleFiles, auditExampleFolder } from "../docs/auditExamples";
import { projectFolder } from "../sandbox/projectFolder";
import { chromium, withoutChromium } from "./chromium";
import type { Figure } from "./main";

const count = 5_000;

/** The audit's page with that many changes: how long it takes to write, to open and to filter. */
export async function auditPage(): Promise<readonly Figure[]> {
    const report = largeReport();
    const start = performance.now();
    const page = auditFormats.html(report);
    const written = performance.now() - start;
    const figures: Figure[] = [figure("written", written, 1_000)];
    if (chromium === undefined) {
        console.log(`opening and filtering the audit's page: ${withoutChromium}`);
        return figures;
    }
    const { opened, filtered } = await inBrowser(chromium, page);
    return [...figures, figure("opened", opened, 2_000), figure("filtered, the slowest of 6 inputs", filtered, 250)];
}

function figure(what: string, value: number, limit: number): Figure {
    return { what: `audit's page of 5,000 changes: ${what}`, value, unit: "ms", limit };
}

/** The example's changes again and again, of a hundred logins. */
function largeReport(): AuditReport {
    const file = path.join(projectFolder, auditExampleFolder, auditExampleFiles.json);
    const example = JSON.parse(readFileSync(file, "utf8")) as AuditReport;
    const changes = Array.from({ length: count }, (_, index) => {
        const text = JSON.stringify(example.changes[index % example.changes.length]);
        return JSON.parse(
            text.replace(/"principal":"[^"]*"/g, `"principal":"login-${index % 100}"`),
        ) as AuditReport["changes"][0];
    });
    return {
        ...example,
        changes: changes.map((change) => ({
            ...change,
            change: change.change === "unchanged" ? "widened" : change.change,
        })),
    };
}

async function inBrowser(executablePath: string, page: string): Promise<{ opened: number; filtered: number }> {
    const folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-bench-"));
    const file = path.join(folder, "audit.html");
    writeFileSync(file, page);
    const browser = await playwright.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
    try {
        const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
        const start = performance.now();
        await tab.goto(pathToFileURL(file).href);
        const opened = performance.now() - start;
        const times = await tab.evaluate<number[]>(inputs);
        return { opened, filtered: Math.max(...times) };
    } finally {
        await browser.close();
        rmSync(folder, { recursive: true, force: true });
    }
}

/** In the page: from each input to the second frame after it, when its result is painted. */
const inputs = `(async () => {
    const search = document.getElementById("search");
    const box = document.querySelector("input[value=added]");
    const times = [];
    const measured = async (act) => {
        const start = performance.now();
        act();
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        times.push(performance.now() - start);
    };
    for (const words of ["l", "login-42", "login-42 exchange", ""]) {
        await measured(() => {
            search.value = words;
            search.dispatchEvent(new Event("input", { bubbles: true }));
        });
    }
    await measured(() => box.click());
    await measured(() => box.click());
    return times;
})()`;
