import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { chromium as playwright, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { auditFormats } from "../../../src/audit/formats";
import type { AuditReport } from "../../../src/audit/report";
import { chromium, withoutChromium } from "../../../tools/bench/chromium";
import { mixed, quiet, reportOf } from "./reports";

if (chromium === undefined) {
    console.warn(withoutChromium);
}

const phone = { width: 390, height: 844 };
const desktop = { width: 1280, height: 900 };

/** A report in which every text tries to run a script, to load something and to break out of its place. */
function attacked(report: AuditReport): AuditReport {
    const attack = `x"'><img src="https://evil.example/i" onerror="window.attacked = true"></td></style></script><script>window.attacked = true</script><!--`;
    const ours = ["change", "kind", "severity", "why", "baseline", "now", "notBefore", "notAfter"];
    return JSON.parse(
        JSON.stringify(report, (key, value: unknown) =>
            typeof value === "string" && !ours.includes(key) ? `${value}${attack}` : value,
        ),
    ) as AuditReport;
}

(chromium === undefined ? describe.skip : describe)("the HTML page in Chromium", () => {
    let browser: Browser;
    const folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-page-"));

    beforeAll(async () => {
        browser = await playwright.launch({
            executablePath: chromium,
            // Chromium refuses to run as root, which containers do, with its sandbox.
            args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
        });
    });

    afterAll(async () => {
        await browser.close();
        rmSync(folder, { recursive: true, force: true });
    });

    const pages = new Map<string, Page>();

    /** A page of such a context. To make one takes longer than a test, so those with the same options use the same one. */
    async function pageWith(options: BrowserContextOptions): Promise<Page> {
        const key = JSON.stringify(options);
        const page = pages.get(key) ?? (await (await browser.newContext(options)).newPage());
        pages.set(key, page);
        page.removeAllListeners();
        return page;
    }

    /** Opens the report's page. What the page asks of the network, and what it complains about, goes to `problems`. */
    async function open(
        report: AuditReport,
        {
            viewport = desktop,
            colorScheme = "light",
        }: { viewport?: typeof desktop; colorScheme?: "light" | "dark" } = {},
        context: BrowserContextOptions = {},
    ): Promise<{ page: Page; problems: string[] }> {
        const file = path.join(folder, "audit.html");
        writeFileSync(file, auditFormats.html(report));
        const page = await pageWith(context);
        await page.setViewportSize(viewport);
        await page.emulateMedia({ media: "screen", colorScheme });
        const problems: string[] = [];
        page.on("console", (message) => problems.push(message.text()));
        page.on("pageerror", (error) => problems.push(error.message));
        page.on("request", (request) => {
            if (request.url() !== pathToFileURL(file).href) {
                problems.push(`request of ${request.url()}`);
            }
        });
        await page.goto(pathToFileURL(file).href);
        return { page, problems };
    }

    const visibleRows = (page: Page, section: string): Promise<number> =>
        page.locator(`#${section} [data-row]:not([hidden])`).count();

    const untilShown = (page: Page, text: string): Promise<void> => page.locator("#shown", { hasText: text }).waitFor();

    const axeProblems = (page: Page): Promise<string[]> =>
        page.evaluate(async () => {
            const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
            return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
        });

    it.each([
        ["desktop", desktop, "light"],
        ["desktop", desktop, "dark"],
        ["phone", phone, "light"],
        ["phone", phone, "dark"],
    ] as const)(
        "has no finding of axe on a %s (%o, %s), and nothing wider than the screen",
        async (_, viewport, colorScheme) => {
            // axe itself is a script that the page's policy would refuse.
            const { page } = await open(mixed, { viewport, colorScheme }, { bypassCSP: true });
            await page.addScriptTag({ content: axe.source });
            expect(await axeProblems(page)).toEqual([]);
            expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
        },
    );

    it("puts the cells of a row under each other on a phone", async () => {
        const { page } = await open(mixed, { viewport: phone });
        const lefts = await page.evaluate<number[]>(
            `[...document.querySelectorAll("#changes tbody tr:not([hidden]) > *")].map((cell) => cell.getBoundingClientRect().left)`,
        );
        expect(lefts.length).toBeGreaterThan(6);
        expect(new Set(lefts).size).toBe(1);
    });

    it("leaves out what is not seen only where there are many rows", async () => {
        const visibility = async (report: AuditReport): Promise<string> => {
            const { page } = await open(report);
            const found = await page.evaluate<string>(
                `getComputedStyle(document.querySelector("#changes tbody tr")).contentVisibility`,
            );
            return found;
        };
        expect(await visibility(mixed)).toBe("visible");
        const [change] = mixed.changes;
        const changes = Array.from({ length: 501 }, () => change).filter((one) => one !== undefined);
        expect(await visibility({ ...mixed, changes })).toBe("auto");
    });

    it("shows as many rows as the report counts, and asks the network for nothing", async () => {
        const { page, problems } = await open(mixed);
        expect(await visibleRows(page, "changes")).toBe(8);
        expect(await visibleRows(page, "findings")).toBe(3);
        expect(await visibleRows(page, "credentials")).toBe(3);
        expect(await visibleRows(page, "not-judged")).toBe(2);
        expect(await page.locator("#shown").textContent()).toBe("8 of 10 accesses shown");
        expect(await page.locator(".tools .chip").allTextContents()).toEqual([
            "+added 3",
            "−removed 1",
            "~widened 1",
            "~narrowed 1",
            "~replaced 1",
            "?not known yet 1",
            "=unchanged 2",
        ]);
        expect(problems).toEqual([]);
    });

    it("is filtered by words and kinds, with the keyboard alone", async () => {
        const { page } = await open(mixed);
        await page.keyboard.press("Tab");
        expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the changes");
        for (let tabs = 0; tabs < 7; tabs += 1) {
            await page.keyboard.press("Tab");
        }
        await page.keyboard.type("ROOM exchange");
        await untilShown(page, "2 of 10 accesses shown");
        expect(await page.locator("#findings [data-none]").isVisible()).toBe(true);
        await page.keyboard.press("Tab");
        await page.keyboard.press("Space");
        await untilShown(page, "0 of 10 accesses shown");
        expect(await page.locator("#changes [data-none]").isVisible()).toBe(true);
    });

    it("links every row to its evidence", async () => {
        const { page } = await open(mixed);
        const links = await Promise.all(
            (await page.locator("[data-row] .evidence a").all()).map((link) => link.getAttribute("href")),
        );
        expect(links).toHaveLength(10 + 4 + 2);
        expect(links[0]).toBe("./preview.json#/steps/48/newState");
        expect(links).toContain("./events.jsonl#/resourcePreEvent/metadata/new");
    });

    it("shows everything without its script", async () => {
        const { page } = await open(mixed, {}, { javaScriptEnabled: false });
        expect(await page.locator("#changes tbody tr").filter({ visible: true }).count()).toBe(10);
        expect(await page.locator("#tools").isVisible()).toBe(false);
    });

    it("runs nothing and loads nothing of what the audited files hold", async () => {
        const { page, problems } = await open(attacked(mixed));
        expect(await page.evaluate("window.attacked")).toBeUndefined();
        expect(await page.locator("img, iframe, object, form, link, base").count()).toBe(0);
        expect(await page.locator("script").count()).toBe(1);
        expect(await page.locator("[onerror], [onclick], [style]").count()).toBe(0);
        expect(problems).toEqual([]);
    });

    it("forbids every other style and script by its policy, without an exception", async () => {
        const { page, problems } = await open(quiet);
        const policy = await page.locator("meta[http-equiv]").getAttribute("content");
        expect(policy).toMatch(
            /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'$/,
        );
        await page.evaluate(
            `document.body.append(Object.assign(document.createElement("script"), { textContent: "window.attacked = true" }))`,
        );
        expect(await page.evaluate("window.attacked")).toBeUndefined();
        expect(problems.join()).toContain("violates the following Content Security Policy");
    });

    it("is printed with what is shown, light and without the filter", async () => {
        const { page } = await open(mixed, { colorScheme: "dark", viewport: { width: 700, height: 900 } });
        await page.emulateMedia({ media: "print", colorScheme: "dark" });
        expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
        expect(await page.locator("#search").isVisible()).toBe(false);
        expect(await page.locator(".picture").isVisible()).toBe(true);
        expect(await page.locator("thead").first().isVisible()).toBe(true);
    });

    it("says that nothing changes, and shows the access that stays", async () => {
        const { page } = await open(quiet);
        expect(await page.locator("#changes .heading p").textContent()).toBe("No access changes.");
        expect(await visibleRows(page, "changes")).toBe(1);
        const empty = await open(reportOf({}));
        expect(await empty.page.locator("#changes .none").textContent()).toBe("None.");
        expect(empty.problems).toEqual([]);
    });
});
