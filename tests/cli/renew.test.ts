import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { parse } from "yaml";
import githubWorkflow from "../delivery/schemas/github-workflow.json";
import { inThisProcess } from "./inThisProcess";

const page = readFileSync("docs/renewal.md", "utf8");
const yaml = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = ""]) => text);
const commands = [...page.matchAll(/npx exo-unattended ((?:renew|revoke|revive|expiry)\b[^>\n|`]*)/g)].map(
    ([, command = ""]) => command.trim(),
);

/** The words of a command, with those in quotes together. */
const words = (command: string): string[] =>
    [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");

describe("docs/renewal.md", () => {
    test("shows a workflow that GitHub's schema allows, and pipelines that are YAML", () => {
        const [workflow = "", ...others] = yaml;
        const isAllowed = new Ajv({ strict: false, unicodeRegExp: false }).compile(githubWorkflow);
        expect(isAllowed(parse(workflow)) ? [] : isAllowed.errors).toEqual([]);
        expect(others.map((text) => typeof parse(text))).toEqual(["object", "object"]);
    });

    test.each([...new Set(commands)])("has options that the command takes: %s", async (command) => {
        const { status, stderr } = await inThisProcess(words(command), { env: { PATH: "/nowhere" } });
        expect(stderr).toMatch(/^error: pulumi is not on PATH/);
        expect(status).toBe(2);
    });
});

test.each([
    [[], /give either --stack <name> or --all/],
    [["--stack", "prod", "--all"], /give either --stack <name> or --all/],
    [["--all", "--compromised", "current"], /--compromised is for one stack/],
    [["--stack", "prod", "--before", "1h"], /--before is shorter than --delivery-time/],
    [["--stack", "prod", "--before", "soon"], /--before: is not a period \(got soon\)/],
    [["--stack", "prod", "--window", "at night"], /the renewal window is not days, hours and a time zone/],
])("renew %j is a usage error", async (args, text) => {
    const { status, stderr } = await inThisProcess(["renew", ...args], { env: { PATH: "/nowhere" } });
    expect(stderr).toMatch(text);
    expect(status).toBe(2);
});

test.each(["revoke", "revive"])("%s wants a reason", async (command) => {
    expect(await inThisProcess([command, "--stack", "prod"], { env: { PATH: "/nowhere" } })).toMatchObject({
        status: 2,
        stderr: expect.stringContaining("--reason: is required") as string,
    });
});
