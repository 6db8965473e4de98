import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { parse } from "yaml";
import githubWorkflow from "../delivery/schemas/github-workflow.json";
import { inThisProcess } from "./inThisProcess";

const page = readFileSync("docs/pipelines.md", "utf8");
const commands = [...page.matchAll(/npx exo-unattended ([^>\n]*)/g)].map(([, command = ""]) => command.trim());

describe("docs/pipelines.md", () => {
    test("shows the three commands", () => {
        expect(new Set(commands.map((command) => command.split(" ")[0]))).toEqual(
            new Set(["up", "verify", "attestation"]),
        );
    });

    test.each(["docs/pipelines.md", "docs/audit.md"])(
        "and docs/audit.md show a workflow that GitHub's schema allows: %s",
        (file) => {
            const [, workflow = ""] = /```yaml\n(on:[\s\S]*?)```/.exec(readFileSync(file, "utf8")) ?? [];
            expect(workflow).not.toBe("");
            // The schema has keywords of its editors, and patterns of the older kind.
            const isAllowed = new Ajv({ strict: false, unicodeRegExp: false }).compile(githubWorkflow);
            expect(isAllowed(parse(workflow)) ? [] : isAllowed.errors).toEqual([]);
        },
    );

    test.each(commands)("has options that the command takes: %s", async (command) => {
        const { status, stderr } = await inThisProcess(command.split(" "), { env: { PATH: "/nowhere" } });
        expect(stderr).toMatch(/^error: (pulumi is not on PATH|cannot read proof\.json)/);
        expect(status).toBe(2);
    });
});
