import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readApprovals } from "../../src/cli/commands/promote/approvals";
import { inThisProcess } from "./inThisProcess";
import type { Run } from "./support";

const unset = { timeout: "15m", soak: 0, maxRefused: 0 };

let folder: string;
beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-"));
    writeFileSync(
        path.join(folder, "promotion.json"),
        JSON.stringify({
            ...{ schemaVersion: 1, program: ["index.ts"] },
            stages: [
                { name: "dev", stacks: ["dev"] },
                { name: "customers", stacks: ["alpine", "tailspin", "adatum"] },
            ],
        }),
    );
});
afterAll(() => {
    rmSync(folder, { recursive: true });
});
const promote = (...args: readonly string[]): Promise<Run> =>
    inThisProcess(["promote", ...args, "--cwd", folder], { env: { PATH: "/nowhere" } });

describe("exo-unattended promote", () => {
    test.each([
        ["no target", ["--from", "dev"], "--to <stack>"],
        [
            "two kinds of target",
            ["--from", "dev", "--to", "alpine", "--through", "customers"],
            "--to and --through exclude",
        ],
        ["no source", ["--to", "alpine"], "--from: is missing"],
        [
            "a restoration from a source",
            ["--restore", "--from", "dev", "--to", "alpine"],
            "--restore: goes with --to alone",
        ],
        [
            "a dry run through several stages, of which only the first can be planned",
            ["--from", "dev", "--through", "test,prod", "--dry-run"],
            "--dry-run: goes with one target (got test,prod)",
        ],
        [
            "one stack's attestation for several sources",
            ["--from", "dev", "--through", "test,prod", "--attestation", "a.json"],
            "--attestation: goes with one target",
        ],
        ["an unknown stack", ["--from", "dev", "--to", "prod"], "prod: is not a stack of promotion.json"],
        ["a stage backwards", ["--from", "alpine", "--to", "dev"], "dev: does not follow alpine"],
        [
            "half a digest",
            ["--from", "dev", "--to", "alpine", "--approve", "abc"],
            "--approve: is not a digest (got abc)",
        ],
        [
            "an empty name of a stage",
            ["--from", "dev", "--through", "alpine,,prod"],
            "--through: has an empty name (got alpine,,prod)",
        ],
        [
            "a time that is none, before it begins with the first of a stage",
            ["--from", "dev", "--to", "customers", "--timeout", "soon"],
            "error: --timeout soon: give 0",
        ],
        [
            "a file of approvals that holds something else",
            ["--from", "dev", "--to", "alpine", "--approve-file", __filename],
            "promote.test.ts: line 1 does not begin with a digest",
        ],
        [
            "an age that is none",
            ["--from", "dev", "--to", "alpine", "--max-age", "old"],
            "--max-age: is not a period (got old)",
        ],
        [
            "an empty selection of stacks at a time",
            ["--from", "dev", "--to", "customers", "--parallel", "0"],
            "--parallel",
        ],
        [
            "waves of one stack that are no sizes",
            ["--from", "dev", "--to", "alpine", "--waves", "all"],
            "--waves: is not a size (got all)",
        ],
        ["a key file that is not one", ["--from", "dev", "--to", "alpine", "--key-file", __filename], "no key from"],
        [
            "waves that shrink",
            ["--from", "dev", "--to", "customers", "--waves", "2,1"],
            "--waves: the sizes do not grow",
        ],
    ])("refuses %s as a usage error", async (_, args, message) => {
        const { status, stdout, stderr } = await promote(...args);
        expect(stderr).toContain(message);
        expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    });

    test("takes the digests of a file as a dry run prints them, with comments and line ends of Windows", () => {
        const file = path.join(folder, "seals.txt");
        writeFileSync(file, `\uFEFF# read by ann\r\n${"a".repeat(64)}  alpine\r\n\r\nsha256:${"B".repeat(64)}\r\n`);
        expect(readApprovals({ ...unset, approve: ["c".repeat(64)], approveFile: file })).toEqual(
            ["c", "a", "b"].map((digit) => digit.repeat(64)),
        );
        writeFileSync(file, "# nobody\n");
        expect(() => readApprovals({ ...unset, approveFile: file })).toThrow("seals.txt: has no digest");
    });

    test("says where a project without promotion.json finds an example", async () => {
        const { status, stderr } = await inThisProcess(["promote", "--from", "dev", "--to", "test"], {
            env: { PATH: "" },
        });
        expect(stderr).toMatch(/^error: promotion\.json: no such file\..*docs\/promotion\.md/);
        expect(status).toBe(2);
    });

    test("says that waves, a soak time and a number at a time change nothing for one stack", async () => {
        const { stderr } = await promote("--from", "dev", "--to", "alpine", "--waves", "1,10%", "--soak", "2h");
        expect(stderr).toMatch(/^alpine: is one stack\. No effect: --waves, --soak\.\n/);
    });

    test("shows the steps of each stack together, whatever runs at the same time", async () => {
        const { stderr } = await promote("--from", "dev", "--to", "customers", "--parallel", "3");
        for (const stack of ["alpine", "tailspin", "adatum"]) {
            expect(stderr).toContain(`dev → ${stack}: begins\n`);
            expect(stderr).toMatch(new RegExp(`\\n\\ndev → ${stack}\\n${stack}: undecided: pulumi is not on PATH`));
        }
    });

    test("shows what became of each stack of a stage when none can be read", async () => {
        const { status, stdout } = await promote("--from", "dev", "--to", "customers");
        expect(stdout).toMatch(/^Stack +Outcome +Finding\nalpine +undecided +pulumi is not on PATH/);
        expect(stdout).toMatch(/\nadatum +undecided /);
        expect(status).toBe(7);
    });
});

describe("exo-unattended promote matrix", () => {
    test("prints the matrix of a wave for GitHub Actions", async () => {
        const { stdout, status } = await promote(
            "matrix",
            "--from",
            "dev",
            "--to",
            "customers",
            "--waves",
            "1,100%",
            "--wave",
            "2",
        );
        expect((JSON.parse(stdout) as { include: { to: string }[] }).include.map(({ to }) => to)).toEqual([
            "tailspin",
            "adatum",
        ]);
        expect(status).toBe(0);
    });

    test("prints an empty one for a wave that a small stage does not have", async () => {
        const { stdout } = await promote("matrix", "--from", "dev", "--to", "customers", "--wave", "3");
        expect(JSON.parse(stdout)).toEqual({ include: [] });
    });

    test("asks for the wave when there are several", async () => {
        const { stderr, status } = await promote("matrix", "--from", "dev", "--to", "customers", "--waves", "1,100%");
        expect(stderr).toMatch(/^error: --wave: is missing\. .*--wave 1 to --wave 2\./);
        expect(status).toBe(2);
    });
});
