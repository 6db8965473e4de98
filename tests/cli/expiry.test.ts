import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ICAL from "ical.js";
import type { ExpiryReport } from "../../src/renewal/expiry/expiry";
import { connectionOf, credentialOf, rsaKey } from "../verification/support";
import { inThisProcess } from "./inThisProcess";
import { exportOf, type Run } from "./support";

const day = 86_400_000;
let folder: string;

/** A `pulumi` with the stacks `soon`, which ends in ten days, `new` without outputs, and `broken`, which fails. */
beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "exo-unattended-"));
    const credential = credentialOf(rsaKey(), new Date(Date.now() - 90 * day), new Date(Date.now() + 10.5 * day));
    const files = {
        ls: JSON.stringify(["soon", "new", "broken"].map((name) => ({ name }))),
        soon: exportOf({ connection: connectionOf(credential) }),
        new: exportOf({}),
    };
    for (const [name, content] of Object.entries(files)) {
        writeFileSync(join(folder, name), content);
    }
    const script = `#!/bin/sh
cd "${folder}"
[ "$2" = ls ] && exec cat ls
for word in "$@"; do case "$word" in soon|new) exec cat "$word";; esac; done
echo "error: no stack named 'broken' found" >&2
exit 6
`;
    writeFileSync(join(folder, "pulumi"), script, { mode: 0o755 });
});
afterAll(() => {
    rmSync(folder, { recursive: true });
});

const expiry = (...args: string[]): Promise<Run> =>
    inThisProcess(["expiry", ...args], { env: { PATH: `${folder}:/usr/bin:/bin` } });

describe("expiry", () => {
    test("lists every stack of the project by name, also one that cannot be read", async () => {
        const { status, stdout } = await expiry();
        expect(stdout.match(/^(broken|new|soon) +\S+/gm)).toEqual([
            expect.stringMatching(/^broken +unreadable$/),
            expect.stringMatching(/^new +not-deployed$/),
            expect.stringMatching(/^soon +due$/),
        ]);
        expect(stdout).toMatch(/\n\n3 stacks: 1 due for renewal, 1 unreadable, 1 not deployed\n$/);
        expect(status).toBe(2);
    });

    test.each([
        [["--stack", "soon"], 4],
        [["--stack", "soon", "--before", "3d"], 0],
        [["--stack", "new"], 0],
        [["--stack", "soon", "--before", "soon"], 2],
    ])("%j ends with the status %i", async (args, status) => {
        expect(await expiry(...args)).toMatchObject({ status });
    });

    test("prints JSON, metrics and Markdown, and nothing else", async () => {
        const report = JSON.parse((await expiry("--stack", "soon", "--format", "json")).stdout) as ExpiryReport;
        expect(report.stacks).toEqual([expect.objectContaining({ name: "soon", verdict: "due" })]);
        expect((await expiry("--format", "openmetrics")).stdout).toMatch(/^# TYPE [^]*\n# EOF\n$/);
        expect((await expiry("--format", "markdown")).stdout).toMatch(/^\| soon \| ⚠ due \|/m);
    });

    test("writes a calendar to a file, and replaces it", async () => {
        const file = join(folder, "certificates.ics");
        const write = (): Promise<Run> => expiry("--format", "icalendar", "--stack", "soon", "--output", file);
        expect(await write()).toMatchObject({ status: 4, stdout: "" });
        expect(await write()).toMatchObject({ status: 4, stdout: "" });
        const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")) as unknown[]);
        expect(calendar.getAllSubcomponents("vevent")).toHaveLength(2);
    });
});
